import Foundation

/// How long a test waits.
enum Patience {
  /// Seconds that stand for `seconds` of an idle machine: more when others use its cores.
  static func idle(_ seconds: Double) -> Double {
    var load = 0.0
    guard getloadavg(&load, 1) == 1 else { return seconds }
    let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
    return seconds * max(1, 2 * load / cores)
  }

  /// Waits until `condition` holds; false when it does not within `seconds`.
  static func wait(_ seconds: Double, until condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if condition() { return true }
      usleep(2000)
    }
    return condition()
  }
}
