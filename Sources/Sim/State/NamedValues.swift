import Plain

/// Named vectors, lists of positions and numbers: what a server or a client keeps, whatever method it is for.
///
/// A method adds what it needs under a name of its own, and a checkpoint holds it without knowing what it is.
public struct NamedValues: Sendable, Equatable {
  /// Vectors of parameters, moments, averages.
  public var vectors: [String: [Float]] = [:]
  /// Positions in a data set, layers.
  public var positions: [String: [Int32]] = [:]
  /// Counts, means, values of knobs.
  public var numbers: [String: Double] = [:]

  /// No values.
  public init() {}

  /// Version of the encoding, its first byte.
  static let version = 1

  /// The values as bytes, in the order of their names, behind a version.
  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.put(Self.version)
    writer.put(vectors.count)
    for (name, values) in vectors.sorted(by: { $0.key < $1.key }) {
      writer.put(name)
      writer.put(values)
    }
    writer.put(positions.count)
    for (name, values) in positions.sorted(by: { $0.key < $1.key }) {
      writer.put(name)
      writer.put(values)
    }
    writer.put(numbers.count)
    for (name, value) in numbers.sorted(by: { $0.key < $1.key }) {
      writer.put(name)
      writer.put(value)
    }
    return writer.bytes
  }

  /// Reads what `encoded` made.
  /// - Throws: `CheckpointError` for bytes that are none, or of another version.
  init(decoding bytes: [UInt8]) throws(CheckpointError) {
    var reader = ByteReader(bytes) { CheckpointError("checkpoint: \($0)") }
    let version = try reader.integer()
    guard version == Self.version else {
      throw CheckpointError(
        "checkpoint: version \(version) where this program reads \(Self.version): "
          + "go on with the fedtop that wrote it")
    }
    for _ in 0..<(try reader.entries()) {
      let name = try reader.text()
      vectors[name] = try reader.floats()
    }
    for _ in 0..<(try reader.entries()) {
      let name = try reader.text()
      positions[name] = try reader.int32s()
    }
    for _ in 0..<(try reader.entries()) {
      let name = try reader.text()
      numbers[name] = try reader.double()
    }
    try reader.finish()
  }
}
