import Foundation
import Testing

/// What a person asked for outlives the process that was asked.
@Suite(.serialized) struct KnobKillTests {
  /// Changes of the sparsity on record, as value and round.
  private func changes(_ scratch: Scratch) throws -> [[Double]] {
    let events = try Program.run(["export", "latest", "--to", "jsonl", "-"], in: scratch)
    return try events.objects().filter { $0.text("event") == "command" }
      .map { [$0.number("value"), $0.number("round")] }
  }

  @Test("A knob that was turned in the monitor takes effect once, in its round, after SIGKILL")
  func monitor() throws {
    let monitor = try MonitorProcess(rounds: 30, columns: 160, rows: 50)
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 1 })
    monitor.send(" ")
    #expect(monitor.shows("PAUSED"))
    let round = try #require(monitor.settledRound)
    try #require(round < 28)
    monitor.send("]")
    #expect(monitor.shows("0.55 pending (round"))
    let pending = try #require(
      monitor.lines.lazy.compactMap { $0.firstMatch(of: /0\.55 pending \(round (\d+)\)/)?.1 }.first
        .flatMap { Double($0) })
    monitor.process.signal(SIGKILL)
    #expect(monitor.process.wait() == .killed(SIGKILL))

    // Once more before anything came of it: still once.
    let again = try Program(["resume", "latest", "--headless"], in: monitor.scratch)
    #expect(again.read(until: "clients"))
    again.signal(SIGKILL)
    _ = again.wait()
    let resumed = try Program.run(["resume", "latest", "--headless"], in: monitor.scratch)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try changes(monitor.scratch) == [[0.55, pending]])
    let verified = try Program.run(["verify", "latest"], in: monitor.scratch)
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test("A fork that is killed at its first round still makes its change")
  func fork() throws {
    let scratch = try Scratch()
    let settings = ["run", "--json"] + Program.tiny + ["--set", "federation.rounds=8"]
    let parent = try #require(try Program.run(settings, in: scratch).objects().last).text("run")
    let options = ["fork", parent, "--round", "5", "--sparsity", "0.9"]
    let whole = try Program.run(options + ["--json"], in: scratch).objects().last
    let fork = try Program(options + ["--headless"], in: scratch)
    #expect(fork.read(until: "clients"))
    fork.signal(SIGKILL)
    _ = fork.wait()
    let resumed = try Program.run(["resume", "latest", "--json"], in: scratch).objects().last
    #expect(resumed?.text("parameters_sha256") == whole?.text("parameters_sha256"))
    #expect(try changes(scratch) == [[0.9, 6]])
  }
}
