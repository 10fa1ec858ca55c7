/// A piece of a line: text and what it means.
struct Span: Equatable {
  /// What it says.
  var text: String
  /// What it means, which a theme turns into a style.
  var role: Role
  /// Whether ink and paper are exchanged, as badges are drawn.
  var reverse = false

  /// Text in a role.
  init(_ text: String, _ role: Role = .text, reverse: Bool = false) {
    self.text = text
    self.role = role
    self.reverse = reverse
  }

  /// Columns it takes.
  var width: Int { CharacterWidth.of(text) }

  /// What stands between two parts of a note in a frame, of which the second can go.
  static let notePart = Span(" · ", .dim)
}

extension [Span] {
  /// Columns that all spans take.
  var width: Int { reduce(0) { $0 + $1.width } }

  /// The first of `candidates` that fits into `width` columns, else the last.
  static func fitting(_ candidates: [[Span]], width: Int) -> [Span] {
    candidates.first { $0.width <= width } ?? candidates.last ?? []
  }
}
