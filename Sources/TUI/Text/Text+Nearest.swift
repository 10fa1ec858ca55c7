extension Text {
  /// The word that is most like `word`; empty without words.
  static func nearest(to word: String, among words: [String]) -> String {
    words.min { distance($0, word) < distance($1, word) } ?? ""
  }

  /// Insertions, deletions and exchanges from one word to the other (Levenshtein).
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right.prefix(64))
    var costs = Array(0...right.count)
    for (row, character) in left.prefix(64).enumerated() {
      var diagonal = costs[0]
      costs[0] = row + 1
      for column in right.indices {
        let exchange = diagonal + (character == right[column] ? 0 : 1)
        diagonal = costs[column + 1]
        costs[column + 1] = min(exchange, costs[column] + 1, diagonal + 1)
      }
    }
    return costs[right.count]
  }
}
