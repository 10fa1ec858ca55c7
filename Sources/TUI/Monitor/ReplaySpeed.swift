import Metrics

/// How fast a replay goes: recorded seconds that pass in one.
enum ReplaySpeed {
  /// Speeds that the keys go through; the last one is as fast as drawing allows.
  static let steps: [Double] = [1, 4, 16, .infinity]

  /// The next faster (`direction` 1) or slower (-1) step; nil when there is none.
  static func next(to speed: Double, direction: Int) -> Double? {
    direction > 0 ? steps.first { $0 > speed } : steps.last { $0 < speed }
  }

  /// A speed as people read it, such as `4x` or `max`.
  static func text(_ speed: Double) -> String {
    guard speed.isFinite else { return "max" }
    return (speed == speed.rounded() ? Units.fixed(speed, 0) : Units.significant(speed)) + "x"
  }
}
