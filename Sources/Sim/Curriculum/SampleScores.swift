/// Difficulties of a client's samples: as a curriculum scored them once, or as its participations' own passes give them.
public struct SampleScores: Sendable, Equatable, Codable {
  /// A value for a sample that no pass has seen.
  static let unknown: Float = -1

  /// One a sample, in the client's order.
  private(set) var values: [Float]

  /// Nothing known of `count` samples.
  init(count: Int) { values = [Float](repeating: Self.unknown, count: count) }

  /// One value a sample, in the client's order.
  init(_ values: [Float]) { self.values = values }

  /// Whether anything is known.
  var isEmpty: Bool { values.allSatisfy { $0 < 0 } }

  /// Takes in what a participation's passes gave, by place.
  ///
  /// A model in training makes all difficulties smaller. What was seen before and not this time is scaled by what those
  /// that were seen both times have changed, so that all can be compared.
  mutating func learn(_ fresh: [Int: Float]) {
    let both = fresh.sorted { $0.key < $1.key }.filter { values[$0.key] >= 0 }
    let before = both.reduce(0.0) { $0 + Double(values[$1.key]) }
    let after = both.reduce(0.0) { $0 + Double($1.value) }
    let scale = before > 0 ? Float(after / before) : 1
    for place in values.indices {
      if let value = fresh[place] {
        values[place] = value
      } else if values[place] >= 0 {
        values[place] *= scale
      }
    }
  }

  /// The difficulties, with the mean of the known in the place of an unknown one; nil when nothing is known.
  var filled: [Double]? {
    let known = values.filter { $0 >= 0 }
    guard !known.isEmpty else { return nil }
    let mean = known.reduce(0.0) { $0 + Double($1) } / Double(known.count)
    return values.map { $0 >= 0 ? Double($0) : mean }
  }
}
