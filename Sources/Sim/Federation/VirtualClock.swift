import Foundation
import Plain

/// Time as the simulated devices and their links would take it (docs/methods.md, "Virtual clock").
struct VirtualClock: Sendable {
  /// Uplink of a client, bytes a second.
  var uplink: Double
  /// Downlink of a client, bytes a second.
  var downlink: Double
  /// Longest a round waits, seconds; nil: for ever.
  var deadline: Double?

  init(_ settings: Settings) {
    uplink = settings.uplink
    downlink = settings.downlink
    deadline = settings.deadline > 0 ? settings.deadline : nil
  }

  /// Seconds a client needs for its part of a round.
  func seconds(tokens: Int, speed: Double, up: Int, down: Int) -> Double {
    Double(tokens) / speed + Double(up) / uplink + Double(down) / downlink
  }

  /// A client's speed: log-normal around the median.
  static func speed(_ settings: Settings, client: Int) -> Double {
    var random = CounterRandom(
      seed: UInt64(settings.seed), purpose: .speed, client: client)
    return settings.clientSpeed * exp(settings.speedSpread * random.normal())
  }
}
