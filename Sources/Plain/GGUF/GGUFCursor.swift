/// Reads the little-endian fields of a GGUF header one after the other; none lies behind the end.
struct GGUFCursor {
  private let bytes: UnsafeRawBufferPointer
  private(set) var place = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  private var left: Int { bytes.count - place }

  /// The next field of a fixed width.
  mutating func next<Value: FixedWidthInteger>(
    _ type: Value.Type
  ) throws(GGUFProblem) -> Value {
    let width = Value.bitWidth / 8
    guard left >= width else { throw GGUFProblem("is cut short: it ends within its header") }
    defer { place += width }
    return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Value.self))
  }

  /// A number of things that follow, each of at least `width` bytes: a bound for what is allocated.
  mutating func count(of things: String, width: Int) throws(GGUFProblem) -> Int {
    let count = try next(UInt64.self)
    guard count <= UInt64(left / width) else {
      throw GGUFProblem("claims \(count) \(things), more than the file has room for")
    }
    return Int(count)
  }

  /// A text with its length in front; what is not UTF-8 is replaced.
  mutating func text() throws(GGUFProblem) -> String {
    let count = try count(of: "bytes of a text", width: 1)
    defer { place += count }
    return String(
      decoding: UnsafeRawBufferPointer(rebasing: bytes[place..<place + count]), as: UTF8.self)
  }

  /// A value with its type in front.
  mutating func value() throws(GGUFProblem) -> GGUFValue {
    try value(of: next(UInt32.self), depth: 0)
  }

  private mutating func value(of type: UInt32, depth: Int) throws(GGUFProblem) -> GGUFValue {
    switch type {
    case 6: .number(Double(Float(bitPattern: try next(UInt32.self))))
    case 7: .bool(try next(UInt8.self) != 0)
    case 8: .text(try text())
    case 9: try list(depth: depth + 1)
    case 12: .number(Double(bitPattern: try next(UInt64.self)))
    default: .integer(try integer(of: type))
    }
  }

  private mutating func integer(of type: UInt32) throws(GGUFProblem) -> Int {
    switch type {
    case 0: Int(try next(UInt8.self))
    case 1: Int(try next(Int8.self))
    case 2: Int(try next(UInt16.self))
    case 3: Int(try next(Int16.self))
    case 4: Int(try next(UInt32.self))
    case 5: Int(try next(Int32.self))
    case 10: Int(clamping: try next(UInt64.self))
    case 11: Int(try next(Int64.self))
    default: throw GGUFProblem("has a value of type \(type), which the format does not know")
    }
  }

  private static func isInteger(_ type: UInt32) -> Bool { type <= 5 || type == 10 || type == 11 }

  private mutating func list(depth: Int) throws(GGUFProblem) -> GGUFValue {
    guard depth <= 4 else { throw GGUFProblem("has lists within lists, deeper than four") }
    let type = try next(UInt32.self)
    let count = try count(of: "entries of a list", width: type == 8 || type == 9 ? 8 : 1)
    // In memory an entry is many times what it is in the file.
    guard count <= 1 << 24 else { throw GGUFProblem("has a list of \(count) entries") }
    if Self.isInteger(type) {
      var values: [Int] = []
      for _ in 0..<count { values.append(try integer(of: type)) }
      return .integers(values)
    }
    if type == 8 {
      var texts: [String] = []
      for _ in 0..<count { texts.append(try text()) }
      return .texts(texts)
    }
    var values: [GGUFValue] = []
    for _ in 0..<count { values.append(try value(of: type, depth: depth)) }
    return .list(values)
  }
}
