import Metrics

/// Round numbers on an axis.
enum Ticks {
  /// At most `count` numbers that people count in (1, 2, 5, 10, …) with equal steps, the bounds between the first and the
  /// last.
  static func linear(_ low: Double, _ high: Double, count: Int) -> [Double] {
    let span = high - low
    guard count >= 2, span > 0, span.isFinite, (low / span).magnitude < 1e12 else { return [] }
    let least = span / Double(count - 1)
    let power = decade(atMost: least)
    for factor in [1.0, 2, 5, 10, 20] {
      let step = power * factor
      let first = (low / step).rounded(.down)
      let last = (high / step).rounded(.up)
      guard last - first + 1 <= Double(count) else { continue }
      return stride(from: first, through: last, by: 1).map { $0 * step }
    }
    return []
  }

  /// Powers of ten between two positive bounds, with 2 and 5 times where they are few.
  static func logarithmic(_ low: Double, _ high: Double, count: Int) -> [Double] {
    guard low > 0, high > low, high.isFinite else { return [] }
    var all: [Double] = []
    var power = decade(atMost: low)
    while power <= high, all.count < 300 {
      all += [power, 2 * power, 5 * power]
      power *= 10
    }
    let inside = all.filter { (low...high).contains($0) }
    if inside.count <= count { return inside }
    let tens = stride(from: 0, to: all.count, by: 3).map { all[$0] }
      .filter { (low...high).contains($0) }
    let step = max(1, (tens.count + count - 1) / max(1, count))
    return stride(from: 0, to: tens.count, by: step).map { tens[$0] }
  }

  /// The power of ten that is not above a positive number.
  private static func decade(atMost value: Double) -> Double {
    var power = 1.0
    while power > value, power > 1e-300 { power /= 10 }
    while power * 10 <= value, power < 1e300 { power *= 10 }
    return power
  }
}
