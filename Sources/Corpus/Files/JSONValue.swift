/// A parsed JSON value.
enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// A number with its own spelling, so that labels such as `1` and `1.0` can be told apart.
  case number(Double, spelling: String)
  case string(String)
  case array([JSONValue])
  case object([ExactString: JSONValue])

  /// Parses one JSON document that fills `bytes`.
  static func parse(_ bytes: some Sequence<UInt8>) throws(JSONProblem) -> JSONValue {
    var parser = JSONParser(Array(bytes))
    return try parser.document()
  }

  /// The value under a key, when this is an object; JSON null counts as missing.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self, let value = members[ExactString(text: key)],
      value != .null
    else {
      return nil
    }
    return value
  }

  /// The text of a string.
  var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of `true` or `false`.
  var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// A number that is a whole one.
  var integer: Int? {
    if case .number(let value, _) = self { Int(exactly: value) } else { nil }
  }

  /// The elements of an array.
  var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object.
  var object: [ExactString: JSONValue]? {
    if case .object(let members) = self { members } else { nil }
  }
}

/// Why bytes are not JSON.
struct JSONProblem: Error, Equatable {
  /// Byte offset of the trouble.
  var offset: Int
  /// What is wrong there.
  var problem: String
}
