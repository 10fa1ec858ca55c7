import Metrics

/// A series of a run by round.
struct Series {
  /// Values by round; nil where a round has none.
  let values: [Double?]

  /// Values that are numbers.
  var finite: [Double] { values.compactMap { $0 }.filter(\.isFinite) }

  /// The last value that is a number.
  var last: Double? { values.last { $0?.isFinite ?? false } ?? nil }

  /// The greatest value that is a number, the first of equals, and its place.
  var best: (index: Int, value: Double)? {
    var best: (index: Int, value: Double)?
    for (index, value) in values.enumerated() {
      guard let value, value.isFinite, value > best?.value ?? -.infinity else { continue }
      best = (index, value)
    }
    return best
  }

  private init(_ scene: Scene, _ value: (RoundReport) -> Double?) {
    values = scene.snapshot.rounds.map(value)
  }

  /// Mean training loss.
  static func trainLoss(_ scene: Scene) -> Series { Series(scene) { $0.trainLoss } }
  /// Personalised loss on the test splits.
  static func testLoss(_ scene: Scene) -> Series { Series(scene) { $0.loss } }
  /// Personalised accuracy.
  static func accuracy(_ scene: Scene) -> Series { Series(scene) { $0.accuracy } }
  /// What answers are judged by, personalised.
  static func score(_ scene: Scene) -> Series {
    Series(scene) { scene.snapshot.score.value(of: $0) }
  }
  /// The same of the global parameters alone.
  static func global(_ scene: Scene) -> Series {
    Series(scene) { scene.snapshot.score.global(of: $0) }
  }
}

extension Score {
  /// A value on the axis of a chart.
  func tick(_ value: Double) -> String {
    isShare ? Units.fixed(value * 100, 1) : Units.significant(value)
  }
}
