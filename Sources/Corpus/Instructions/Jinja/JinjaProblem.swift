/// Why a chat template gives no text, in a line.
struct JinjaProblem: Error, Equatable, CustomStringConvertible {
  /// Whose fault it is.
  enum Kind: Equatable {
    /// The template refused the conversation itself, by `raise_exception`.
    case raised
    /// Something of Jinja or Python that is not known here.
    case unknown
    /// The template is not Jinja.
    case syntax
    /// Something that Jinja refuses while it runs, or that takes too long.
    case evaluation
  }

  /// Whose fault it is.
  var kind: Kind
  /// What is wrong; the message of the template where it raised one.
  var text: String
  /// The line of the template, from one on, where it is known.
  var line: Int?

  var description: String {
    let words = kind == .unknown ? "\(text) is not known here" : text
    return line.map { "line \($0): \(words)" } ?? words
  }

  /// Something that is not known here, by its name.
  static func unknown(_ name: String, line: Int? = nil) -> JinjaProblem {
    JinjaProblem(kind: .unknown, text: name, line: line)
  }

  /// Something that Jinja refuses while it runs.
  static func evaluation(_ text: String) -> JinjaProblem {
    JinjaProblem(kind: .evaluation, text: text)
  }

  /// Something that is no Jinja.
  static func syntax(_ text: String, line: Int) -> JinjaProblem {
    JinjaProblem(kind: .syntax, text: text, line: line)
  }
}
