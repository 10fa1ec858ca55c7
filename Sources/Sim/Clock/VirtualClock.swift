import Foundation
import Plain

/// Time as the simulated devices and their links would take it (docs/methods.md, "Virtual clock").
struct VirtualClock: Sendable {
  /// Longest a round waits, seconds; nil: for ever.
  let deadline: Double?
  /// Every client's device; nil: all clients have the speeds of the settings.
  let fleet: Fleet?
  /// Links of a client without a device, bytes a second.
  private let uplink: Double
  private let downlink: Double
  private let median: Double
  private let spread: Double
  private let seed: UInt64

  init(_ settings: Settings, _ fleet: Fleet? = nil) {
    uplink = settings.uplink
    downlink = settings.downlink
    deadline = settings.deadline > 0 ? settings.deadline : nil
    median = settings.clientSpeed
    spread = settings.speedSpread
    seed = UInt64(settings.seed)
    self.fleet = fleet
  }

  /// Seconds that a client needs for `work` and for what it is sent and sends, from `time` on.
  ///
  /// - Parameter messages: how many those are.
  func seconds(
    _ work: Work, ofClient client: Int, at time: Double, up: Int, down: Int, messages: Int = 2
  ) -> Double {
    guard let fleet else {
      return seconds(work, speed: speed(ofClient: client), up: up, down: down)
    }
    return fleet.device(of: client).device(at: time).seconds(
      flops: work.flops, scale: fleet.scale(of: client), up: up, down: down, messages: messages)
  }

  /// The same of a client without a device, of so many tokens a second.
  func seconds(_ work: Work, speed: Double, up: Int, down: Int) -> Double {
    work.tokens / speed + Double(up) / uplink + Double(down) / downlink
  }

  /// Speed of a client without a device, tokens a second: log-normal around the median.
  func speed(ofClient client: Int) -> Double {
    median * Self.scatter(spread, seed: seed, client: client)
  }

  /// A client's own factor of speed.
  static func scatter(_ spread: Double, seed: UInt64, client: Int) -> Double {
    var random = CounterRandom(seed: seed, purpose: .speed, client: client)
    return exp(spread * random.normal())
  }

  /// When a client's device leaves that is there at `time`; infinity: never.
  func leaves(_ client: Int, after time: Double) -> Double {
    fleet?.device(of: client).leaves(after: time) ?? .infinity
  }
}

extension VirtualClock {
  /// Who can be asked, and when.
  struct Roster: Equatable {
    /// Virtual time, seconds.
    var begins: Double
    /// Seconds that passed before anybody was there.
    var waited = 0.0
    /// Clients that are there; nil: all of them.
    var clients: AllBut?
  }

  /// Who can be asked at `time`, or at the first moment after it at which somebody can, or an update arrives.
  ///
  /// - Parameters:
  ///   - clients: those that take part.
  ///   - busy: when the updates of those arrive who cannot be asked.
  func roster(at time: Double, of clients: AllBut, busy: [Int: Double] = [:]) -> Roster {
    guard !busy.isEmpty || fleet?.isAlwaysComplete == false else { return Roster(begins: time) }
    let away = Set(busy.keys)
    let arrives = busy.values.min() ?? .infinity
    var now = time
    while true {
      let ready = ready(at: now, of: clients, except: away)
      let next = ready.isEmpty ? next(from: now, of: clients, except: away) : now
      guard ready.isEmpty, next < arrives else {
        if ready.isEmpty, arrives.isFinite { now = max(now, arrives) }
        return Roster(begins: now, waited: now - time, clients: ready)
      }
      // A moment is a number with a last digit: a step of at least that one.
      now = next > now ? next : now.nextUp
    }
  }

  /// Clients that can be asked at `time`, but for some.
  func ready(at time: Double, of clients: AllBut, except busy: Set<Int>) -> AllBut {
    clients.except(busy + (fleet?.away(at: time) ?? []))
  }

  /// The first second from `time` on at which one of them can be asked; infinity: never.
  func next(from time: Double, of clients: AllBut, except busy: Set<Int>) -> Double {
    let clients = clients.except(Array(busy))
    guard let fleet else { return clients.isEmpty ? .infinity : time }
    return fleet.next(from: time, of: clients)
  }
}
