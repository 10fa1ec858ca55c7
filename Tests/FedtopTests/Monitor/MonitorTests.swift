import Foundation
import Testing

@Suite(.serialized) struct MonitorTests {
  @Test("The first frame comes within a second, before anything is loaded")
  func firstFrame() throws {
    let start = ContinuousClock.now
    let monitor = try MonitorProcess()
    #expect(monitor.shows { $0[0].contains("fedtop") })
    #expect(start.duration(to: .now) < .seconds(Patience.idle(1)))
    let modes = monitor.process.terminal.shown(columns: 100, rows: 30).modes
    #expect(modes.isSuperset(of: [1049, 2004, 1000, 1002, 1006]) && !modes.contains(25))
    #expect(monitor.shows("RUNNING"))
    #expect(monitor.process.terminal.shown(columns: 100, rows: 30).unknown == [])
  }

  @Test("Space holds training within a second, a step is one round, and space goes on")
  func pause() throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 2 })
    let start = ContinuousClock.now
    monitor.send(" ")
    #expect(monitor.shows("PAUSED"))
    #expect(start.duration(to: .now) < .seconds(Patience.idle(1)))
    let round = try #require(monitor.settledRound)
    monitor.send(".")
    #expect(monitor.shows { _ in (monitor.round ?? 0) > round })
    #expect(monitor.shows("PAUSED"))
    #expect(monitor.settledRound == round + 1)
    monitor.send(" ")
    #expect(monitor.shows { _ in (monitor.round ?? 0) > round + 2 })
  }

  @Test("A knob that is turned is pending until its round, and then in the record")
  func knob() throws {
    let monitor = try MonitorProcess(columns: 160, rows: 50)
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 1 })
    monitor.send(" ")
    #expect(monitor.shows("PAUSED"))
    let round = try #require(monitor.settledRound)
    monitor.send("]")
    #expect(monitor.shows("→ 0.55 pending (round"))
    monitor.send(" ")
    #expect(monitor.shows { _ in (monitor.round ?? 0) > round + 2 })
    #expect(!monitor.lines.contains { $0.contains("pending") })
    monitor.send("\u{3}")
    monitor.expectEnd(130)
    let frame = try Program.run(["frame", "latest", "--size", "160x50"], in: monitor.scratch)
    #expect(frame.output.contains(#/sparsity.* 0\.55 /#))
  }

  @Test("Quitting asks first, and leaves a file to go on with")
  func quit() throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 1 })
    monitor.send("q")
    #expect(monitor.shows { $0.contains { $0.contains("Quit?") } })
    monitor.send("n")
    #expect(monitor.shows { !$0.contains { $0.contains("Quit?") } })
    monitor.send("qy")
    monitor.expectEnd(0)
    let rounds = try #require(monitor.epilogue.firstMatch(of: /interrupted after (\d+) rounds/)?.1)
    #expect(monitor.epilogue.contains("fedtop resume"))
    let frame = try Program.run(["frame", "latest"], in: monitor.scratch)
    #expect(frame.output.contains("INTERRUPTED") && frame.output.contains("round \(rounds)/"))
  }

  @Test("A finished run stays on the screen until it is left, without a question")
  func finished() throws {
    let monitor = try MonitorProcess(rounds: 1)
    #expect(monitor.shows("FINISHED"))
    monitor.send("q")
    monitor.expectEnd(0)
    #expect(monitor.epilogue.contains("finished 1 rounds"))
  }

  @Test("Ctrl-C leaves at once, even before the first round")
  func interrupt() throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows { $0[0].contains("fedtop") })
    monitor.send("\u{3}")
    monitor.expectEnd(130)
    #expect(monitor.epilogue.contains("interrupted after"))
  }

  @Test(
    "A signal closes the file and gives the terminal back",
    arguments: [
      (SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130),
    ] as [(Int32, Int32)])
  func signal(number: Int32, status: Int32) throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 1 })
    monitor.process.signal(number)
    monitor.expectEnd(status)
    let frame = try Program.run(["frame", "latest"], in: monitor.scratch)
    #expect(frame.output.contains("INTERRUPTED"))
  }

  @Test("Ctrl-Z gives the terminal back until the shell continues")
  func suspend() throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows("RUNNING"))
    monitor.send("\u{1a}")
    #expect(monitor.process.wait() == .stopped)
    monitor.expectRestored()
    monitor.process.signal(SIGCONT)
    #expect(
      monitor.process.terminal.wait {
        monitor.process.terminal.shown(columns: 100, rows: 30).modes
          .isSuperset(of: [1049, 2004, 1000, 1002, 1006])
      })
    #expect(monitor.shows("RUNNING"))
    monitor.send("\u{3}")
    monitor.expectEnd(130)
  }

  @Test("Every size is drawn, and keys go on working")
  func resize() throws {
    var monitor = try MonitorProcess(columns: 120, rows: 36)
    #expect(monitor.shows("RUNNING"))
    for (columns, rows) in [(80, 24), (40, 12), (200, 50), (20, 4), (9, 1)] {
      monitor.resize(columns: columns, rows: rows)
      #expect(monitor.shows { $0.joined().contains(#/\bR(UNNING)?\b/#) }, "\(columns)x\(rows)")
    }
    monitor.resize(columns: 1, rows: 1)
    #expect(monitor.shows { $0 == ["R"] })
    monitor.send(" ")
    #expect(monitor.shows { $0 == ["P"] })
    monitor.resize(columns: 100, rows: 30)
    #expect(monitor.shows("PAUSED"))
    monitor.send("\u{3}")
    monitor.expectEnd(130)
  }

  @Test("A run that cannot begin says so on the terminal's own screen")
  func cannotBegin() throws {
    let monitor = try MonitorProcess(["--model", "nomodel"])
    monitor.expectEnd(66)
    #expect(monitor.epilogue.contains(/fedtop: .*nomodel.*\r\n$/))
    #expect(monitor.scratch.runFiles == [])
  }
}
