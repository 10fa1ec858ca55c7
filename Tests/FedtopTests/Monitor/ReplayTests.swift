import Foundation
import Testing

/// A stored run, played on a terminal.
@Suite struct ReplayTests {
  private static func recorded() throws -> Scratch {
    let scratch = try Scratch()
    let run = try Program.run(
      ["run", "--set", "federation.dropout=0.4"] + Program.tiny + ["--set", "federation.rounds=8"],
      in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    return scratch
  }

  private static func replay(_ options: String...) throws -> MonitorProcess {
    try MonitorProcess(
      command: ["replay", "latest"] + options, in: try recorded(), columns: 100, rows: 30)
  }

  @Test("A replay is held, stepped through in both directions, and gone through by typed rounds")
  func scrubbing() throws {
    // At a thousandth of its speed nothing moves by itself while this test runs.
    let monitor = try Self.replay("--speed", "0.001", "--round", "3")
    #expect(monitor.shows("round 3/8") && monitor.shows("REPLAY 0.001"))
    for (keys, round) in [
      ("\u{1b}[D", 2), ("\u{1b}[D", 1), ("\u{1b}[C", 2), ("\u{1b}[H", 0), ("r6\r", 6),
      (":goto 4\r", 4),
      ("\u{1b}[F", 8),
    ] {
      monitor.send(keys)
      #expect(monitor.shows { _ in monitor.round == round }, "\(keys.debugDescription)")
      #expect(monitor.shows(round == 8 ? "FINISHED" : "PAUSED"))
    }
    monitor.send(" ")
    #expect(monitor.shows("this is the end of the record"))
    monitor.send("\u{1b}[D")
    #expect(monitor.shows { _ in monitor.round == 7 })
    monitor.send("q")
    monitor.expectEnd(0)
  }

  @Test(
    "A signal that ends what only watches is its status",
    arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)])
  func signals(number: Int32, status: Int32) throws {
    let scratch = try Self.recorded()
    for (command, words) in [(["replay", "latest"], "REPLAY"), (["runs"], "by newest")] {
      let monitor = try MonitorProcess(command: command, in: scratch, columns: 120, rows: 30)
      #expect(monitor.shows(words))
      monitor.process.signal(number)
      monitor.expectEnd(status)
    }
  }

  @Test("A replay changes its speed while it plays, and steps stop where they should")
  func speed() throws {
    let monitor = try Self.replay("--speed", "0.001")
    #expect(monitor.shows("REPLAY 0.001"))
    monitor.send(":step 3\r")
    #expect(monitor.shows("STEPPING"))
    monitor.send(">")
    #expect(monitor.shows("REPLAY 1x"))
    #expect(monitor.shows("PAUSED"))
    #expect(monitor.round == 3)
    monitor.send(">>>")
    #expect(monitor.shows("REPLAY max"))
    monitor.send(" ")
    #expect(monitor.shows("FINISHED"))
    #expect(monitor.round == 8)
    monitor.send("q")
    monitor.expectEnd(0)
  }

  @Test("Failures of clients and best accuracies are gone to, with what is to be seen there")
  func landmarks() throws {
    let monitor = try Self.replay("--speed", "0.001")
    #expect(monitor.shows("REPLAY"))
    for key in ["a", "x"] {
      monitor.send(key)
      let words = key == "x" ? "failed: " : "best accuracy so far"
      #expect(monitor.shows { $0.last?.contains(words) == true })
      let line = try #require(monitor.lines.last)
      let round = try #require(line.firstMatch(of: /round (\d+):/)?.1)
      #expect(monitor.shows { $0[1].contains("round \(round)/8") })
    }
    monitor.send("q")
    monitor.expectEnd(0)
  }
}
