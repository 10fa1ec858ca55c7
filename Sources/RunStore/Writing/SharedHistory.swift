import GRDB
import Metrics

/// What a forked run takes over from its parent.
struct SharedHistory {
  /// The parent's events up to the checkpoint.
  private(set) var events: [StoredEvent]
  /// The parent's checkpoint of the last shared round.
  let checkpoint: Checkpoint
  /// Knob changes that the new run is to make, with their rounds.
  var commands: [CommandRecord] = []
  /// What the parent's people, and its goals, wrote into its log.
  var notes: [CommandRecord] = []

  /// Reads the run file at `path`.
  init(of path: String, throughRound round: Int, in database: Database) throws {
    let kept = try StoredCheckpoint.rounds(in: database)
    guard kept.contains(round) else {
      let nearest = [kept.last { $0 < round }, kept.first { $0 > round }].compactMap(\.self)
      throw StoreError.noCheckpoint(path: path, round: round, nearest: nearest)
    }
    guard let stored = try StoredCheckpoint.exactly(round, in: database) else {
      throw StoreError.damaged(path: path, detail: "checkpoint of round \(round)")
    }
    let page = try EventPage.read(after: 0, in: database)
    let last = page.events.last?.sequence ?? 0
    if let damage = page.damage, last < stored.lastSequence {
      throw StoreError.damaged(path: path, detail: damage)
    }
    checkpoint = stored.checkpoint
    events = page.events.filter { entry in
      if case .runFinished = entry.event { return false }
      return entry.sequence <= stored.lastSequence
    }
  }

  /// Time that the shared rounds took, seconds.
  var wallSeconds: Double { events.last?.wallSeconds ?? 0 }

  /// Changes `run_started`.
  mutating func adjustStart(_ change: (inout RunStarted) -> Void) {
    for index in events.indices {
      guard case .runStarted(var started) = events[index].event else { continue }
      change(&started)
      events[index].event = .runStarted(started)
    }
  }

  /// Writes everything into an empty file; returns where that stands.
  func write(to database: Database, policy: CheckpointPolicy) throws -> RunTotals {
    let log = EventLog()
    var totals = RunTotals()
    for stored in events {
      try log.append(stored.event, wallSeconds: stored.wallSeconds, totals: &totals, to: database)
    }
    try CheckpointTable(policy: policy).store(
      checkpoint, lastEvent: totals.lastEvent, in: database)
    var desk = CommandDesk()
    for note in notes { try desk.note(note, in: database) }
    for command in commands { _ = try command.insert(into: database) }
    return totals
  }
}

extension CommandRecord {
  /// The same note in a branch of its run; nil for all else, which was about the parent's process.
  var ofParent: CommandRecord? {
    guard case .note? = command else { return nil }
    guard !origin.hasPrefix("parent") else { return self }
    var copy = self
    copy.origin = ["monitor", CommandRecord.goal].contains(origin) ? "parent" : "parent \(origin)"
    return copy
  }
}
