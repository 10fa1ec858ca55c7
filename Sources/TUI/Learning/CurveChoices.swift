import Metrics

/// What curves stand over.
enum CurveAxis: String, Sendable, CaseIterable {
  /// Rounds.
  case rounds
  /// Bytes in both directions.
  case bytes
  /// Seconds on the virtual clock.
  case time = "virtual time"

  /// What a run had spent at a point; nil for rounds, which stand by their number.
  func amount(bytes: Int, seconds: Double) -> Double? {
    switch self {
    case .rounds: nil
    case .bytes: Double(bytes)
    case .time: seconds
    }
  }

  /// An amount as people read it.
  func text(_ amount: Double) -> String {
    self == .time
      ? Units.duration(seconds: amount) : Units.bytes(Int.clamped(amount, 0, Int.max / 2))
  }
}

/// What the loss of training is drawn with.
enum CurveDetail: String, Sendable, CaseIterable {
  /// As it is.
  case plain
  /// A smoothed line, the raw one behind it.
  case smoothed
  /// As it is, between the best and the worst tenth of the clients of each round.
  case band = "with the tenths of clients"
}

/// Series made of other series.
enum Curves {
  /// Each value mixed with what was before it: an exponential moving average of weight 0.3; what is missing stays missing.
  static func smoothed(_ values: [Double?]) -> [Double?] {
    var mean: Double?
    return values.map { value in
      guard let value, value.isFinite else { return nil }
      let next = mean.map { $0 + 0.3 * (value - $0) } ?? value
      mean = next
      return next
    }
  }

  /// Change of a series a round, over at most five of its values up to or from a round; nil for fewer than two.
  static func slope(_ values: [Double?], _ range: Range<Int>) -> Double? {
    let points = range.clamped(to: values.indices).compactMap { index in
      values[index].flatMap { $0.isFinite ? (x: Double(index), y: $0) : nil }
    }
    guard points.count > 1 else { return nil }
    let count = Double(points.count)
    let (x, y) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
    let above = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) }
    return above / points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  }
}
