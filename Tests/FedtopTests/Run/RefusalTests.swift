import Foundation
import Metrics
import RunStore
import Testing

/// A run that cannot be gone on with or branched: one line and a status, and everything is as it was.
///
/// Each test is one place on the way where something throws.
@Suite struct RefusalTests {
  private static let resume = ["resume", "latest", "--headless"]
  private static let fork = ["fork", "latest", "--round", "0", "--headless"]

  /// An interrupted run after its first round, whose checkpoint is `checkpoint`.
  private func interrupted(_ scratch: Scratch, checkpoint: Checkpoint? = nil) throws -> String {
    let run = try Program.run(["run", "--runs", "whole"] + Program.tiny, in: scratch)
    try #require(run.status == 0, "\(run.errors)")
    let whole = try RunReader(
      path: try RunCatalogue(directory: scratch.path + "/whole").resolve("latest"))
    let parts = try #require(try whole.checkpoint(atOrBefore: 0))
    let writer = try RunWriter.create(
      directory: scratch.path + "/runs", method: whole.meta.method,
      provenance: whole.meta.provenance)
    let events = try whole.events(throughRound: 0).events.map(\.event)
    try writer.commit(round: events, checkpoint: checkpoint ?? parts)
    // What a resume would take away.
    let first = try whole.events(throughRound: 1).events.dropFirst(events.count)
    try writer.commit(round: first.map(\.event))
    try writer.close()
    return writer.path
  }

  /// All in a run file that a refusal must leave alone.
  private struct State: Equatable {
    let events: [StoredEvent]
    let meta: RunMeta
    let checkpoints: [Int]
    let condition: RunStatus.Condition
    let pending: [QueuedCommand]

    init(_ path: String) throws {
      let reader = try RunReader(path: path)
      events = try reader.events().events
      meta = reader.meta
      checkpoints = try reader.checkpointRounds()
      condition = try reader.status().condition
      pending = try reader.pendingCommands()
    }
  }

  private func refuse(
    _ command: [String], _ status: Int32, _ words: String..., of path: String, in scratch: Scratch
  ) throws {
    let before = try (State(path), everything(scratch))
    let outcome = try Program.run(command, in: scratch)
    #expect(outcome.status == status, "\(command): \(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    for word in words { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    #expect(try State(path) == before.0, "\(command)")
    #expect(try everything(scratch) == before.1, "\(command)")
  }

  /// Every file and directory but the output of the programs that ran.
  private func everything(_ scratch: Scratch) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: scratch.path)
      .filter { !$0.hasSuffix(".out") && !$0.hasSuffix(".err") }.sorted()
  }

  @Test("What the refusals are compared with: the same run, whole, goes on")
  func whole() throws {
    for command in [Self.resume, Self.fork] {
      let scratch = try Scratch()
      _ = try interrupted(scratch)
      let outcome = try Program.run(command, in: scratch)
      #expect(outcome.status == 0, "\(outcome.errors)")
    }
  }

  @Test("A checkpoint that makes no sense, of the server or of a client")
  func checkpoint() throws {
    for parts in [
      Checkpoint(round: 0, server: Array("x".utf8)),
      Checkpoint(round: 0, server: Array(repeating: 0, count: 800)),
    ] {
      let scratch = try Scratch()
      let path = try interrupted(scratch, checkpoint: parts)
      try refuse(Self.resume, 65, "checkpoint: ", of: path, in: scratch)
      try refuse(Self.fork, 65, "checkpoint: ", of: path, in: scratch)
    }
    let scratch = try Scratch()
    let good = try #require(try RunReader(path: interrupted(scratch)).checkpoint(atOrBefore: 0))
    for client in [[], Array(repeating: 0, count: 800), Array("some text that is no state".utf8)] {
      let other = try Scratch()
      let parts = Checkpoint(
        round: 0, server: good.server, clients: good.clients.merging([1: client]) { $1 })
      let path = try interrupted(other, checkpoint: parts)
      try refuse(Self.resume, 65, "checkpoint: ", of: path, in: other)
      try refuse(Self.fork, 65, "checkpoint: ", of: path, in: other)
    }
  }

  @Test("Waiting commands that cannot be read")
  func commands() throws {
    let scratch = try Scratch()
    let path = try interrupted(scratch)
    var bytes = try Data(contentsOf: URL(filePath: path))
    let place = try #require(bytes.firstRange(of: Data("origin TEXT NOT NULL".utf8)))
    bytes.replaceSubrange(place, with: Data("orange TEXT NOT NULL".utf8))
    try bytes.write(to: URL(filePath: path))
    let outcome = try Program.run(Self.resume, in: scratch)
    #expect(outcome.status == 65 || outcome.status == 74, "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
  }

  @Test("A round that was never reached, and a run that is done")
  func rounds() throws {
    let scratch = try Scratch()
    let path = try interrupted(scratch)
    try refuse(
      ["fork", "latest", "--round", "9", "--headless"], 2, "--round 9", of: path, in: scratch)
    try refuse(
      Self.fork + ["--cohort", "99"], 2, "--cohort 99: must be 1 to ", of: path, in: scratch)
    try refuse(Self.fork + ["--lr", "nan"], 2, "--lr nan: must be ", of: path, in: scratch)
    let other = try Scratch()
    let run = try Program.run(["run"] + Program.tiny, in: other)
    try #require(run.status == 0, "\(run.errors)")
    let done = "\(other.path)/runs/\(try #require(other.runFiles.first))"
    try refuse(Self.resume, 65, "has done all its rounds", of: done, in: other)
  }

  @Test("Nowhere to put a branch, and folders for it that are new")
  func folders() throws {
    let scratch = try Scratch()
    let path = try interrupted(scratch, checkpoint: Checkpoint(round: 0, server: Array("x".utf8)))
    let whole = try interrupted(scratch)
    try scratch.write("taken", "a file")
    let fork = ["--round", "0", "--headless", "--runs"]
    try refuse(["fork", whole] + fork + ["taken/here"], 74, "taken/here", of: whole, in: scratch)
    try refuse(["fork", path] + fork + ["new/and/deep"], 65, "checkpoint: ", of: path, in: scratch)
  }
}
