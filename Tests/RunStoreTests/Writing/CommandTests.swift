import Foundation
import Metrics
import Testing

@testable import RunStore

/// A knob change is in the file before its round is, and takes effect once, whoever is killed when.
@Suite struct CommandTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  /// One command: the same value and origin are the same command at another stage.
  private func record(_ value: Double, round: Int, origin: String = "monitor") -> CommandRecord {
    CommandRecord(
      id: "\(value)-\(origin)", name: "sparsity", value: value, round: round, origin: origin)
  }

  /// What waits in a file, by value and round.
  private func waiting(_ path: String) throws -> [[Double]] {
    try RunReader(path: path).pendingCommands().map(\.record)
      .map { [$0.value ?? 0, Double($0.round)] }
  }

  @Test func theMonitorsChangesAreInTheTableAndNeverHandedBack() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    writer.queueCommand(record(0.4, round: 3))
    try writer.flush()
    #expect(try waiting(writer.path) == [[0.4, 3]])
    #expect(try writer.takeCommands().isEmpty, "the host knows its own")
    let file = try scratch.crashCopy(of: writer.path)
    #expect(try waiting(file) == [[0.4, 3]])

    try writer.commit(
      round: [.commandApplied(record(0.4, round: 3))] + Samples.round(3),
      checkpoint: Samples.parts(3))
    try writer.close()
    #expect(try waiting(writer.path).isEmpty)
    #expect(try RunWriter.reopen(writer.path).writer.takeCommands().isEmpty)
  }

  @Test func aKillAtAnyTimeLeavesTheChangeWaitingOrDone() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    let path = writer.path
    writer.queueCommand(record(0.4, round: 4))
    try writer.flush()
    var copies = [try scratch.crashCopy(of: path, named: "before")]
    try writer.commit(round: Samples.round(3), checkpoint: Samples.parts(3))
    try writer.flush()
    copies.append(try scratch.crashCopy(of: path, named: "between"))
    // Without a checkpoint: the round is on record, but will be taken back.
    try writer.commit(round: [.commandApplied(record(0.4, round: 4))] + Samples.round(4))
    try writer.flush()
    copies.append(try scratch.crashCopy(of: path, named: "after"))
    try writer.commit(round: Samples.round(5), checkpoint: Samples.parts(5))
    try writer.close()

    for (copy, round) in zip(copies, [2, 3, 3]) {
      try Samples.buryHost(of: copy)
      for _ in 0..<2 {
        let (resumed, checkpoint) = try RunWriter.reopen(copy)
        #expect(checkpoint?.round == round)
        let queued = try resumed.takeCommands()
        #expect(queued.map(\.record) == [record(0.4, round: 4)])
        #expect(try resumed.takeCommands().isEmpty)
        try resumed.close()
      }
    }
    let (resumed, _) = try RunWriter.reopen(path)
    #expect(try resumed.takeCommands().isEmpty)
    try resumed.close()
  }

  @Test func anotherTerminalsChangeGetsItsStampAndIsSettledOnce() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    let reader = try RunReader(path: writer.path)
    // Twice the same, the second after the boundary at which the first takes effect.
    try reader.queueCommand(.set(knob: "sparsity", value: 0.4), origin: "attach:1")
    let first = try writer.takeCommands()
    #expect(first.map(\.record.round) == [3])
    var own = try #require(first.first?.record)
    own.round = 4
    writer.queueCommand(own)
    try writer.flush()
    #expect(try waiting(writer.path) == [[0.4, 4]], "a stamp, not a second row")
    try reader.queueCommand(.set(knob: "sparsity", value: 0.4), origin: "attach:1")
    for queued in try writer.takeCommands() {
      var stamped = queued.record
      stamped.round = 5
      writer.queueCommand(stamped)
    }
    // A third that nobody has taken yet.
    try reader.queueCommand(.set(knob: "sparsity", value: 0.4), origin: "attach:1")

    try writer.commit(round: Samples.round(3), checkpoint: Samples.parts(3))
    try writer.commit(
      round: [.commandApplied(own)] + Samples.round(4), checkpoint: Samples.parts(4))
    try writer.flush()
    #expect(try waiting(writer.path) == [[0.4, 5], [0.4, 3]], "each by its own identity")
    try writer.close()
  }

  /// The host settles what it has heard in its own order; who follows the file must miss none of it.
  @Test func aFollowerMissesNothingThatIsSettledBehindALaterOne() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    let reader = try RunReader(path: writer.path)
    var follower = try RunFollower(path: writer.path)
    try reader.queueCommand(.pause, origin: "attach:1")
    try reader.queueCommand(.step(2), origin: "attach:2")
    let ids = try writer.takeCommands().map(\.id)
    func told() throws -> [String] {
      try follower.poll().compactMap {
        if case .commandApplied(let record) = $0 { record.name } else { nil }
      }
    }
    _ = try told()
    try writer.appliedCommands([ids[1]], round: 3)
    try writer.flush()
    #expect(try told().isEmpty)
    try writer.appliedCommands([ids[0]], round: 3)
    try writer.flush()
    #expect(try told() == ["pause", "step"])
    try writer.close()
  }

  @Test func whatWasRefusedOrCameTooLateIsDropped() throws {
    let writer = try Samples.writer(in: scratch, rounds: 2)
    writer.queueCommand(record(7, round: 3))
    try writer.commit(round: Samples.round(3), checkpoint: Samples.parts(3))
    try writer.flush()
    #expect(try waiting(writer.path).isEmpty, "its round is over without it")
    writer.queueCommand(record(0.5, round: 4))
    try writer.commit(round: [Samples.summary(rounds: 3, interrupted: false)])
    try writer.close()
    #expect(try waiting(writer.path).isEmpty)
  }

  @Test func aForkBeginsWithWhatItIsToChange() throws {
    let path = try Samples.file(in: scratch, rounds: 3)
    let commands = [record(0.4, round: 2), record(0.9, round: 4, origin: "fork")]
    let (writer, _) = try RunWriter.fork(
      from: path, round: 1, directory: scratch.path + "/forks", provenance: Samples.provenance,
      commands: commands)
    #expect(try writer.takeCommands().map(\.record) == commands)
    #expect(try waiting(path).isEmpty, "the parent is as it was")
    try writer.close()
  }
}
