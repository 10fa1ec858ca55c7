import Foundation
import Testing

/// A new run from the round under the cursor, in the monitor.
@Suite(.serialized) struct BranchTests {
  /// Eight rounds on record, and the run's name.
  private static func recorded() throws -> (scratch: Scratch, name: String) {
    let scratch = try Scratch()
    let run = try Program.run(
      ["run", "--json"] + Program.tiny + ["--set", "federation.rounds=8"], in: scratch
    ).objects()
    return (scratch, try #require(run.last).text("run"))
  }

  @Test("A live run that is left for a branch stays whole, and says how to go on with it")
  func live() throws {
    let monitor = try MonitorProcess(columns: 120, rows: 36)
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 2 })
    monitor.send(" ")
    #expect(monitor.shows("PAUSED"))
    let round = try #require(monitor.settledRound)
    // A branch that trains fast has much to tell: only this line is wanted.
    monitor.send("6/branched\r")
    monitor.send("b")
    #expect(monitor.shows("branch after round \(round): same knobs"))
    monitor.send("]")
    #expect(monitor.shows("sparsity ρ 0.50 → 0.55"))
    monitor.send("\r")
    #expect(monitor.shows("Leave this run?"))
    monitor.send("n")
    #expect(monitor.shows("branch after round \(round): sparsity"))
    monitor.send("\ry")
    #expect(monitor.shows { $0.contains { $0.contains("r\(round)   branched from") } })
    #expect(monitor.shows { _ in (monitor.round ?? 0) > round + 1 })
    #expect(monitor.shows("◦ parent"))
    #expect(monitor.shows("since r\(round + 1)"))
    monitor.send("\u{3}")
    monitor.expectEnd(130)

    let farewell = try #require(
      monitor.epilogue.firstMatch(of: /left (\S+) after round (\d+): fedtop resume (\S+) goes on/))
    #expect(farewell.1 == farewell.3 && farewell.2 == "\(round)")
    let old = try Program.run(["frame", String(farewell.1)], in: monitor.scratch)
    #expect(old.output.contains("INTERRUPTED") && old.output.contains("round \(round)/"))
    let new = try #require(monitor.epilogue.firstMatch(of: /go on with: fedtop resume (\S+)/)?.1)
    #expect(new != farewell.1)
    let verified = try Program.run(["verify", String(new)], in: monitor.scratch)
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test("A branch from a replay is the fork that the command line makes")
  func replay() throws {
    let (scratch, name) = try Self.recorded()
    let fork = try Program.run(
      ["fork", name, "--round", "4", "--sparsity", "0.55", "--json"], in: scratch
    ).objects()
    let monitor = try MonitorProcess(
      command: ["replay", name, "--speed", "max"], in: scratch, columns: 120, rows: 36)
    #expect(monitor.shows("FINISHED"))
    monitor.send("b")
    #expect(monitor.shows("no round is left after round 8"))
    monitor.send("r4\rb]\r")
    #expect(monitor.shows("● LIVE") || monitor.shows("■ ENDED"))
    #expect(monitor.shows("FINISHED"))
    #expect(monitor.shows("◦ parent \(name.suffix(4)) to r4"))
    monitor.send("q")
    monitor.expectEnd(0)
    let sha = try #require(fork.last).text("parameters_sha256")
    #expect(monitor.epilogue.contains("parameters sha256 \(sha)"))
    #expect(scratch.runFiles.count { $0.hasSuffix(".sqlite") } == 3)
  }

  @Test("A branch from an attached terminal trains here, and the parent goes on there")
  func attached() throws {
    let scratch = try Scratch()
    let host = try Program(
      ["run"] + Program.tiny + ["--set", "federation.rounds=100000"], in: scratch)
    #expect(host.read(until: "round 3/"))
    let monitor = try MonitorProcess(
      command: ["attach", "latest"], in: scratch, columns: 120, rows: 36)
    #expect(monitor.shows("ATTACHED"))
    // What is on record is told behind the first frame.
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 3 })
    monitor.send("6/branched\r")
    monitor.send("r2\rb\r")
    #expect(monitor.shows("● LIVE"))
    #expect(monitor.shows("r2   branched from"))
    #expect(monitor.shows("◦ parent"))
    monitor.send("\u{3}")
    monitor.expectEnd(130)
    #expect(host.isRunning && !monitor.epilogue.contains("left "))
    host.signal(SIGTERM)
    #expect(host.wait().status == 143)
    #expect(scratch.runFiles.count { $0.hasSuffix(".sqlite") } == 2)
  }

  @Test("A branch that cannot begin gives the screen back, with the reason")
  func refused() throws {
    let (scratch, name) = try Self.recorded()
    let monitor = try MonitorProcess(
      command: ["replay", name, "--speed", "max"], in: scratch, columns: 120, rows: 36)
    #expect(monitor.shows("FINISHED"))
    try FileManager.default.removeItem(atPath: "\(scratch.path)/runs/\(name).sqlite")
    monitor.send("r4\rb\r")
    #expect(monitor.shows("cannot branch: "))
    #expect(monitor.shows("REPLAY") && monitor.round == 4)
    monitor.send("q")
    monitor.expectEnd(0)
  }
}
