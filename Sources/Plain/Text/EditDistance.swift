extension String {
  /// Insertions, deletions and exchanges of characters that make the other text of this one (Levenshtein 1966).
  ///
  /// Complexity: O(n·m) of the two lengths.
  public func edits(to other: String) -> Int {
    let other = Array(other)
    var row = Array(0...other.count)
    for (index, own) in enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (column, character) in other.enumerated() {
        let exchanged = diagonal + (own == character ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = Swift.min(exchanged, row[column] + 1, row[column + 1] + 1)
      }
    }
    return row[other.count]
  }
}
