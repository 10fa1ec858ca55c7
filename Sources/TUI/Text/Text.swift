/// Helpers for text that goes into cells.
enum Text {
  /// `text` without what must not reach a terminal; white space of any kind becomes a space.
  static func clean(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace {
        result.append(" ")
      } else if CharacterWidth.isDrawable(scalar) {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// `text` in one line: of several lines the words, a space apart.
  static func oneLine(_ text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    guard lines.count > 1 else { return lines.first.map(String.init) ?? "" }
    return lines.map { $0.split(separator: " ").joined(separator: " ") }.joined(separator: " ")
  }

  /// `text` cut to `width` columns, with `mark` in place of what was cut.
  static func ellipsized(_ text: String, width: Int, mark: Character) -> String {
    guard CharacterWidth.of(text) > width else { return text }
    guard width > 0 else { return "" }
    return head(text, width: width - 1) + String(mark)
  }

  /// The beginning of `text` that fits into `width` columns.
  static func head(_ text: String, width: Int) -> String { String(fitting(text, width)) }

  /// The end of `text` that fits into `width` columns.
  static func tail(_ text: String, width: Int) -> String {
    String(fitting(text.reversed(), width).reversed())
  }

  private static func fitting<Characters: Collection<Character>>(
    _ characters: Characters, _ width: Int
  ) -> Characters.SubSequence {
    var left = max(0, width)
    return characters.prefix { character in
      left -= CharacterWidth.of(character)
      return left >= 0
    }
  }

  /// `text` with spaces on the right up to `width` columns.
  static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - CharacterWidth.of(text)))
  }

  /// `text` with spaces on the left up to `width` columns.
  static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - CharacterWidth.of(text))) + text
  }

  /// `text` broken at spaces into lines of at most `width` columns; longer words are cut.
  static func wrapped(_ text: String, width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ").map(String.init) {
      let columns = CharacterWidth.of(word)
      if used > 0, used + 1 + columns > width {
        lines.append(line)
        (line, used) = ("", 0)
      }
      line += used > 0 ? " " + word : word
      used += columns + (used > 0 ? 1 : 0)
    }
    if used > 0 { lines.append(line) }
    return lines
  }
}
