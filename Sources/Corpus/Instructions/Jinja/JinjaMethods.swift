/// The methods that Python's types have, as a key of a dictionary with the name of one is not what `.` finds.
enum JinjaMethods {
  /// What is to be said of a method.
  enum Kind {
    /// It can be called.
    case known
    /// It would change its value, which the sandbox refuses.
    case refused
    /// Python has it, and it is not known here.
    case unknown
  }

  /// Methods of a type.
  private struct Methods {
    let known: Set<String>
    var refused: Set<String> = []
    var unknown: Set<String> = []
  }

  private static let text = Methods(
    known: [
      "capitalize", "count", "endswith", "find", "index", "isalnum", "isalpha", "isdigit",
      "islower",
      "isspace", "isupper", "join", "lower", "lstrip", "removeprefix", "removesuffix", "replace",
      "rfind", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "title", "upper",
    ],
    unknown: [
      "casefold", "center", "encode", "expandtabs", "format", "format_map", "isascii", "isdecimal",
      "isidentifier", "isnumeric", "isprintable", "istitle", "ljust", "maketrans", "partition",
      "rindex", "rjust", "rpartition", "swapcase", "translate", "zfill",
    ])
  private static let list = Methods(
    known: ["copy", "count", "index"],
    refused: ["append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort"])
  private static let tuple = Methods(known: ["count", "index"])
  private static let range = Methods(
    known: ["count", "index"], unknown: ["start", "step", "stop"])
  private static let view = Methods(known: [], unknown: ["isdisjoint", "mapping"])
  private static let dictionary = Methods(
    known: ["copy", "get", "items", "keys", "values"],
    refused: ["clear", "pop", "popitem", "setdefault", "update"], unknown: ["fromkeys"])
  private static let number = Methods(
    known: [],
    unknown: [
      "as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes",
      "fromhex", "hex", "imag", "is_integer", "numerator", "real", "to_bytes",
    ])

  /// What is to be said of a name; nil: values of this type have nothing of this name.
  static func kind(of name: String, on value: JinjaValue) -> Kind? {
    let methods: Methods
    switch value {
    case .string: methods = text
    case .markup: methods = Methods(known: [], unknown: text.known.union(text.unknown))
    case .list: methods = list
    case .tuple: methods = tuple
    case .view(.range, _): methods = range
    case .view: methods = view
    case .dictionary: methods = dictionary
    case .bool, .integer, .number: methods = number
    case .function(let function) where function.name == "dict":
      methods = Methods(known: [], unknown: ["fromkeys"])
    default: return nil
    }
    if methods.known.contains(name) { return .known }
    if methods.refused.contains(name) { return .refused }
    return methods.unknown.contains(name) ? .unknown : nil
  }
}
