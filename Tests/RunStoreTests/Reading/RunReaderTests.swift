import Foundation
import GRDB
import Metrics
import Testing

@testable import RunStore

@Suite struct RunReaderTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func aReaderSeesRoundsWhileTheyAreWritten() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    let reader = try RunReader(path: writer.path)
    #expect(try reader.snapshot().round == 1)
    var last = try #require(try reader.events().events.last?.sequence)
    for round in 2...30 {
      try writer.commit(round: Samples.round(round), checkpoint: Samples.parts(round))
      let page = try reader.events(after: last)
      #expect(page.events.count % 3 == 0, "whole rounds only")
      last = page.events.last?.sequence ?? last
    }
    try writer.flush()
    #expect(try reader.snapshot().round == 30)
    try writer.close()
    #expect(try reader.snapshot().round == 30)
  }

  @Test func theSnapshotIsTheFoldOfTheEvents() throws {
    let writer = try Samples.writer(in: scratch, rounds: 3)
    var expected = RunSnapshot()
    for event in [Samples.started(), Samples.initialised] { expected.apply(event) }
    for round in 1...3 {
      for event in Samples.round(round, accuracy: Double(round) / 100) { expected.apply(event) }
    }
    expected.apply(.stateChanged(.running))
    writer.setStatus(.running)
    try writer.flush()
    let reader = try RunReader(path: writer.path)
    #expect(try reader.snapshot() == expected)
    #expect(try reader.snapshot(throughRound: 3) == expected)
    try writer.close()
    #expect(try reader.snapshot().state == .interrupted)
  }

  @Test func thePastIsAsItWas() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    try writer.commit(round: [Samples.command(0.2, round: 3)] + Samples.round(3))
    try writer.commit(round: [Samples.summary(rounds: 3, interrupted: false)])
    try writer.close()
    let reader = try RunReader(path: writer.path)
    let start = try reader.snapshot(throughRound: 0)
    #expect(start.round == 0 && start.initialisation != nil && start.clients.count == 3)
    let second = try reader.snapshot(throughRound: 2)
    #expect(second.round == 2 && second.knobs.first?.value == 0.5 && second.state == .running)
    let third = try reader.snapshot(throughRound: 3)
    #expect(third.knobs.first?.value == 0.2 && third.summary != nil)
    #expect(try reader.snapshot(throughRound: 99) == third)
    #expect(try reader.snapshot() == third)
  }

  @Test func commandsTravelDownAndAreSettled() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    let reader = try RunReader(path: writer.path)
    let first = try reader.queueCommand(.set(knob: "sparsity", value: 0.4), origin: "attach:1")
    #expect(first.record.round == 2)
    try reader.queueCommand(.set(knob: "sparsity", value: 0.3), origin: "attach:2")
    try reader.queueCommand(.pause)
    let taken = try writer.takeCommands()
    #expect(
      taken.map(\.record.command)
        == [.set(knob: "sparsity", value: 0.4), .set(knob: "sparsity", value: 0.3), .pause])
    #expect(taken.last?.record.origin == "attach:\(getpid())")
    #expect(try writer.takeCommands().isEmpty)
    #expect(try reader.pendingCommands() == taken)

    // The pause is not an event of the record.
    for queued in taken.dropLast() { writer.queueCommand(queued.record) }
    try writer.commit(
      round: [
        Samples.command(0.4, round: 2, origin: "attach:1"),
        Samples.command(0.3, round: 2, origin: "attach:2"),
      ] + Samples.round(2))
    try writer.flush()
    #expect(try reader.pendingCommands().map(\.record.name) == ["pause"])
    try writer.appliedCommands(taken.map(\.id), round: 2)
    try writer.flush()
    #expect(try reader.pendingCommands().isEmpty)
    try writer.close()
    #expect(throws: StoreError.notLive(path: writer.path)) { try reader.queueCommand(.resume) }
  }

  @Test func commandsThatMakeNoSenseAreLeftOut() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    try Samples.execute(
      """
      INSERT INTO commands (identity, name, value, round, origin) VALUES
        ('a', 'step', -1, 1, 'x'), ('b', 'step', 1e300, 1, 'x'), ('c', 'sparsity', NULL, 1, 'x'),
        ('d', 'step', 'five', 1, 'x'), (x'fe', x'ff', 1, 'x', x'00'),
        ('f', 'sparsity', 0.5, 9223372036854775807, 'x')
      """, on: writer.path)
    let names = try writer.takeCommands().map(\.record.command)
    #expect(names.contains(.set(knob: "sparsity", value: 0.5)))
    #expect(names.allSatisfy { $0 != nil })
    try writer.close()
  }

  @Test func whatIsNotThereIsNotFound() throws {
    for path in ["/none/such.sqlite", scratch.path + "/x.sqlite", "/dev/null/x"] {
      let failure = #expect(throws: StoreError.self) { _ = try RunReader(path: path) }
      #expect(failure?.isNotFound == true)
      #expect(failure?.isInputOutput == false)
    }
    #expect(scratch.names.isEmpty, "looking makes no file")
  }

  @Test func otherFilesAreNotRunFiles() throws {
    let database = scratch.path + "/other.sqlite"
    try Samples.execute("CREATE TABLE t (x)", on: database)
    let text = scratch.path + "/text.sqlite"
    try Data(String(repeating: "not a database ", count: 1000).utf8)
      .write(to: URL(fileURLWithPath: text))
    let empty = scratch.path + "/empty.sqlite"
    try Data().write(to: URL(fileURLWithPath: empty))
    for path in [database, text, empty, scratch.path, "/dev/null"] {
      #expect(throws: StoreError.notARunFile(path: path)) { _ = try RunReader(path: path) }
      #expect(throws: StoreError.notARunFile(path: path)) { _ = try RunWriter.reopen(path) }
    }
    #expect(scratch.names == ["empty.sqlite", "other.sqlite", "text.sqlite"])
  }

  @Test func aLaterSchemaIsRefused() throws {
    let path = try Samples.file(in: scratch, rounds: 1)
    try Samples.execute("PRAGMA user_version = \(Schema.version + 1)", on: path)
    #expect(throws: StoreError.newerVersion(path: path, version: Schema.version + 1)) {
      _ = try RunReader(path: path)
    }
    #expect(throws: StoreError.newerVersion(path: path, version: Schema.version + 1)) {
      _ = try RunWriter.reopen(path)
    }
  }

  @Test func aLockedFileSaysSo() throws {
    let path = try Samples.file(in: scratch, rounds: 1)
    let other = try DatabaseQueue(path: path)
    try other.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")
    }
    let failure = #expect(throws: StoreError.self) { _ = try RunReader(path: path) }
    #expect(failure == .locked(path: path))
    #expect(failure?.description.contains("locked by another program") == true)
    try other.close()
  }

  @Test func descriptionsAreOneLine() {
    let path = "/runs/x.sqlite"
    let errors: [StoreError] = [
      .notFound("x", directory: "/runs"), .ambiguous("2026", names: ["a", "b", "c", "d", "e"]),
      .noCheckpoint(path: path, round: 7, nearest: [0, 10]),
      .noCheckpoint(path: path, round: 7, nearest: []),
      .notARunFile(path: path), .newerVersion(path: path, version: 9),
      .damaged(path: path, detail: "a table is missing"), .locked(path: path),
      .hosted(path: path, process: 42), .finished(path: path), .notLive(path: path),
      .cannotWrite(path: path, reason: "r"), .cannotRead(path: path, reason: "r"),
      .closed(path: path),
    ]
    #expect(errors.allSatisfy { !$0.description.contains("\n") && $0.description.count < 160 })
    #expect(Set(errors.map(\.description)).count == errors.count)
    #expect(errors.filter(\.isNotFound).count == 1)
  }
  @Test func roundsAreReadWithoutTheRest() throws {
    let path = try Samples.file(in: scratch, rounds: 5)
    let reader = try RunReader(path: path)
    #expect(try reader.rounds() == reader.snapshot().rounds)
    #expect(try reader.rounds().map(\.round) == [1, 2, 3, 4, 5])
    try Samples.execute(
      "UPDATE events SET payload = '{}' WHERE round = 3 AND kind = 'round'", on: path)
    #expect(try reader.rounds().map(\.round) == [1, 2])
  }
}
