import Foundation
import Metrics
import RunStore
import Testing

@testable import Host

/// Looking back at any round, in any order, is the fold of the record up to it.
@Suite struct RecordedRoundsTests {
  @Test("Every way over the rounds leads to the states that the file tells")
  func states() throws {
    let scratch = try Scratch()
    let run = try Program.run(
      ["run", "--json"] + Program.tiny + ["--set", "federation.rounds=6"], in: scratch
    ).objects()
    let name = try #require(run.last).text("run")
    let reader = try RunReader(path: "\(scratch.path)/runs/\(name).sqlite")
    let rounds = RecordedRounds(reader: reader)
    for round in [3, 2, 5, 0, 6, 6, 1, 4] {
      #expect(
        rounds.snapshot(throughRound: round) == (try reader.snapshot(throughRound: round)),
        "round \(round)")
    }
  }

  @Test("A checkpoint that is written while the run holds at its round is seen")
  func checkpoints() throws {
    let scratch = try Scratch()
    let provenance = Provenance(
      program: "1.0.0", configuration: [:], seed: 7, blasVersion: "", blasCoreType: "",
      blasThreads: 1)
    let writer = try RunWriter.create(
      directory: scratch.path, method: "fibecfed", provenance: provenance)
    let rounds = RecordedRounds(reader: try RunReader(path: writer.path))
    #expect(rounds.checkpoints == [])
    for round in [0, 2] {
      try writer.commit(
        round: [], checkpoint: Checkpoint(round: round, server: [1]))
      try writer.flush()
      #expect(rounds.checkpoints.last == round)
    }
    try writer.close()
  }

  @Test("Rounds that a resumed host takes back are read again")
  func takenBack() throws {
    let scratch = try Scratch()
    let host = try Program(
      ["run"] + Program.tiny + ["--set", "federation.rounds=100000"], in: scratch)
    #expect(host.read(until: "round 4/"))
    let file = try #require(scratch.runFiles.first { $0.hasSuffix(".sqlite") })
    let rounds = RecordedRounds(
      reader: try RunReader(path: "\(scratch.path)/runs/\(file)"))
    #expect(rounds.snapshot(throughRound: 2)?.round == 2)
    host.signal(SIGKILL)
    _ = host.wait()
    let last = try #require(rounds.snapshot(throughRound: .max)?.round)
    let resumed = try Program(["resume", "latest", "--headless"], in: scratch)
    #expect(resumed.read(until: "round \(last + 2)/"))
    let reader = try RunReader(path: "\(scratch.path)/runs/\(file)")
    for round in [last + 1, last, 3] {
      #expect(
        rounds.snapshot(throughRound: round) == (try reader.snapshot(throughRound: round)))
    }
    resumed.signal(SIGKILL)
    _ = resumed.wait()
  }
}
