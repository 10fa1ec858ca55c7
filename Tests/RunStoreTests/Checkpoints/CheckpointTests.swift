import Foundation
import GRDB
import Metrics
import Plain
import Testing

@testable import RunStore

@Suite struct CheckpointTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// What a run with random cohorts should have on file, kept in memory.
  private struct Model {
    let policy: CheckpointPolicy
    var server: [UInt8] = []
    var clients: [Int: [UInt8]] = [:]
    /// Round of each client's newest part.
    var written: [Int: Int] = [:]
    /// Everything that was ever a checkpoint, and which parts it rests on.
    var history: [Int: (parts: Checkpoint, written: [Int: Int])] = [:]

    /// Changes the server and the clients of `cohort`; returns what a host hands over.
    mutating func advance(
      to round: Int, cohort: Set<Int>, using generator: inout SplitMix64
    ) -> Checkpoint {
      func bytes() -> [UInt8] {
        [UInt8](repeating: UInt8(round), count: Int.random(in: 0...40, using: &generator))
          + withUnsafeBytes(of: generator.next()) { [UInt8]($0) }
      }
      server = bytes()
      let changed = Dictionary(uniqueKeysWithValues: cohort.sorted().map { ($0, bytes()) })
      clients.merge(changed) { $1 }
      for client in cohort { written[client] = round }
      history[round] = (Checkpoint(round: round, server: server, clients: clients), written)
      return Checkpoint(round: round, server: server, clients: changed)
    }

    /// Forgets everything after `round`.
    mutating func rewind(to round: Int) {
      history = history.filter { $0.key <= round }
      clients = history[round]?.parts.clients ?? [:]
      written = history[round]?.written ?? [:]
    }

    /// Rounds that the policy keeps, ascending.
    var kept: [Int] {
      let rounds = history.keys.sorted()
      var bytes = 0
      let recent = rounds.reversed().prefix { round in
        bytes += history[round]?.parts.server.count ?? 0
        return bytes <= policy.recent
      }
      return rounds.filter {
        $0 % policy.every == 0 || rounds.suffix(policy.last).contains($0) || recent.contains($0)
      }
    }

    /// Rows that a kept checkpoint rests on.
    var needed: Set<[Int]> {
      Set(kept.flatMap { round in history[round]?.written.map { [$0.value, $0.key] } ?? [] })
    }

    /// Compares all of it with the file.
    func check(_ reader: RunReader) throws {
      #expect(try reader.checkpointRounds() == kept)
      for round in kept {
        let found = try reader.checkpoint(atOrBefore: round)
        #expect(found == history[round]?.parts)
      }
      let rows = try reader.read { database in
        try Row.fetchAll(database, sql: "SELECT round, client FROM client_states")
      }
      #expect(Set(rows.map { [$0[0], $0[1]] }) == needed)
    }
  }

  @Test(
    "Every kept checkpoint is what was written, and no part stays that none of them needs",
    arguments: [(3, 10, 0, 1), (1, 7, 0, 2), (2, 1000, 0, 3), (5, 1, 0, 4), (3, 10, 200, 5)])
  func randomCohorts(last: Int, every: Int, recent: Int, seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var model = Model(policy: CheckpointPolicy(last: last, every: every, recent: recent))
    var writer = try RunWriter.create(
      directory: scratch.path, method: "m", provenance: Samples.provenance, policy: model.policy)
    let reader = try RunReader(path: writer.path)
    try writer.commit(
      round: [Samples.started(clients: 12), Samples.initialised],
      checkpoint: model.advance(to: 0, cohort: Set(0..<12), using: &generator))
    var round = 0
    while round < 60 {
      round += 1
      let cohort = Set((0..<3).map { _ in Int.random(in: 0..<12, using: &generator) })
      // Now and then a round without, one that is written twice, or a host that goes away.
      let chance = Int.random(in: 0..<12, using: &generator)
      guard chance != 0 else {
        try writer.commit(round: Samples.round(round))
        continue
      }
      try writer.commit(
        round: Samples.round(round),
        checkpoint: model.advance(to: round, cohort: cohort, using: &generator))
      if chance == 1 {
        try writer.commit(
          round: [],
          checkpoint: model.advance(to: round, cohort: Set(cohort.prefix(1)), using: &generator))
      }
      if chance == 2 {
        try writer.commit(round: Samples.round(round + 1))
        try writer.close()
        let reopened = try RunWriter.reopen(writer.path, policy: model.policy)
        #expect(reopened.checkpoint?.round == round)
        #expect(reopened.checkpoint == model.history[round]?.parts)
        writer = reopened.writer
      }
      try writer.flush()
      try model.check(reader)
    }
    try writer.close()
  }

  @Test func aRewindForgetsTheClientsOfLaterRounds() throws {
    var generator = SplitMix64(seed: 9)
    var model = Model(policy: Samples.policy)
    let writer = try Samples.writer(in: scratch)
    try writer.commit(
      round: [Samples.started(), Samples.initialised],
      checkpoint: model.advance(to: 0, cohort: [0, 1, 2], using: &generator))
    for round in 1...5 {
      let parts = model.advance(to: round, cohort: [round % 3], using: &generator)
      try writer.commit(round: Samples.round(round), checkpoint: parts)
    }
    try writer.close()
    try Samples.execute("UPDATE checkpoints SET checksum = 0 WHERE round = 5", on: writer.path)

    let (resumed, checkpoint) = try RunWriter.reopen(writer.path, policy: model.policy)
    #expect(checkpoint == model.history[4]?.parts)
    model.rewind(to: 4)
    for round in 5...12 {
      let parts = model.advance(to: round, cohort: [(round + 1) % 3], using: &generator)
      try resumed.commit(round: Samples.round(round), checkpoint: parts)
    }
    try resumed.close()
    let reader = try RunReader(path: writer.path)
    #expect(try reader.checkpointRounds() == [0, 10, 11, 12])
    #expect(try reader.latestCheckpoint() == model.history[12]?.parts)
  }

  @Test(
    "A checkpoint with a client's part that is damaged, gone or another's is passed over",
    arguments: [
      "UPDATE client_states SET blob = x'00' WHERE round = 5 AND client = 2",
      "UPDATE client_states SET blob = 'x', checksum = 'y' WHERE round = 5 AND client = 2",
      "DELETE FROM client_states WHERE round = 5 AND client = 2",
      "UPDATE client_states SET client = 1 WHERE round = 5 AND client = 2",
      "UPDATE client_states SET client = 'x' WHERE round = 5 AND client = 2",
      "INSERT INTO client_states SELECT 5, 1, checksum, blob FROM client_states LIMIT 1",
    ])
  func damagedParts(sql: String) throws {
    let path = try Samples.file(in: scratch, rounds: 5)
    try Samples.execute(sql, on: path)
    let reader = try RunReader(path: path)
    #expect(try reader.latestCheckpoint()?.round == 4)
    #expect(try reader.latestCheckpoint() == Samples.whole(4))
    let (resumed, checkpoint) = try RunWriter.reopen(path)
    #expect(checkpoint?.round == 4)
    try resumed.commit(round: Samples.round(5), checkpoint: Samples.parts(5))
    try resumed.close()
    #expect(try RunReader(path: path).latestCheckpoint() == Samples.whole(5))
  }

  @Test func clientsThatDidNotChangeAreNotWrittenAgain() throws {
    let policy = CheckpointPolicy(last: 1, every: 1)
    let writer = try RunWriter.create(
      directory: scratch.path, method: "m", provenance: Samples.provenance, policy: policy)
    let big = Dictionary(
      uniqueKeysWithValues: (0..<50).map { ($0, [UInt8](repeating: 0, count: 20_000)) })
    let server = [UInt8](repeating: 0, count: 100)
    try writer.commit(
      round: [Samples.started(), Samples.initialised],
      checkpoint: Checkpoint(round: 0, server: server, clients: big))
    for round in 1...40 {
      try writer.commit(
        round: Samples.round(round),
        checkpoint: Checkpoint(
          round: round, server: server, clients: [round: [UInt8](repeating: 0, count: 5000)]))
    }
    try writer.close()
    let reader = try RunReader(path: writer.path)
    // Forty checkpoints of a million bytes each, as forty parts of five thousand.
    let sizes = try #require(try reader.latestCheckpoint()).clients.values.map(\.count)
    #expect(sizes.reduce(0, +) == 400_000)
    let size = try FileManager.default.attributesOfItem(atPath: writer.path)[.size] as? Int
    #expect(try #require(size) < 1_600_000)
    // A part of five thousand bytes, three events and the server, on pages of 4096 bytes.
    let growth = try #require(try reader.growth())
    #expect((5_000...16_000).contains(growth), "\(growth) bytes a round")
  }

  @Test func growthIsUnknownBeforeTheFirstRoundAndNeverTraps() throws {
    let path = try Samples.file(in: scratch, rounds: 0)
    #expect(try RunReader(path: path).growth() == nil)
    try Samples.execute("UPDATE status SET round = \(Int.max)", on: path)
    #expect(try RunReader(path: path).growth() == 0)
    try Samples.execute("UPDATE status SET round = -5", on: path)
    #expect(try RunReader(path: path).growth() == nil)
    try Samples.execute(
      "UPDATE status SET round = 1; DELETE FROM checkpoints; DELETE FROM events", on: path)
    #expect(try #require(try RunReader(path: path).growth()) > 0)
  }
}
