/// A parsed JSON value, in which integers keep every digit and keys are equal only byte for byte.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number with its own spelling, so that `1` and `1.0`, and integers beyond 2^53, stay apart.
  case number(Double, spelling: String)
  case string(String)
  case array([JSONValue])
  case object([ExactString: JSONValue])

  /// A number without fraction.
  public static func integer(_ value: Int) -> JSONValue {
    .number(Double(value), spelling: "\(value)")
  }

  /// Any number; one that is not finite has no JSON and becomes null.
  public static func number(_ value: Double) -> JSONValue {
    value.isFinite ? .number(value, spelling: "\(value)") : .null
  }

  /// Parses one JSON document that fills `bytes`, white space around it allowed.
  ///
  /// - Parameter valueLimit: more values than this are an error, so that a hostile file cannot
  ///   exhaust memory.
  public static func parse(
    _ bytes: UnsafeRawBufferPointer, valueLimit: Int = .max
  ) throws(JSONProblem) -> JSONValue {
    var parser = JSONParser(bytes, valueLimit: valueLimit)
    return try parser.document()
  }

  /// Parses one JSON document that fills `bytes`, white space around it allowed.
  public static func parse(_ bytes: some Sequence<UInt8>) throws(JSONProblem) -> JSONValue {
    let result = bytes.withContiguousStorageIfAvailable { bytes in
      Result { () throws(JSONProblem) in try parse(UnsafeRawBufferPointer(bytes)) }
    }
    guard let result else { return try parse(Array(bytes)) }
    return try result.get()
  }

  /// Parses one of several JSON values that follow one another.
  ///
  /// - Parameters:
  ///   - offset: where it begins, white space allowed; then the byte behind it.
  ///   - end: where the bytes end that it may have.
  public static func parse(
    _ bytes: [UInt8], at offset: inout Int, before end: Int
  ) throws(JSONProblem) -> JSONValue {
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(JSONProblem) in
        var parser = JSONParser(UnsafeRawBufferPointer(rebasing: bytes[..<end]), valueLimit: .max)
        return try parser.value(at: &offset)
      }
    }.get()
  }

  /// The value of `key` in an object; nil if there is none or it is `null`.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self, let value = members[ExactString(key)], value != .null
    else { return nil }
    return value
  }

  /// The members of an object.
  public var members: [ExactString: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements of an array.
  public var elements: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text of a string.
  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A whole number, to the last digit; `1.0` and `1e3` count.
  public var int: Int? {
    guard case .number(let value, let spelling) = self else { return nil }
    return Int(spelling) ?? Int(exactly: value)
  }

  /// Any number.
  public var double: Double? {
    if case .number(let value, _) = self { value } else { nil }
  }

  /// `true` or `false`.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// What it is, for error messages.
  public var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// Why bytes are not JSON.
public struct JSONProblem: Error, Equatable {
  /// Byte offset of the trouble.
  public var offset: Int
  /// What is wrong there.
  public var problem: String
}
