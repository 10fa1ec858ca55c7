import Synchronization

/// The clients whose id a regular expression is found in.
///
/// A frame asks for them several times, and looking into ten thousand ids takes some milliseconds: what was found last is kept.
enum IdMatches {
  private static let last = Mutex<(filter: String, isFound: [Bool])?>(nil)

  /// Whether it is found, by id.
  ///
  /// - Parameters:
  ///   - filter: what was typed.
  ///   - count: clients there are.
  static func all(_ filter: String, _ pattern: TextFilter, below count: Int) -> [Bool] {
    if let known = last.withLock({ $0 }), known.filter == filter, known.isFound.count == count {
      return known.isFound
    }
    let isFound = (0..<count).map { pattern.matches(String($0)) }
    last.withLock { $0 = (filter, isFound) }
    return isFound
  }
}
