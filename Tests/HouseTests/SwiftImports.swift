/// The modules that a Swift source file imports.
struct SwiftImports {
  /// One import with its line, from 1.
  struct Line: Equatable {
    /// Top-level module, without the declaration or submodule after it.
    var module: String
    /// Line of the file, from 1.
    var number: Int
  }

  /// In the order of the file.
  let lines: [Line]

  /// Reads the import lines of `text`; text inside multi-line strings is no import.
  init(_ text: String) {
    let kinds = "(?:(?:struct|class|enum|protocol|actor|func|var|let|typealias)\\s+)?"
    let qualifiers =
      "(?:@\\w+(?:\\([^)]*\\))?\\s+|(?:public|package|internal|fileprivate|private)\\s+)*"
    guard
      let pattern = try? Regex<(Substring, Substring)>("^\\s*\(qualifiers)import\\s+\(kinds)(\\w+)")
    else {
      lines = []
      return
    }
    var found: [Line] = []
    var inString = false
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if !inString, let match = line.prefixMatch(of: pattern) {
        found.append(Line(module: String(match.1), number: index + 1))
      }
      if line.ranges(of: "\"\"\"").count % 2 == 1 { inString.toggle() }
    }
    lines = found
  }
}
