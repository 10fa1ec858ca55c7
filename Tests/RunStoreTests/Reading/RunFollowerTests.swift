import Foundation
import Metrics
import Testing

@testable import RunStore

@Suite struct RunFollowerTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  @Test func eachEventIsGivenOnce() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    writer.setStatus(.running)
    try writer.flush()
    var follower = try RunFollower(path: writer.path)
    let first = try follower.poll()
    #expect(
      first == [Samples.started(), Samples.initialised] + Samples.round(1, accuracy: 0.01) + [
        .stateChanged(.running)
      ])
    #expect(try follower.poll().isEmpty)

    try writer.commit(round: Samples.round(2))
    writer.setStatus(.paused)
    try writer.flush()
    #expect(try follower.poll() == Samples.round(2) + [.stateChanged(.paused)])

    let record = try follower.reader.queueCommand(.step(2), origin: "attach:9").record
    #expect(record.name == "step" && record.value == 2 && record.round == 3)
    #expect(try follower.poll() == [.commandQueued(record)])
    #expect(try follower.poll().isEmpty)
    let taken = try writer.takeCommands()
    try writer.appliedCommands(taken.map(\.id), round: 3)
    try writer.flush()
    #expect(try follower.poll() == [.commandApplied(record)])
    #expect(try follower.poll().isEmpty)

    try writer.commit(round: [Samples.summary(rounds: 2, interrupted: false)])
    try writer.close()
    #expect(
      try follower.poll()
        == [Samples.summary(rounds: 2, interrupted: false), .stateChanged(.finished)])
    #expect(follower.status?.condition == .finished)
  }

  @Test func theFoldOfAFollowedRunIsTheReadersSnapshot() throws {
    let writer = try Samples.writer(in: scratch, rounds: 1)
    var follower = try RunFollower(path: writer.path)
    var snapshot = RunSnapshot()
    for round in 2...12 {
      try writer.commit(round: Samples.round(round), checkpoint: Samples.parts(round))
      for event in try follower.poll() { snapshot.apply(event) }
    }
    try writer.close()
    for event in try follower.poll() { snapshot.apply(event) }
    #expect(snapshot == (try RunReader(path: writer.path).snapshot()))
  }

  @Test func aHostThatDiesShowsAsInterrupted() throws {
    let path = try Samples.file(in: scratch, rounds: 2)
    try Samples.execute(
      """
      UPDATE status SET state = 'running', pid = \(getpid()),
        process_start = \(HostProcess.current.start), host = '\(HostProcess.current.scope)'
      """, on: path)
    var follower = try RunFollower(path: path)
    #expect(try follower.poll().last == .stateChanged(.running))
    try Samples.buryHost(of: path)
    let end = try follower.poll()
    #expect(end.first == .stateChanged(.interrupted) && end.map(\.kind) == ["state", "notice"])
    #expect(follower.status?.condition == .dead)
    #expect(try follower.poll().isEmpty)
  }

  @Test func aResumedRunIsToldAnew() throws {
    let writer = try Samples.writer(in: scratch, rounds: 3)
    try writer.commit(round: Samples.round(4))
    try writer.flush()
    var follower = try RunFollower(path: writer.path)
    var snapshot = RunSnapshot()
    for event in try follower.poll() { snapshot.apply(event) }
    #expect(snapshot.round == 4)
    try writer.close()

    let (resumed, checkpoint) = try RunWriter.reopen(writer.path)
    #expect(checkpoint?.round == 3)
    resumed.setStatus(.running)
    try resumed.flush()
    for event in try follower.poll() { snapshot.apply(event) }
    #expect(snapshot.rounds.map(\.round) == [1, 2, 3])
    #expect(snapshot.state == .running)
    try resumed.commit(round: Samples.round(4))
    try resumed.flush()
    for event in try follower.poll() { snapshot.apply(event) }
    #expect(snapshot.rounds.map(\.round) == [1, 2, 3, 4])
    try resumed.close()
  }

  @Test func damageIsToldOnce() throws {
    let path = try Samples.file(in: scratch, rounds: 3)
    try Samples.execute("UPDATE events SET checksum = 0 WHERE round = 3", on: path)
    var follower = try RunFollower(path: path)
    let notices = try follower.poll().filter { $0.kind == "notice" }
    #expect(notices.count == 1)
    #expect(try follower.poll().isEmpty)
  }
}
