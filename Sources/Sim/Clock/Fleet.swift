import Corpus
import Metrics
import Plain

/// Every client's device.
struct Fleet: Sendable {
  /// The devices that there are: one for each class, or those of a trace.
  private let devices: [Device]
  /// The place in `devices` of each client's.
  private let owners: [Int]
  /// Whether each client's device can hold the model and a step.
  private let isLargeEnough: [Bool]
  /// Whether a client's device may be away.
  let comesAndGoes: Bool
  private let spread: Double
  private let seed: UInt64
  /// What should be told of it once.
  let notes: [String]

  /// Reads `clock.devices` and gives every client its device; nil when there are none.
  ///
  /// - Parameter need: bytes that taking part takes.
  /// - Throws: `SettingsError` for a class that does not exist or when no device is large enough, `CorpusError` for a bad
  ///   trace.
  init?(_ settings: Settings, need: Int) throws {
    let text = settings.devices
    guard !text.isEmpty else { return nil }
    let seed = UInt64(settings.seed)
    var notes: [String] = []
    if let path = settings.tracePath {
      let trace = try DeviceTrace(path: path, clients: settings.clients)
      devices = trace.entries.map(\.device)
      owners = try Self.dealt(trace, path, to: settings.clients, seed: seed)
      let again = trace.period.map { ", again and again after \(Units.duration(seconds: $0))" }
      notes.append("\(devices.count) devices of \(path)\(again ?? "")")
    } else {
      let mix = try DeviceMix(text)
      devices = mix.parts.map { Device($0.device) }
      let owners = mix.dealt(to: settings.clients, seed: seed)
      self.owners = owners
      let counts = mix.parts.indices.map { part in
        "\(owners.count { $0 == part }) \(mix.parts[part].device.name)"
      }
      notes.append("devices of the clients: " + counts.joined(separator: ", "))
    }
    comesAndGoes = devices.contains { $0.stretches != [Device.Stretch.always($0)] }
    spread = settings.speedSpread
    self.seed = seed
    isLargeEnough = devices.map { $0.memory.map { $0 >= need } ?? true }
    let unseen = settings.unseenClients
    let taking = owners.enumerated().filter { !unseen.contains($0.offset) }.map(\.element)
    notes += try Self.review(devices, taking, isLargeEnough, need: need)
    self.notes = notes
  }

  /// The devices of a trace: whom it names has its own, the others are dealt the rest, from the first again when they run out.
  private static func dealt(
    _ trace: DeviceTrace, _ path: String, to clients: Int, seed: UInt64
  ) throws(SettingsError) -> [Int] {
    var owners = [Int?](repeating: nil, count: clients)
    var free: [Int] = []
    for (place, entry) in trace.entries.enumerated() {
      if let client = entry.client { owners[client] = place } else { free.append(place) }
    }
    let without = owners.count { $0 == nil }
    guard without == 0 || !free.isEmpty else {
      throw .conflict(
        "clock.devices = \(path): every device is some client's, and \(without) of \(clients) clients have none: "
          + "add rows, or leave the column client empty in some")
    }
    var random = CounterRandom(seed: seed, purpose: .devices)
    random.shuffle(&free)
    var next = 0
    return owners.map { owner in
      if let owner { return owner }
      defer { next += 1 }
      return free[next % free.count]
    }
  }

  /// Says who has not enough memory.
  ///
  /// - Parameter owners: the devices of those that may take part.
  private static func review(
    _ devices: [Device], _ owners: [Int], _ isLargeEnough: [Bool], need: Int
  ) throws(SettingsError) -> [String] {
    let small = owners.filter { !isLargeEnough[$0] }
    guard !small.isEmpty else { return [] }
    let words = "model and training step take about \(Units.bytes(need))"
    guard small.count < owners.count else {
      let largest = devices.compactMap(\.memory).max() ?? 0
      throw .conflict(
        "clock.devices: no device can take part: \(words), the largest has \(Units.bytes(largest)): take a "
          + "smaller train.batch or model.max_length, other devices, or none (clock.devices=)")
    }
    return [
      "\(small.count) of \(owners.count) clients never take part, their devices have not enough memory: \(words)"
    ]
  }
}

extension Fleet {
  /// Whether a client's device can hold the model and a step.
  func canTrain(_ client: Int) -> Bool { isLargeEnough[owners[client]] }

  /// Whether everybody can always be asked.
  var isAlwaysComplete: Bool { !comesAndGoes && owners.allSatisfy { isLargeEnough[$0] } }

  /// The client's device.
  func device(of client: Int) -> Device { devices[owners[client]] }

  /// How much faster than its class a client's device is: log-normal around one, one for a device of a trace.
  func scale(of client: Int) -> Double {
    guard device(of: client).scatters else { return 1 }
    return VirtualClock.scatter(spread, seed: seed, client: client)
  }

  /// Whether a client can be asked at `time`.
  func isReady(_ client: Int, at time: Double) -> Bool {
    canTrain(client) && device(of: client).isThere(at: time)
  }
}

extension Device.Stretch {
  /// The one stretch of a device that never leaves.
  fileprivate static func always(_ device: Device) -> Device.Stretch {
    Device.Stretch(start: 0, end: .infinity, device: device.stretches[0].device)
  }
}
