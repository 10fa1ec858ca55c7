/// A value of a GGUF file's metadata, whatever width the file gives it.
public enum GGUFValue: Sendable, Equatable {
  /// A whole number.
  case integer(Int)
  /// A number with a point.
  case number(Double)
  /// True or false.
  case bool(Bool)
  /// A text.
  case text(String)
  /// A list of whole numbers.
  case integers([Int])
  /// A list of texts.
  case texts([String])
  /// Any other list.
  case list([GGUFValue])

  /// The whole number, if it is one.
  public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  /// The number, whole or not.
  public var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
  /// Whether it is true, if it is a truth value.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The text, if it is one.
  public var text: String? { if case .text(let value) = self { value } else { nil } }
  /// The texts, if it is a list of them.
  public var texts: [String]? { if case .texts(let value) = self { value } else { nil } }
  /// The whole numbers, if it is a list of them.
  public var integers: [Int]? { if case .integers(let value) = self { value } else { nil } }
}

/// What is wrong with a GGUF file, without its name.
public struct GGUFProblem: Error, Equatable {
  /// The problem, to stand after the name of the file.
  public let text: String
  /// What to do about it.
  public let remedy: String

  init(_ text: String, remedy: String = "fetch it again") {
    self.text = text
    self.remedy = remedy
  }
}
