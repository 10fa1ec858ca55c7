import Foundation
import Plain

/// Time as the simulated devices and their links would take it (docs/methods.md, "Virtual clock").
struct VirtualClock: Sendable {
  /// Uplink of a client, bytes a second.
  let uplink: Double
  /// Downlink of a client, bytes a second.
  let downlink: Double
  /// Longest a round waits, seconds; nil: for ever.
  let deadline: Double?
  private let median: Double
  private let spread: Double
  private let seed: UInt64

  init(_ settings: Settings) {
    uplink = settings.uplink
    downlink = settings.downlink
    deadline = settings.deadline > 0 ? settings.deadline : nil
    median = settings.clientSpeed
    spread = settings.speedSpread
    seed = UInt64(settings.seed)
  }

  /// Seconds a client needs for its part of a round.
  func seconds(_ work: Work, speed: Double, up: Int, down: Int) -> Double {
    work.tokens / speed + Double(up) / uplink + Double(down) / downlink
  }

  /// A client's speed, tokens a second: log-normal around the median.
  func speed(ofClient client: Int) -> Double {
    var random = CounterRandom(seed: seed, purpose: .speed, client: client)
    return median * exp(spread * random.normal())
  }
}
