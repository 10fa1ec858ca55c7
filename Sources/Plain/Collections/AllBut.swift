/// The whole numbers from 0 to below a bound, but for some: a million clients without the few that are busy or held out.
///
/// It takes as much memory as there are exceptions.
public struct AllBut: RandomAccessCollection, Sendable, Equatable {
  private let bound: Int
  /// Ascending, each once, all below the bound.
  private let exceptions: [Int]

  /// The numbers below `bound` without `exceptions`; of those only such as are below it count.
  public init(_ bound: Int, except exceptions: [Int] = []) {
    var last = -1
    self.bound = bound
    self.exceptions = exceptions.sorted().filter { number in
      defer { last = number }
      return number != last && (0..<bound).contains(number)
    }
  }

  /// The same without some more.
  public func except(_ more: [Int]) -> AllBut {
    more.isEmpty ? self : AllBut(bound, except: exceptions + more)
  }

  /// The first place.
  public var startIndex: Int { 0 }
  /// How many numbers there are.
  public var endIndex: Int { bound - exceptions.count }

  /// The number at a place; O(log of the exceptions).
  public subscript(place: Int) -> Int { place + rank { $0 - $1 <= place } }

  /// Whether a number is one of them; O(log of the exceptions).
  public func contains(_ number: Int) -> Bool {
    guard (0..<bound).contains(number) else { return false }
    let place = rank { exception, _ in exception < number }
    return place == exceptions.count || exceptions[place] != number
  }

  /// The place of a number; nil when it is none of them.
  public func place(of number: Int) -> Int? {
    contains(number)
      ? number - rank { exception, _ in exception < number } : nil
  }

  /// How many exceptions pass a test that all behind the first to fail it fail too.
  private func rank(_ passes: (_ exception: Int, _ place: Int) -> Bool) -> Int {
    var (low, high) = (0, exceptions.count)
    while low < high {
      let middle = (low + high) / 2
      if passes(exceptions[middle], middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
