import Foundation
import Metrics
import Sim
import Synchronization

/// Compares a run that is computed again with its record, event by event and number by number.
final class Verification: Recorder {
  /// The first difference, or the end of the record: what ends the computation.
  enum Outcome: Error, Equatable {
    /// Something differs; says where and what.
    case different(String)
    /// All that was recorded has been compared.
    case complete
  }

  private let stored: [RunEvent]
  private let tolerance: Double
  private let next = Mutex(0)

  /// - Parameters:
  ///   - stored: the record.
  ///   - tolerance: relative difference of two numbers that still counts as equal; 0 for the same machine.
  init(_ stored: [RunEvent], tolerance: Double) {
    self.stored = stored.filter(Self.isCompared)
    self.tolerance = tolerance
  }

  /// Events compared so far.
  var compared: Int { next.withLock { $0 } }

  func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws {
    for event in events where Self.isCompared(event) {
      let place = next.withLock { place in
        defer { place += 1 }
        return place
      }
      guard place < stored.count else { throw Outcome.complete }
      if let difference = difference(stored[place], event) { throw Outcome.different(difference) }
      if place + 1 == stored.count { throw Outcome.complete }
    }
  }

  /// Sentences for people depend on the day; everything else does not.
  private static func isCompared(_ event: RunEvent) -> Bool {
    if case .notice = event { return false }
    return !event.isTransient
  }

  private func difference(_ then: RunEvent, _ now: RunEvent) -> String? {
    let (old, new) = (Self.leaves(then), Self.leaves(now))
    for key in Set(old.keys).union(new.keys).sorted() {
      let (before, after) = (old[key], new[key])
      if before == after { continue }
      if key == "parameters_sha256", tolerance > 0 { continue }
      if tolerance > 0, let a = before.flatMap(Double.init), let b = after.flatMap(Double.init),
        abs(a - b) <= tolerance * max(abs(a), abs(b), 1e-6)
      {
        continue
      }
      return "\(place(then)): \(key) is \(before ?? "missing") in the file, "
        + "\(after ?? "missing") when computed again"
    }
    return nil
  }

  private func place(_ event: RunEvent) -> String {
    switch event {
    case .clientFinished(let report): "round \(report.round), client \(report.client)"
    case .initialised: "initialisation"
    case .runStarted: "start"
    default: event.round.map { "round \($0)" } ?? event.kind
    }
  }

  /// Every value of an event by its path, without what may differ: names, time on the wall, who asked.
  private static func leaves(_ event: RunEvent) -> [String: String] {
    let ignored: Set<String> = ["run", "config", "parent", "wall_seconds", "origin"]
    guard let line = JSONLines.line(event),
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    else { return [:] }
    var leaves: [String: String] = [:]
    for (key, value) in object where !ignored.contains(key) {
      collect(value, key, into: &leaves)
    }
    return leaves
  }

  private static func collect(_ value: Any, _ path: String, into leaves: inout [String: String]) {
    switch value {
    case let list as [Any]:
      leaves[path + ".count"] = String(list.count)
      for (index, item) in list.enumerated() { collect(item, "\(path).\(index)", into: &leaves) }
    case let object as [String: Any]:
      for (key, item) in object { collect(item, "\(path).\(key)", into: &leaves) }
    default:
      leaves[path] = "\(value)"
    }
  }
}
