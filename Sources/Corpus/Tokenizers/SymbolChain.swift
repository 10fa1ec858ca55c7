/// The symbols of one word while they are being merged.
///
/// A linked list with a queue of possible merges: O(n log n), so that a page without a blank is no
/// trap for a quadratic loop.
struct SymbolChain {
  private struct Candidate {
    var rank: Int32
    var position: Int
    /// The symbol after the merge, and those it was found for: it is stale when they have changed.
    var id: Int32
    var first: Int32
    var second: Int32

    static func < (left: Candidate, right: Candidate) -> Bool {
      (left.rank, left.position) < (right.rank, right.position)
    }
  }

  private var ids: [Int32]
  /// Index of the next symbol, or the count.
  private var following: [Int]
  private var preceding: [Int]
  /// A binary heap, the best candidate first.
  private var heap: [Candidate] = []

  /// A word of single symbols.
  init(_ ids: [Int32]) {
    self.ids = ids
    following = Array(1..<ids.count + 1)
    preceding = Array(-1..<ids.count - 1)
  }

  /// Merges neighbours until `rule` knows none.
  mutating func merge(by rule: (Int32, Int32) -> MergeTable.Merge?) {
    guard ids.count > 1 else { return }
    for position in 0..<ids.count - 1 { offer(position, rule) }
    while let best = pop() {
      let next = following[best.position]
      guard ids[best.position] == best.first, next < ids.count, ids[next] == best.second else {
        continue
      }
      ids[best.position] = best.id
      ids[next] = -1
      following[best.position] = following[next]
      if following[next] < ids.count { preceding[following[next]] = best.position }
      if preceding[best.position] >= 0 { offer(preceding[best.position], rule) }
      offer(best.position, rule)
    }
  }

  /// The symbols that are left.
  func appendTokens(to out: inout [Int32]) {
    var position = 0
    while position < ids.count {
      out.append(ids[position])
      position = following[position]
    }
  }

  private mutating func offer(_ position: Int, _ rule: (Int32, Int32) -> MergeTable.Merge?) {
    let next = following[position]
    guard next < ids.count, let merge = rule(ids[position], ids[next]) else { return }
    heap.append(
      Candidate(
        rank: merge.rank, position: position, id: merge.id, first: ids[position],
        second: ids[next]))
    var child = heap.count - 1
    while child > 0, heap[child] < heap[(child - 1) / 2] {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func pop() -> Candidate? {
    guard let best = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return best }
    heap[0] = last
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return best }
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[parent] else { return best }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
