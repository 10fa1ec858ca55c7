/// Any value as a tree whose leaves are numbers, texts and whole vectors: what lies between a `Codable` value and bytes.
///
/// Everything that bytes can be wrong with is found out when they become a tree; numbers keep their bits, those of a NaN
/// too.
public indirect enum PackedValue: Sendable {
  /// No value.
  case none
  /// Yes or no.
  case flag(Bool)
  /// A whole number; an unsigned one by its bits.
  case integer(Int)
  /// A number in double precision.
  case double(Double)
  /// A number in single precision.
  case float(Float)
  /// A text.
  case text(String)
  /// Values in a row.
  case list([PackedValue])
  /// Values by name.
  case fields([(name: String, value: PackedValue)])
  /// A vector in single precision.
  case floats([Float])
  /// A vector in double precision.
  case doubles([Double])
  /// Whole numbers.
  case integers([Int])
  /// Whole numbers of four bytes.
  case int32s([Int32])
  /// Bit patterns of two bytes.
  case halves([UInt16])
  /// Whole numbers of a byte.
  case octets([Int8])
  /// Many times yes or no.
  case flags([Bool])

  /// Deeper trees than any of our values are refused.
  private static let deepest = 64

  private enum Kind: UInt8 {
    case none, no, yes, integer, double, float, text, list, fields
    case floats, doubles, integers, int32s, halves, octets, flags
  }

  /// The tree as bytes, least significant first.
  public var bytes: [UInt8] {
    var writer = ByteWriter()
    write(to: &writer)
    return writer.bytes
  }

  private func write(to writer: inout ByteWriter) {
    func begin(_ kind: Kind) { writer.put(octet: kind.rawValue) }
    switch self {
    case .none: begin(.none)
    case .flag(let value): begin(value ? .yes : .no)
    case .integer(let value):
      begin(.integer)
      writer.put(value)
    case .double(let value):
      begin(.double)
      writer.put(value)
    case .float(let value):
      begin(.float)
      writer.put(vector: [value])
    case .text(let value):
      begin(.text)
      writer.put(value)
    case .list(let values):
      begin(.list)
      writer.put(values.count)
      values.forEach { $0.write(to: &writer) }
    case .fields(let fields):
      begin(.fields)
      writer.put(fields.count)
      for (name, value) in fields {
        writer.put(name)
        value.write(to: &writer)
      }
    case .floats(let values):
      begin(.floats)
      writer.put(vector: values)
    case .doubles(let values):
      begin(.doubles)
      writer.put(vector: values)
    case .integers(let values):
      begin(.integers)
      writer.put(vector: values)
    case .int32s(let values):
      begin(.int32s)
      writer.put(vector: values)
    case .halves(let values):
      begin(.halves)
      writer.put(vector: values)
    case .octets(let values):
      begin(.octets)
      writer.put(vector: values)
    case .flags(let values):
      begin(.flags)
      writer.put(vector: values.map { $0 ? 1 : 0 as UInt8 })
    }
  }

  /// Reads what `bytes` made.
  /// - Throws: `PackedProblem` for bytes that are none.
  public init(_ bytes: [UInt8]) throws(PackedProblem) {
    var reader = ByteReader(bytes) { PackedProblem($0) }
    try self.init(&reader, depth: 0)
    try reader.finish()
  }

  private init(_ reader: inout ByteReader<PackedProblem>, depth: Int) throws(PackedProblem) {
    guard depth < Self.deepest else { throw PackedProblem("nested too deep") }
    guard let kind = Kind(rawValue: try reader.octet()) else {
      throw PackedProblem("a value of no known kind")
    }
    switch kind {
    case .none: self = .none
    case .no: self = .flag(false)
    case .yes: self = .flag(true)
    case .integer: self = .integer(try reader.integer())
    case .double: self = .double(try reader.double())
    case .float:
      let values: [Float] = try reader.vector()
      guard values.count == 1 else { throw PackedProblem("a number that is none, or many") }
      self = .float(values[0])
    case .text: self = .text(try reader.text())
    case .list:
      var values: [PackedValue] = []
      for _ in 0..<(try reader.entries(width: 1)) {
        values.append(try PackedValue(&reader, depth: depth + 1))
      }
      self = .list(values)
    case .fields:
      var fields: [(name: String, value: PackedValue)] = []
      for _ in 0..<(try reader.entries()) {
        let name = try reader.text()
        fields.append((name, try PackedValue(&reader, depth: depth + 1)))
      }
      self = .fields(fields)
    case .floats: self = .floats(try reader.vector())
    case .doubles: self = .doubles(try reader.vector())
    case .integers: self = .integers(try reader.vector())
    case .int32s: self = .int32s(try reader.vector())
    case .halves: self = .halves(try reader.vector())
    case .octets: self = .octets(try reader.vector())
    case .flags:
      let values: [UInt8] = try reader.vector()
      guard values.allSatisfy({ $0 < 2 }) else { throw PackedProblem("neither yes nor no") }
      self = .flags(values.map { $0 == 1 })
    }
  }
}

/// Why bytes are no packed value.
public struct PackedProblem: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  public var description: String

  init(_ description: String) { self.description = description }
}
