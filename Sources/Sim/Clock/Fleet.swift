import Corpus
import Metrics
import Plain

/// Every client's device.
struct Fleet: Sendable {
  /// The devices that there are: one for each class, or those of a trace.
  private let devices: [Device]
  /// The place in `devices` of each client's; empty: all have the first.
  private let owners: [Int32]
  /// Whether each device can hold the model and a step.
  private let isLargeEnough: [Bool]
  /// Clients whose device cannot, ascending.
  private let small: [Int]
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
      owners = try Self.dealt(trace, path, to: settings.clients, seed: seed).map(Int32.init)
      let again = trace.period.map { ", again and again after \(Units.duration(seconds: $0))" }
      notes.append("\(devices.count) devices of \(path)\(again ?? "")")
    } else {
      let mix = try DeviceMix(text)
      devices = mix.parts.map { Device($0.device) }
      let isMixed = mix.parts.count > 1
      owners = isMixed ? mix.dealt(to: settings.clients, seed: seed).map(Int32.init) : []
      var counts = isMixed ? mix.parts.map { _ in 0 } : [settings.clients]
      for owner in owners { counts[Int(owner)] += 1 }
      // A class may be named twice, by itself and in a mix.
      let names = mix.parts.map(\.device.name)
      let told = names.indices.filter { names.firstIndex(of: names[$0]) == $0 }.map { first in
        let count = zip(names, counts).reduce(0) { $0 + ($1.0 == names[first] ? $1.1 : 0) }
        return "\(count) \(names[first])"
      }
      notes.append("devices of the clients: " + told.joined(separator: ", "))
    }
    comesAndGoes = devices.contains { $0.stretches != [Device.Stretch.always($0)] }
    spread = settings.speedSpread
    self.seed = seed
    let isLargeEnough = devices.map { $0.memory.map { $0 >= need } ?? true }
    self.isLargeEnough = isLargeEnough
    let owners = owners
    small =
      isLargeEnough.allSatisfy(\.self)
      ? []
      : (0..<settings.clients).filter { !isLargeEnough[owners.isEmpty ? 0 : Int(owners[$0])] }
    let taking = AllBut(settings.clients, except: settings.unseenClients)
    notes += try Self.review(
      devices, small: taking.count - taking.except(small).count, of: taking.count, need: need)
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

  /// Says who has not enough memory: so many `small` ones of all that may take part.
  private static func review(
    _ devices: [Device], small: Int, of taking: Int, need: Int
  ) throws(SettingsError) -> [String] {
    guard small > 0 else { return [] }
    let words = "model and training step take about \(Units.bytes(need))"
    guard small < taking else {
      let largest = devices.compactMap(\.memory).max() ?? 0
      throw .conflict(
        "clock.devices: no device can take part: \(words), the largest has \(Units.bytes(largest)): take a "
          + "smaller train.batch or model.max_length, other devices, or none (clock.devices=)")
    }
    return [
      "\(small) of \(taking) clients never take part, their devices have not enough memory: \(words)"
    ]
  }
}

extension Fleet {
  /// Whether a client's device can hold the model and a step.
  func canTrain(_ client: Int) -> Bool { isLargeEnough[place(client)] }

  /// Whether everybody can always be asked.
  var isAlwaysComplete: Bool { !comesAndGoes && small.isEmpty }

  /// The client's device.
  func device(of client: Int) -> Device { devices[place(client)] }

  /// The place of a client's device.
  private func place(_ client: Int) -> Int { owners.isEmpty ? 0 : Int(owners[client]) }

  /// How much faster than its class a client's device is: log-normal around one, one for a device of a trace.
  func scale(of client: Int) -> Double {
    guard device(of: client).scatters else { return 1 }
    return VirtualClock.scatter(spread, seed: seed, client: client)
  }

  /// Clients that cannot be asked at `time`, ascending.
  func away(at time: Double) -> [Int] {
    guard comesAndGoes else { return small }
    let isReady = devices.indices.map { isLargeEnough[$0] && devices[$0].isThere(at: time) }
    return owners.indices.filter { !isReady[Int(owners[$0])] }
  }

  /// The first second from `time` on at which one of `clients` can be asked; infinity: never.
  func next(from time: Double, of clients: AllBut) -> Double {
    let times = devices.indices.map {
      isLargeEnough[$0] ? devices[$0].next(from: time) : .infinity
    }
    return clients.reduce(.infinity) { min($0, times[place($1)]) }
  }
}

extension Device.Stretch {
  /// The one stretch of a device that never leaves.
  fileprivate static func always(_ device: Device) -> Device.Stretch {
    Device.Stretch(start: 0, end: .infinity, device: device.stretches[0].device)
  }
}
