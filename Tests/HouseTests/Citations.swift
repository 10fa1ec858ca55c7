/// The pages that the comments of a source file cite, as `docs/methods.md, "Pacing" and "Bytes"`.
struct Citations {
  /// One page, and the sections of it that are named.
  struct Citation: Equatable, CustomStringConvertible {
    /// Path from the top of the repository.
    var page: String
    /// Titles, as they stand in the page.
    var sections: [String]

    var description: String { ([page] + sections).joined(separator: ", ") }
  }

  /// In the order of the file.
  let all: [Citation]

  /// Reads the comments of `text`: lines that start with `//`, `#` or `*`, joined where they follow
  /// each other.
  init(_ text: String) {
    // Most files cite nothing, and a regular expression over all of them takes a minute.
    guard text.utf8.contains(".md".utf8) else {
      all = []
      return
    }
    let comments = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let words = line.drop(while: \.isWhitespace)
      let prose = words.drop { $0 == "/" || $0 == "#" || $0 == "*" }
      let isComment = prose.startIndex > words.startIndex
      return isComment ? String(prose.drop(while: \.isWhitespace)) : "\n"
    }
    let prose = comments.joined(separator: " ")
    all = prose.matches(of: /([\w\-\/.]*\w\.md)\b((?:,? (?:and )?"[^"\n]+")*)/).map { match in
      Citation(
        page: String(match.1),
        sections: match.2.matches(of: /"([^"]+)"/).map { String($0.1) })
    }
  }
}
