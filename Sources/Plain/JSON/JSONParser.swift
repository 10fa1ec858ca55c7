/// A strict JSON reader (RFC 8259) for files that nobody vouches for: bounded nesting, valid UTF-8
/// only, no key twice, no number that a double cannot hold.
///
/// Foundation's reader silently drops keys that are there twice, and blurs `1`, `1.0` and `true`; a
/// header that decides about byte ranges, or a label, deserves better.
struct JSONParser {
  private static let nestingLimit = 64

  private let bytes: UnsafeRawBufferPointer
  private let valueLimit: Int
  private var cursor = 0
  private var depth = 0
  private var values = 0

  /// `bytes` must outlive the parser.
  init(_ bytes: UnsafeRawBufferPointer, valueLimit: Int) {
    self.bytes = bytes
    self.valueLimit = valueLimit
  }

  /// Parses the whole input as one value.
  mutating func document() throws(JSONProblem) -> JSONValue {
    let value = try value()
    skipSpace()
    guard cursor == bytes.count else { throw problem("text after the end of the value") }
    return value
  }

  /// Parses one value of several, from the byte at `offset` on; `offset` is then behind it.
  mutating func value(at offset: inout Int) throws(JSONProblem) -> JSONValue {
    cursor = offset
    let value = try value()
    offset = cursor
    return value
  }

  private func problem(_ text: String) -> JSONProblem {
    JSONProblem(offset: cursor, problem: text)
  }

  private var next: UInt8? {
    cursor < bytes.count ? bytes[cursor] : nil
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      cursor += 1
    }
  }

  private mutating func value() throws(JSONProblem) -> JSONValue {
    values += 1
    guard values <= valueLimit else { throw problem("more than \(valueLimit) values") }
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested(Self.object)
    case UInt8(ascii: "["): return try nested(Self.array)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case nil: throw problem("the value is missing")
    case let byte?:
      for word in ["NaN", "Infinity", "-Infinity"]
      where bytes[cursor...].starts(with: word.utf8) {
        throw problem("\(word), which is no JSON: write null")
      }
      guard byte == UInt8(ascii: "-") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte else {
        throw problem("not a JSON value")
      }
      return try number()
    }
  }

  private mutating func nested(
    _ body: (inout JSONParser) throws(JSONProblem) -> JSONValue
  ) throws(JSONProblem) -> JSONValue {
    guard depth < Self.nestingLimit else { throw problem("nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    cursor += 1
    return try body(&self)
  }

  private static func object(_ parser: inout JSONParser) throws(JSONProblem) -> JSONValue {
    var members: [ExactString: JSONValue] = [:]
    parser.skipSpace()
    if parser.take(UInt8(ascii: "}")) { return .object(members) }
    while true {
      parser.skipSpace()
      guard parser.next == UInt8(ascii: "\"") else { throw parser.problem("a key is missing") }
      let key = try parser.string()
      parser.skipSpace()
      guard parser.take(UInt8(ascii: ":")) else { throw parser.problem("':' is missing") }
      let value = try parser.value()
      guard members.updateValue(value, forKey: ExactString(key)) == nil else {
        throw parser.problem("the key '\(excerpt(key))' is there twice")
      }
      parser.skipSpace()
      if parser.take(UInt8(ascii: "}")) { return .object(members) }
      guard parser.take(UInt8(ascii: ",")) else { throw parser.problem("',' or '}' is missing") }
    }
  }

  private static func array(_ parser: inout JSONParser) throws(JSONProblem) -> JSONValue {
    var elements: [JSONValue] = []
    parser.skipSpace()
    if parser.take(UInt8(ascii: "]")) { return .array(elements) }
    while true {
      elements.append(try parser.value())
      parser.skipSpace()
      if parser.take(UInt8(ascii: "]")) { return .array(elements) }
      guard parser.take(UInt8(ascii: ",")) else { throw parser.problem("',' or ']' is missing") }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    cursor += 1
    return true
  }

  private mutating func word(
    _ spelling: StaticString, _ value: JSONValue
  ) throws(JSONProblem) -> JSONValue {
    let end = cursor + spelling.utf8CodeUnitCount
    guard end <= bytes.count,
      bytes[cursor..<end].elementsEqual("\(spelling)".utf8)
    else { throw problem("not a JSON value") }
    cursor = end
    return value
  }

  private mutating func digits() -> Int {
    let start = cursor
    while let byte = next, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { cursor += 1 }
    return cursor - start
  }

  private mutating func number() throws(JSONProblem) -> JSONValue {
    let start = cursor
    _ = take(UInt8(ascii: "-"))
    let leadsWithZero = next == UInt8(ascii: "0")
    let whole = digits()
    guard whole > 0, !(leadsWithZero && whole > 1) else { throw problem("not a number") }
    if take(UInt8(ascii: ".")), digits() == 0 { throw problem("not a number") }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw problem("not a number") }
    }
    let spelling = String(decoding: bytes[start..<cursor], as: UTF8.self)
    guard let value = Double(spelling), value.isFinite else {
      throw problem("a number beyond the largest double")
    }
    return .number(value, spelling: spelling)
  }

  private mutating func string() throws(JSONProblem) -> String {
    cursor += 1
    let start = cursor
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
      cursor += 1
    }
    if next == UInt8(ascii: "\"") {
      // Nothing escaped, the usual case: one copy.
      guard let text = String(validating: bytes[start..<cursor], as: UTF8.self) else {
        throw problem("invalid UTF-8")
      }
      cursor += 1
      return text
    }
    var buffer = Array(bytes[start..<cursor])
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw problem("a control character inside a string") }
      cursor += 1
      if byte == UInt8(ascii: "\\") {
        try escape(into: &buffer)
      } else {
        buffer.append(byte)
      }
    }
    guard take(UInt8(ascii: "\"")) else { throw problem("the string has no end") }
    guard let text = String(validating: buffer, as: UTF8.self) else {
      throw problem("invalid UTF-8")
    }
    return text
  }

  private mutating func escape(into buffer: inout [UInt8]) throws(JSONProblem) {
    guard let byte = next else { throw problem("the string has no end") }
    cursor += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
    case UInt8(ascii: "b"): buffer.append(0x08)
    case UInt8(ascii: "f"): buffer.append(0x0C)
    case UInt8(ascii: "n"): buffer.append(0x0A)
    case UInt8(ascii: "r"): buffer.append(0x0D)
    case UInt8(ascii: "t"): buffer.append(0x09)
    case UInt8(ascii: "u"):
      var value = try hexadecimal()
      if 0xD800..<0xDC00 ~= value, take(UInt8(ascii: "\\")) {
        guard take(UInt8(ascii: "u")) else { throw problem("half of a surrogate pair") }
        let low = try hexadecimal()
        guard 0xDC00..<0xE000 ~= low else { throw problem("half of a surrogate pair") }
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(value) else { throw problem("half of a surrogate pair") }
      buffer.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw problem("an unknown escape in a string")
    }
  }

  private mutating func hexadecimal() throws(JSONProblem) -> UInt32 {
    guard cursor + 4 <= bytes.count,
      bytes[cursor..<cursor + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt32(String(decoding: bytes[cursor..<cursor + 4], as: UTF8.self), radix: 16)
    else { throw problem("an escape needs four hexadecimal digits") }
    cursor += 4
    return value
  }
}
