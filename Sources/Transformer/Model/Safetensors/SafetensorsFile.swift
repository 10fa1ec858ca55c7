/// The tensors of a safetensors file, memory-mapped or in memory that somebody else owns.
///
/// The header is checked completely when the file is opened; values are read when asked for.
/// F32, F16, BF16 and F64 can be read as Float; other types are listed but not read.
public final class SafetensorsFile: @unchecked Sendable {
  // Sendable: everything is immutable, and `owner` keeps the bytes alive.
  /// Free-form text entries of the header.
  public let metadata: [String: String]
  /// Tensor names in alphabetical order.
  public let names: [String]
  /// What the file is called in errors.
  public let name: String

  private let bytes: UnsafeRawBufferPointer
  private let entries: [String: SafetensorsHeader.Entry]
  private let owner: (any Sendable)?

  /// Maps the file at `path`.
  ///
  /// - Throws: `notFound`, `inputOutput`, or `malformed` when the header contradicts the file.
  public convenience init(path: String) throws(ModelError) {
    let file = try MappedFile(path: path)
    try self.init(bytes: file.bytes, name: path, keepAlive: file)
  }

  /// Reads tensors from bytes in memory, which must stay valid as long as `keepAlive` lives.
  public init(
    bytes: UnsafeRawBufferPointer, name: String, keepAlive: (any Sendable)?
  ) throws(ModelError) {
    let header = try SafetensorsHeader(bytes, file: name)
    self.bytes = bytes
    self.name = name
    metadata = header.metadata
    entries = Self.withAliases(header)
    names = header.entries.keys.sorted()
    owner = keepAlive
  }

  /// Tensors by name, with those that the metadata say are the same as another.
  ///
  /// `save_model` of `safetensors` writes tied weights once, and for a name that it leaves out the name that it keeps;
  /// files with the two the other way round are about as well.
  private static func withAliases(
    _ header: SafetensorsHeader
  ) -> [String: SafetensorsHeader.Entry] {
    var entries = header.entries
    for (one, other) in header.metadata {
      if let entry = header.entries[other], entries[one] == nil { entries[one] = entry }
      if let entry = header.entries[one], entries[other] == nil { entries[other] = entry }
    }
    return entries
  }

  /// The shape of a tensor; nil if there is none of that name.
  public func shape(of name: String) -> [Int]? { entries[name]?.shape }

  /// All values of a tensor, converted to Float where needed.
  ///
  /// - Throws: `missingTensor`, or `unsupported` for types that are not floating-point.
  public func floats(_ name: String) throws(ModelError) -> [Float] {
    let (entry, element) = try readable(name)
    let count = entry.shape.reduce(1, *)
    return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      if let target = buffer.baseAddress, count > 0 { convert(entry, element, to: target) }
      filled = count
    }
  }

  /// A view of an F32 tensor without a copy; nil if it has another type or is not aligned.
  ///
  /// The pointer is valid as long as this object.
  public func float32Pointer(_ name: String) -> UnsafePointer<Float>? {
    guard let entry = entries[name], entry.type == SafetensorsElement.float32.rawValue,
      let start = bytes.baseAddress?.advanced(by: entry.bytes.lowerBound),
      UInt(bitPattern: start) % UInt(MemoryLayout<Float>.alignment) == 0
    else { return nil }
    return start.assumingMemoryBound(to: Float.self)
  }

  /// Writes all values of a tensor to `target`, which has room for them.
  public func read(
    _ name: String, into target: UnsafeMutablePointer<Float>
  ) throws(ModelError) {
    let (entry, element) = try readable(name)
    convert(entry, element, to: target)
  }

  private func readable(
    _ name: String
  ) throws(ModelError) -> (SafetensorsHeader.Entry, SafetensorsElement) {
    guard let entry = entries[name] else {
      throw .missingTensor(file: self.name, name: ModelError.excerpt(name))
    }
    guard let element = SafetensorsElement(rawValue: entry.type) else {
      throw .unsupported(
        file: self.name,
        feature: "type \(ModelError.excerpt(entry.type)) of tensor \(ModelError.excerpt(name))",
        remedy: "convert it to F32, F16 or BF16")
    }
    return (entry, element)
  }

  private func convert(
    _ entry: SafetensorsHeader.Entry, _ element: SafetensorsElement,
    to target: UnsafeMutablePointer<Float>
  ) {
    element.convert(UnsafeRawBufferPointer(rebasing: bytes[entry.bytes]), to: target)
  }
}
