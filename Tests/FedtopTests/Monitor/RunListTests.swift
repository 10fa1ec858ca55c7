import Foundation
import Testing

/// The list of runs on a terminal.
@Suite struct RunListTests {
  /// Two short runs of different methods.
  private static func recorded() throws -> Scratch {
    let scratch = try Scratch()
    for method in ["fedavg-lora", "fibecfed"] {
      let run = try Program.run(["run", "--method", method] + Program.tiny, in: scratch)
      #expect(run.status == 0, "\(run.errors)")
    }
    return scratch
  }

  private static func list(_ scratch: Scratch) throws -> MonitorProcess {
    try MonitorProcess(command: ["runs"], in: scratch, columns: 140, rows: 30)
  }

  @Test("Runs are listed, played, left for the list again, and compared")
  func stored() throws {
    let list = try Self.list(try Self.recorded())
    #expect(list.shows { $0.count { $0.contains("✓") && $0.contains("finished") } == 2 })
    #expect(list.shows { $0.contains { $0.contains("fedavg-lora") && $0.contains("2/2") } })
    list.send("\r")
    #expect(list.shows("REPLAY 4x"))
    list.send("R")
    #expect(list.shows("by newest"))
    list.send("\u{1b}")
    #expect(list.shows("REPLAY 4x"))
    list.send("\u{1b}")
    #expect(list.shows("by newest"))
    list.send("g j c")
    #expect(list.shows { $0.contains { $0.contains("method.name") && $0.contains("fedavg-lora") } })
    list.send("\r")
    // The second run is drawn behind the first, which is seen whole.
    #expect(list.shows("FINISHED") && list.shows("◦"))
    list.send("q")
    list.expectEnd(0)
  }

  @Test("A run that trains here goes on beneath the list, and beside another run")
  func beneath() throws {
    let scratch = try Self.recorded()
    let host = try MonitorProcess(
      command: ["watch"] + Program.tiny + ["--set", "federation.rounds=100000"], in: scratch,
      columns: 140, rows: 30)
    #expect(host.shows { _ in (host.round ?? 0) >= 2 })
    host.send("R")
    func trained() -> Int? {
      host.lines.first { $0.contains(" here ") }?.firstMatch(of: /(\d+)\/100000/)
        .flatMap { Int($0.1) }
    }
    #expect(host.shows { _ in trained() != nil })
    let before = try #require(trained())
    #expect(host.shows { _ in (trained() ?? 0) > before })
    host.send("j\r")
    #expect(host.shows("REPLAY 4x"))
    // Leaving what is shown would end what trains beside it: that is asked.
    host.send("q")
    #expect(host.shows("Quit? a run trains here"))
    host.send("n")
    #expect(host.shows { _ in trained() != nil })
    host.send("g\r")
    #expect(host.shows("● LIVE"))
    host.send("R")
    #expect(host.shows("by newest"))
    host.send("qy")
    host.expectEnd(0)
  }

  @Test("A live run of another process is attached; one that is stopped, or dead, is seen as such")
  func elsewhere() throws {
    let scratch = try Scratch()
    let host = try Program(
      ["run"] + Program.tiny + ["--set", "federation.rounds=100000"], in: scratch)
    #expect(host.read(until: "round 2/"))
    let list = try Self.list(scratch)
    #expect(list.shows { $0.contains { $0.contains("●") && $0.contains(" live ") } })
    host.signal(SIGSTOP)
    #expect(list.shows(" suspended "))
    let stopped = try Program.run(["runs", "--json"], in: scratch).objects()
    #expect(stopped.map { $0.text("state") } == ["suspended"])
    host.signal(SIGCONT)
    #expect(list.shows(" live "))
    list.send("\r")
    #expect(list.shows("● ATTACHED"))
    list.send(" ")
    #expect(list.shows("PAUSED"))
    list.send("R")
    #expect(list.shows(" paused "))
    host.signal(SIGKILL)
    #expect(list.shows(" dead ", seconds: 5))
    list.send("q")
    list.expectEnd(0)
  }

  @Test("With --plain, and with a condition, the table is printed on a terminal too")
  func plain() throws {
    let scratch = try Self.recorded()
    for options in [["--plain"], ["--where", "method=fibecfed"], ["--json"]] {
      let table = try MonitorProcess(
        command: ["runs"] + options, in: scratch, columns: 140, rows: 30)
      #expect(table.process.wait(seconds: 30) == .exited(0))
      #expect(table.shows("fibecfed"))
      #expect(!table.lines.joined().contains("by newest"))
    }
  }

  @Test("A sweep trains in the background of its list; leaving it early is asked, and told")
  func sweep() throws {
    let scratch = try Scratch()
    let file = scratch.path + "/s.toml"
    try """
    [data]
    name = "agreement"
    train_samples = 64
    test_samples = 24
    [federation]
    clients = 4
    cohort = 2
    rounds = 100000
    [sweep]
    methods = ["fedavg-lora"]
    seeds = [1]
    """.write(toFile: file, atomically: true, encoding: .utf8)
    let sweep = try MonitorProcess(
      command: ["sweep", file, "--workers", "1"], in: scratch, columns: 140, rows: 30)
    #expect(sweep.shows("the sweep trains, 0 of 1 runs done"))
    #expect(sweep.shows { $0.contains { $0.contains(" live ") } })
    sweep.send("q")
    #expect(sweep.shows("Quit? the sweep trains"))
    sweep.send("y")
    sweep.expectEnd(130)
    #expect(sweep.shows("stopped; go on with the same command"))
  }
}
