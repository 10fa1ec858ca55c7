/// Lists of positions in a data set, end to end at four bytes a sample: the parts of ten thousand clients, or the batches
/// of one in the order of its curriculum.
struct SampleLists: RandomAccessCollection, Sendable, Equatable, Codable {
  private var samples: [Int32] = []
  /// Where each list ends in `samples`.
  private var ends: [Int32] = []

  /// No lists.
  init() {}

  /// `count` empty lists.
  init(empty count: Int) { ends = Array(repeating: 0, count: count) }

  /// Positions by the list that each belongs to: position p is in list `owners[p]`, of `count` lists.
  init(owners: [Int], count: Int) {
    self.init(empty: count)
    for owner in owners { ends[owner] += 1 }
    var end: Int32 = 0
    for list in ends.indices {
      (ends[list], end) = (end, end + ends[list])
    }
    // Where each begins moves on to where it ends.
    samples = Array(repeating: 0, count: owners.count)
    for (position, owner) in owners.enumerated() {
      samples[Int(ends[owner])] = Int32(position)
      ends[owner] += 1
    }
  }

  /// `lists` of positions.
  init(_ lists: [[Int]]) {
    samples.reserveCapacity(lists.reduce(0) { $0 + $1.count })
    ends.reserveCapacity(lists.count)
    for list in lists {
      samples += list.lazy.map(Int32.init)
      ends.append(Int32(samples.count))
    }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { ends.count }

  /// The positions of a list.
  subscript(index: Int) -> [Int] { samples[range(index)].map(Int.init) }

  /// The lists that hold anything, ascending.
  var filled: [Int] { indices.filter { count(of: $0) > 0 } }

  /// Number of positions in a list.
  func count(of index: Int) -> Int { range(index).count }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }
}

extension SampleLists {
  /// Reads lists from another process or a file.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    samples = try container.decode([Int32].self, forKey: .samples)
    ends = try container.decode([Int32].self, forKey: .ends)
    guard ends.last ?? 0 == samples.count, ends.first ?? 0 >= 0,
      zip(ends, ends.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .ends, in: container, debugDescription: "lists end where there are no samples")
    }
  }
}
