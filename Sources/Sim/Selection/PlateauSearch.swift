/// The kept share from a flat stretch of a spectrum's distribution, as the group's released code finds
/// it (docs/methods.md, "Number of global layers").
public enum PlateauSearch {
  /// Raises a threshold from 0 until the mass above it has stopped changing.
  ///
  /// Three successive changes below 0.005 are a flat stretch, that is a gap. When the mass falls below half its first
  /// value before that, the step is halved and the search starts again.
  ///
  /// - Parameter mass: density mass above a threshold, falling from at most 1 to 0.
  /// - Returns: the mass at the end of the flat stretch, 0 ... 1, and the threshold there.
  public static func find(mass: (Double) -> Double) -> (share: Double, threshold: Double) {
    let start = mass(0)
    guard start > 0 else { return (0, 0) }
    var step = 0.1
    // Below this step every distribution in floating point is flat: the halving ends.
    while step > 1e-9 {
      if let found = search(mass: mass, start: start, step: step) { return found }
      step /= 2
    }
    return (start, 0)
  }

  private static func search(
    mass: (Double) -> Double, start: Double, step: Double
  ) -> (share: Double, threshold: Double)? {
    var ratio = start
    var flat = 0
    var threshold = 0.0
    while flat < 3 {
      threshold += step
      let next = mass(threshold)
      flat = abs(ratio - next) < 0.005 ? flat + 1 : 0
      ratio = next
      if ratio < 0.5 * start { return nil }
    }
    return (ratio, threshold)
  }
}
