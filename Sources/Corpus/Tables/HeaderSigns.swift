import Plain

/// Whether the first record of a table names its columns or is a sample like the others.
struct HeaderSigns {
  private let first: [String]
  /// Why it looks like a sample; nil when it does not.
  private let sampleSign: String?
  private let hasKnownName: Bool
  /// Whether it numbers the columns from 0, perhaps behind one without a name, as pandas does for a table without names; a
  /// column of words below says that no sample begins so.
  let numbersColumns: Bool

  init(first: [String], rest all: ArraySlice<TableRecord>) {
    self.first = first.map { String($0.trimming(while: \.isWhitespace)) }
    let known = ColumnNames.known
    // Of files that were joined the names are there again, all of them.
    let rest = all.filter { record in
      if case .fields(let fields) = record.cells { fields != first } else { true }
    }
    hasKnownName = self.first.enumerated().contains { place, word in
      known.contains(word.lowercased()) && !Self.isAgain(word, place, rest)
    }
    sampleSign = Self.sampleSign(self.first, all)
    let numbers = self.first.drop { $0.isEmpty }
    numbersColumns =
      self.first.count > 1 && numbers.count >= self.first.count - 1
      && numbers.elementsEqual((0..<numbers.count).map(String.init))
      && numbers.indices.contains { Self.holdsWords($0, all) }
  }

  /// Whether nothing speaks against names.
  var looksLikeHeader: Bool { hasKnownName || sampleSign == nil }

  /// Why the first line is taken as a sample.
  var reason: String { "the first line \(sampleSign ?? "is said to be none")" }

  /// Whether the first record names the columns, which a name that was asked for decides.
  func isHeader(_ names: ColumnNames) -> Bool {
    switch names.header {
    case .yes: true
    case .no: false
    case .auto: looksLikeHeader || names.given.contains { first.contains($0) && Int($0) == nil }
    }
  }

  /// Whether a column has no number in it, and something.
  private static func holdsWords(_ place: Int, _ records: ArraySlice<TableRecord>) -> Bool {
    !records.isEmpty
      && records.allSatisfy { record in
        guard case .fields(let fields) = record.cells, fields.indices.contains(place) else {
          return false
        }
        let text = fields[place].trimming(while: \.isWhitespace)
        return !text.isEmpty && Double(text) == nil
      }
  }

  private static func sampleSign(
    _ first: [String], _ rest: ArraySlice<TableRecord>
  ) -> String? {
    if let number = first.first(where: { Double($0) != nil }) {
      return "has the number \(excerpt(number))"
    }
    if first.contains(where: { $0.count(where: { $0 == " " }) >= 4 }) { return "has a sentence" }
    for (place, word) in first.enumerated() where !word.isEmpty && isAgain(word, place, rest) {
      return "has '\(excerpt(word))', which is there again"
    }
    return nil
  }

  /// Whether a word stands in the same column of another record.
  private static func isAgain(
    _ word: String, _ place: Int, _ rest: some Sequence<TableRecord>
  ) -> Bool {
    rest.contains { record in
      guard case .fields(let fields) = record.cells, fields.indices.contains(place) else {
        return false
      }
      return fields[place].trimming(while: \.isWhitespace) == word
    }
  }
}
