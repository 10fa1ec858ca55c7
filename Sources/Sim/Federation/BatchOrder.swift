/// A client's training batches in the order of its curriculum, at four bytes a sample: ten thousand clients have one each.
struct BatchOrder: RandomAccessCollection, Sendable, Equatable {
  private var samples: [Int32] = []
  /// Where each batch ends in `samples`.
  private var ends: [Int32] = []

  /// No batches.
  init() {}

  /// `batches` of positions in the data set.
  init(_ batches: [[Int]]) {
    samples.reserveCapacity(batches.reduce(0) { $0 + $1.count })
    ends.reserveCapacity(batches.count)
    for batch in batches {
      samples += batch.lazy.map(Int32.init)
      ends.append(Int32(samples.count))
    }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { ends.count }

  /// Positions of a batch's samples.
  subscript(index: Int) -> [Int] {
    samples[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])].map(Int.init)
  }
}
