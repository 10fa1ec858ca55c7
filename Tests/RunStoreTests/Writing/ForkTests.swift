import Foundation
import Metrics
import Testing

@testable import RunStore

@Suite struct ForkTests {
  let scratch: Scratch
  let directory: String

  init() throws {
    scratch = try Scratch()
    directory = scratch.path + "/forks"
  }

  private func fork(
    _ path: String, round: Int, adjusting adjust: (inout RunStarted) -> Void = { _ in }
  ) throws -> (writer: RunWriter, checkpoint: Checkpoint) {
    var provenance = Samples.provenance
    provenance.configuration["training.lr"] = .number(0.5)
    return try RunWriter.fork(
      from: path, round: round, directory: directory, provenance: provenance,
      policy: Samples.policy, adjusting: adjust)
  }

  @Test func notesOfTheParentGoAlongUpToTheForkAndSayWhoseTheyAre() throws {
    let writer = try Samples.writer(in: scratch, rounds: 4)
    func note(_ text: String, _ round: Int, _ origin: String) {
      writer.noteCommand(CommandRecord(asking: .note(text), round: round, origin: origin))
    }
    note("loss 0.3 is reached: the run holds", 1, CommandRecord.goal)
    note("look here", 2, "attach:5")
    note("mine", 2, "monitor")
    note("too late", 3, "monitor")
    writer.noteCommand(CommandRecord(asking: .pause, round: 2, origin: "monitor"))
    try writer.close()
    func told(_ path: String) throws -> [String] {
      try RunReader(path: path).controls().map { "r\($0.round) \($0.name) by \($0.origin)" }
    }
    let (child, _) = try fork(writer.path, round: 2)
    let expected = [
      "r1 note loss 0.3 is reached: the run holds by parent",
      "r2 note look here by parent attach:5",
      "r2 note mine by parent",
    ]
    #expect(try told(child.path) == expected)
    #expect(try RunReader(path: child.path).snapshot().applied.count == 3)
    #expect(try child.takeCommands().isEmpty, "a note is nothing to be done")
    try child.close()
    let (grandchild, _) = try fork(child.path, round: 2)
    #expect(try told(grandchild.path) == expected, "marked once, however often it is handed on")
    try grandchild.close()
  }

  @Test func aForkGoesOnFromItsRoundAndStandsAlone() throws {
    let path = try Samples.file(in: scratch, rounds: 14)
    let parent = try RunReader(path: path).events().events
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let (writer, checkpoint) = try fork(path, round: 10) { $0.rounds = 33 }
    #expect(checkpoint == Samples.whole(10))
    #expect(writer.writtenRound == 10)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes, "the parent is as it was")
    try FileManager.default.removeItem(atPath: path)

    let reader = try RunReader(path: writer.path)
    let origin = RunStarted.Parent(run: RunFile.name(of: path), round: 10)
    #expect(reader.meta.provenance.parent == origin && reader.meta.method == "fibecfed")
    #expect(try reader.status().condition == .live)
    #expect(try reader.checkpointRounds() == [10])
    let page = try reader.events()
    #expect(page.damage == nil)
    #expect(page.events.dropFirst() == parent[1..<(2 + 3 * 10)], "events and times of the parent")
    let started = try #require(try reader.snapshot().started)
    #expect(started.run == writer.name && started.parent == origin && started.rounds == 33)
    #expect(started.config == reader.meta.provenance.configuration)
    #expect(started.clientSamples == [10, 11, 12])

    // It goes on as any run: announcing itself anew changes nothing, its rounds are its own.
    try writer.commit(round: [Samples.started(), Samples.initialised])
    for round in 11...15 {
      try writer.commit(round: Samples.round(round), checkpoint: Samples.parts(round))
    }
    try writer.close()
    #expect(try reader.snapshot().rounds.map(\.round) == Array(1...15))
    #expect(try reader.checkpointRounds() == [10, 13, 14, 15])
    #expect(try reader.latestCheckpoint() == Samples.whole(15))
    #expect(try reader.status().bytesUp == 10 + 15 * 200)
    let last = try #require(try reader.events().events.last)
    #expect(last.simSeconds == 15 * 0.25)
    #expect(last.wallSeconds >= parent[1 + 3 * 10].wallSeconds)
    let listing = try RunCatalogue(directory: directory).list().first
    #expect(listing?.rounds == 33 && listing?.data == "sentiment")
  }

  @Test func aThinnedRoundNamesTheNearestKeptOnes() throws {
    let path = try Samples.file(in: scratch, rounds: 14)
    for (round, nearest) in [(4, [0, 10]), (11, [10, 12]), (15, [14]), (-1, [0])] {
      let failure = #expect(throws: StoreError.self) { _ = try fork(path, round: round) }
      #expect(failure == .noCheckpoint(path: path, round: round, nearest: nearest))
    }
    let line = StoreError.noCheckpoint(path: path, round: 4, nearest: [0, 10]).description
    #expect(line.hasSuffix("use round 0 or 10"))
    #expect(!FileManager.default.fileExists(atPath: directory), "a refusal makes nothing")
  }

  @Test func aLiveRunIsForkedAtItsLastRoundAndAtItsStart() throws {
    let parent = try Samples.writer(in: scratch, rounds: 3)
    for round in [0, 3] {
      let (writer, checkpoint) = try fork(parent.path, round: round)
      #expect(checkpoint == Samples.whole(round))
      #expect(try RunReader(path: writer.path).snapshot().round == round)
      try writer.close()
    }
    try parent.commit(round: Samples.round(4), checkpoint: Samples.parts(4))
    try parent.close()
    #expect(try RunReader(path: parent.path).snapshot().round == 4)
  }

  @Test func theEndOfAFinishedRunIsNotTakenOver() throws {
    let parent = try Samples.writer(in: scratch, rounds: 1)
    try parent.commit(
      round: Samples.round(2) + [Samples.summary(rounds: 2, interrupted: false)],
      checkpoint: Samples.parts(2))
    try parent.close()
    let (writer, _) = try fork(parent.path, round: 2)
    #expect(try RunReader(path: writer.path).snapshot().summary == nil)
    try writer.close()

    // A fork is resumed like any other run, and forked in turn.
    let (resumed, checkpoint) = try RunWriter.reopen(writer.path)
    #expect(checkpoint == Samples.whole(2))
    let (grandchild, _) = try fork(resumed.path, round: 2)
    let origin = try RunReader(path: grandchild.path).meta.provenance.parent
    #expect(origin == RunStarted.Parent(run: resumed.name, round: 2))
    try grandchild.close()
    try resumed.close()
  }

  @Test func onlyDamageUpToTheRoundMatters() throws {
    let path = try Samples.file(in: scratch, rounds: 3)
    try Samples.execute("UPDATE events SET payload = '{}' WHERE round = 3", on: path)
    let (writer, _) = try fork(path, round: 2)
    #expect(try RunReader(path: writer.path).events().damage == nil)
    try writer.close()
    for sql in [
      "UPDATE client_states SET blob = x'00' WHERE round = 3",
      "UPDATE events SET payload = '{}' WHERE round = 1",
    ] {
      try Samples.execute(sql, on: path)
      let failure = #expect(throws: StoreError.self) { _ = try fork(path, round: 3) }
      guard case .damaged? = failure else {
        Issue.record("\(String(describing: failure))")
        continue
      }
    }
    #expect(throws: StoreError.self) { _ = try fork(scratch.path + "/none.sqlite", round: 0) }
  }
}
