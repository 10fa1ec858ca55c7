import Plain

extension Report {
  /// For a terminal.
  public var text: String {
    blocks(
      heading: { printable($0) },
      table: { table in
        let rows = ([table.header] + table.rows).map { $0.map(printable) }
        let numbers = table.isNumeric ? Set(table.header.indices.dropFirst()) : []
        return TextTable(rows: rows, rightAligned: numbers).lines.joined(separator: "\n")
      }, note: { printable($0) })
  }

  /// In Markdown with the tables of GitHub.
  public var markdown: String {
    blocks(
      heading: { "### \(Self.markdown($0))" },
      table: { table in
        let rule = table.header.indices.map { $0 > 0 && table.isNumeric ? "--:" : "---" }
        let rows =
          [table.header.map(Self.markdown), rule] + table.rows.map { $0.map(Self.markdown) }
        return rows.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
      }, note: { "- \(Self.markdown($0))" })
  }

  /// In LaTeX: paragraphs and `tabular` environments, which need no package.
  public var latex: String {
    blocks(
      heading: { "\\paragraph{\(Self.latex($0))}" },
      table: { table in
        let columns = table.header.indices.map { $0 > 0 && table.isNumeric ? "r" : "l" }
        let rows = ([table.header] + table.rows).map { row in
          row.map(Self.latex).joined(separator: " & ") + " \\\\"
        }
        let lines =
          ["\\begin{tabular}{\(columns.joined())}", "\\hline", rows[0], "\\hline"]
          + rows.dropFirst() + ["\\hline", "\\end{tabular}"]
        return lines.joined(separator: "\n")
      }, note: { "\(Self.latex($0))." })
  }

  /// The parts as they are set, an empty line between those of different kinds.
  private func blocks(
    heading: (String) -> String, table: (ReportTable) -> String, note: (String) -> String
  ) -> String {
    var text = ""
    var follows = false
    for part in parts {
      switch part {
      case .heading(let words): text += (text.isEmpty ? "" : "\n") + heading(words) + "\n\n"
      case .table(let rows): text += (follows ? "\n" : "") + table(rows) + "\n"
      case .note(let words): text += (follows ? "\n" : "") + note(words) + "\n"
      }
      if case .table = part { follows = true } else { follows = false }
    }
    return text
  }

  /// Text that means nothing but itself in Markdown.
  static func markdown(_ text: String) -> String {
    var out = ""
    for character in printable(text) {
      if "\\`*_[]<>|#&".contains(character) { out.append("\\") }
      out.append(character)
    }
    return out
  }

  /// Text that means nothing but itself in LaTeX; what its first fonts (OT1) lack becomes a question mark.
  static func latex(_ text: String) -> String {
    printable(text).unicodeScalars.map { scalar in
      let letter = Character(scalar)
      if let words = latexWords[letter] { return words }
      return scalar.value < 0x180 && !latexLacks.contains(letter) ? String(scalar) : "?"
    }.joined()
  }

  /// Letters up to U+017F that a document without packages ends at.
  private static let latexLacks: Set<Character> = Set("«»ÐÞðþĄąĐđĘęĦħĮįĸĿŀŉŊŋŦŧŲųſ")

  private static let latexWords: [Character: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "#": "\\#", "$": "\\$", "%": "\\%",
    "&": "\\&", "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "''",
    "`": "\\textasciigrave{}",
    // Behind the end of a row these two would be its argument.
    "[": "{[}", "*": "{*}",
    "–": "--", "±": "$\\pm$", "·": "$\\cdot$", "ε": "$\\varepsilon$", "χ": "$\\chi$", "²": "$^2$",
    "●": "$\\bullet$", "†": "$\\dagger$", "…": "\\dots{}",
  ]
}
