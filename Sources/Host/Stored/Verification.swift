import Foundation
import Metrics
import Plain
import Sim
import Synchronization

/// Compares a run that is computed again with its record, event by event and number by number.
public final class Verification: Recorder {
  /// The first difference, or the end of the record: what ends the computation.
  public enum Outcome: Error, Equatable {
    /// Something differs; says where and what.
    case different(String)
    /// All that was recorded has been compared.
    case complete
  }

  private struct State {
    var next = 0
    var largest = 0.0
    var lacking: Set<String> = []
  }

  private let stored: [RunEvent]
  private let damage: String?
  private let tolerance: Double
  /// Place of the first event that has a field, by kind and field: a later program may have gone on with a record.
  private let known: [String: [String: Int]]
  private let state = Mutex(State())

  /// - Parameters:
  ///   - stored: the record, as far as it is whole.
  ///   - damage: what is wrong behind that; nil when it is whole.
  ///   - tolerance: difference of two numbers, relative to the larger one or to 1, that still counts as equal; 0 for
  ///     the same machine.
  public init(_ stored: [RunEvent], damage: String? = nil, tolerance: Double) {
    self.stored = stored.filter(Self.isCompared)
    var known: [String: [String: Int]] = [:]
    for (place, event) in self.stored.enumerated().reversed() {
      for field in Self.object(event).keys { known[event.kind, default: [:]][field] = place }
    }
    self.known = known
    self.damage = damage
    self.tolerance = tolerance
  }

  /// Events compared so far.
  public var compared: Int { state.withLock(\.next) }
  /// The largest difference that was let pass.
  public var largestDifference: Double { state.withLock(\.largest) }

  /// Fields that programs before this one did not write, and that today's write wherever there is something to tell.
  private static let later: Set<String> = [
    "partition_hash", "client_labels", "flops", "metrics", "client_accuracy", "client_permille",
    "difficulties", "difficulty_used", "spectrum", "label_names", "signs.label_excess",
  ]

  /// Those of `later` that the record lacks, ascending: an earlier program made it.
  public var lacking: [String] { state.withLock(\.lacking).sorted() }

  /// Compares what was computed with the record.
  /// - Throws: `Outcome`, at the first difference or at the end of the record.
  public func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws {
    for event in events where Self.isCompared(event) {
      let place = compared
      guard place < stored.count else { throw end(before: event) }
      if let difference = difference(stored[place], event, at: place) {
        throw Outcome.different(difference)
      }
      state.withLock { $0.next += 1 }
      if place + 1 == stored.count, damage == nil { throw Outcome.complete }
    }
  }

  /// How the comparison ends when the record has no more: what comes next tells where it is damaged.
  private func end(before event: RunEvent) -> Outcome {
    damage.map { .different("\(place(event)): \($0)") } ?? .complete
  }

  /// Sentences for people depend on the day; everything else does not.
  private static func isCompared(_ event: RunEvent) -> Bool {
    if case .notice = event { return false }
    return !event.isTransient
  }

  private func difference(_ then: RunEvent, _ now: RunEvent, at place: Int) -> String? {
    let known = known[then.kind] ?? [:]
    let fields = Self.object(now)
    let fresh = Self.later.intersection(fields.keys).filter { known[$0, default: .max] > place }
    let old = Self.leaves(Self.object(then))
    let new = Self.leaves(fields.filter { !fresh.contains($0.key) })
    state.withLock { $0.lacking.formUnion(fresh) }
    for key in Set(old.keys).union(new.keys).sorted() {
      let (before, after) = (old[key], new[key])
      if before == after { continue }
      // A fingerprint has no neighbours.
      if key == "parameters_sha256", tolerance > 0 { continue }
      if let before, let after, isNear(before, after) { continue }
      return "\(self.place(then)): \(key) is \(before ?? "missing") in the file, "
        + "\(after ?? "missing") when computed again"
    }
    return nil
  }

  private func isNear(_ before: String, _ after: String) -> Bool {
    guard tolerance > 0, let a = Double(before), let b = Double(after) else { return false }
    let difference = abs(a - b) / max(abs(a), abs(b), 1)
    guard difference <= tolerance else { return false }
    state.withLock { $0.largest = max($0.largest, difference) }
    return true
  }

  private func place(_ event: RunEvent) -> String {
    switch event {
    case .clientFinished(let report): "round \(report.round), client \(report.client)"
    case .initialised: "initialisation"
    case .runStarted: "start"
    default: event.round.map { "round \($0)" } ?? event.kind
    }
  }

  /// Every value of an event by its path, without what may differ: names, time on the wall, who did it, who asked.
  private static func leaves(_ fields: [String: Any]) -> [String: String] {
    let ignored: Set<String> = [
      "id", "run", "config", "parent", "wall_seconds", "ranks", "rank_total", "origin",
    ]
    var leaves: [String: String] = [:]
    for (key, value) in fields where !ignored.contains(key) {
      collect(value, key, into: &leaves)
    }
    return leaves
  }

  /// An event by its fields; each of its signs is one.
  private static func object(_ event: RunEvent) -> [String: Any] {
    let line = JSONLines.line(event) ?? ""
    let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    var fields = object ?? [:]
    for (name, value) in fields.removeValue(forKey: "signs") as? [String: Any] ?? [:] {
      fields["signs.\(name)"] = value
    }
    return fields
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
