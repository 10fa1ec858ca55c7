import Screen
import TUI

/// Averages what frames cost over the last two seconds.
struct CostMeter {
  private var frames: [(time: Double, collect: Double, cost: FrameCost)] = []
  /// Seconds that count.
  private static let window = 2.0

  /// Takes in a frame.
  ///
  /// - Parameters:
  ///   - cost: what it cost.
  ///   - collect: the part of the view's time that went into taking over the state of the run, seconds.
  ///   - time: when it was made, monotonic seconds.
  mutating func add(_ cost: FrameCost, collect: Double, at time: Double) {
    frames.append((time, collect, cost))
    frames.removeAll { $0.time < time - Self.window }
  }

  /// The averages; nil before the first frame.
  var reading: CostReading? {
    guard let first = frames.first, let last = frames.last else { return nil }
    let count = Double(frames.count)
    func mean(_ value: (FrameCost) -> Double) -> Double {
      frames.reduce(0) { $0 + value($1.cost) } / count
    }
    let collect = frames.reduce(0) { $0 + $1.collect } / count
    let bytes = frames.compactMap(\.cost.bytes)
    let time = last.time - first.time
    return CostReading(
      collect: collect, render: max(0, mean(\.view) - collect), update: mean(\.draw),
      bytes: bytes.count == frames.count ? Double(bytes.reduce(0, +)) / count : nil,
      rate: time > 0 ? (count - 1) / time : nil)
  }
}
