import Foundation
import Testing

/// Whatever ends or disturbs the monitor, the terminal is afterwards what it was.
@Suite(.serialized) struct LifecycleTests {
  @Test(
    "Every terminal that can be drawn on is drawn on, and given back",
    arguments: ["vt100", "linux", "xterm-256color", "tmux-256color", "screen"])
  func terminals(term: String) throws {
    let monitor = try MonitorProcess(environment: ["TERM": term])
    #expect(monitor.shows("RUNNING"))
    monitor.send("qy")
    monitor.expectEnd(0)
  }

  @Test(
    "A terminal that nothing can be placed on is named, by replay and attach too",
    arguments: ["dumb", "nonsense"])
  func unknown(term: String) throws {
    let scratch = try Scratch()
    let host = try Program(
      ["run"] + Program.tiny + ["--set", "federation.rounds=100000"], in: scratch)
    #expect(host.read(until: "round 1/"))
    for command in ["replay", "attach"] {
      let monitor = try MonitorProcess(
        command: [command, "latest"], in: scratch, environment: ["TERM": term])
      guard case .exited(let status) = monitor.process.wait(seconds: 30) else {
        Issue.record("\(command) goes on")
        continue
      }
      #expect(status != 0)
      #expect(monitor.process.read(until: "fedtop: unknown terminal: TERM=\(term): "))
      #expect(!monitor.process.terminal.text.contains("\u{1b}"))
      monitor.expectRestored()
    }
  }

  @Test("COLUMNS is not believed: the terminal is asked")
  func environment() throws {
    let monitor = try MonitorProcess(environment: ["COLUMNS": "99999"])
    #expect(monitor.shows("RUNNING"))
    #expect(monitor.lines[0].hasPrefix(" fedtop") || monitor.lines[0].hasPrefix("fedtop"))
    monitor.send("qy")
    monitor.expectEnd(0)
  }

  @Test("Without UTF-8 the terminal is given back as well")
  func plainLocale() throws {
    let monitor = try MonitorProcess(environment: ["LC_ALL": "C"])
    #expect(monitor.shows("RUNNING"))
    monitor.send("qy")
    monitor.expectEnd(0)
  }

  @Test("A storm of sizes ends in the last one, and keys work")
  func storm() throws {
    var monitor = try MonitorProcess()
    #expect(monitor.shows("RUNNING"))
    for step in 0..<300 {
      let columns = [1, 2, 20, 79, 80, 200, 400, 32_768][step * 7 % 8]
      monitor.process.terminal.resize(columns: columns, rows: [1, 3, 24, 60, 11][step * 3 % 5])
    }
    monitor.resize(columns: 90, rows: 26)
    monitor.send(" ")
    #expect(monitor.shows("PAUSED"))
    monitor.send("qy")
    monitor.expectEnd(0)
  }

  @Test("A size that no screen has is drawn in a corner of it, from the start and later")
  func absurdSizes() throws {
    var monitor = try MonitorProcess(columns: 65_535, rows: 65_535)
    #expect(Patience.wait(20) { monitor.process.terminal.text.contains("RUNNING") })
    monitor.resize(columns: 90, rows: 26)
    #expect(monitor.shows("RUNNING"))
    monitor.send(" ")
    #expect(monitor.shows("PAUSED"))
    for (columns, rows) in [(32_768, 60), (32_768, 1), (80, 32_768), (65_535, 1), (300, 65_535)] {
      let before = monitor.process.terminal.output.count
      monitor.process.terminal.resize(columns: columns, rows: rows)
      // All is drawn anew: what stayed the same is written, too.
      let isDrawn = Patience.wait(20) {
        String(decoding: monitor.process.terminal.output.dropFirst(before), as: UTF8.self)
          .contains("PAUSED")
      }
      #expect(isDrawn, "\(columns)x\(rows)")
    }
    monitor.resize(columns: 90, rows: 26)
    #expect(monitor.shows("PAUSED"))
    monitor.send("qy")
    monitor.expectEnd(0)
  }

  @Test("A size that changes while it is stopped is there when it goes on")
  func suspended() throws {
    var monitor = try MonitorProcess()
    #expect(monitor.shows("RUNNING"))
    monitor.send("\u{1a}")
    #expect(monitor.process.wait() == .stopped)
    monitor.expectRestored()
    monitor.resize(columns: 60, rows: 18)
    monitor.process.signal(SIGCONT)
    #expect(monitor.shows { $0[0].contains("fedtop") && $0[17].contains("pause") })
    monitor.send("qy")
    monitor.expectEnd(0)
  }

  /// Every other signal is sent in ScreenTests, where it costs no training.
  @Test(
    "What kills gives the terminal back first: a fault, a limit, a stranger",
    arguments: [SIGSEGV, SIGABRT, SIGXCPU, SIGUSR2])
  func killed(number: Int32) throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows("RUNNING"))
    monitor.process.signal(number)
    #expect(monitor.process.wait(seconds: 30) == .killed(number))
    monitor.expectRestored()
  }

  @Test("QUIT ends it like a person would; USR1, PIPE, ALRM and WINCH disturb nothing")
  func harmless() throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows("RUNNING"))
    for number in [SIGUSR1, SIGPIPE, SIGALRM, SIGWINCH, SIGCONT, SIGCHLD] {
      monitor.process.signal(number)
      let round = monitor.round ?? 0
      #expect(monitor.shows { _ in (monitor.round ?? 0) > round + 1 }, "after \(number)")
    }
    monitor.process.signal(SIGQUIT)
    monitor.expectEnd(130)
  }

  @Test("A terminal that nobody reads holds nobody up: two seconds, and the way back waits in it")
  func stuck() throws {
    // A screen of this size fills what the kernel holds for a terminal more than once.
    let monitor = try MonitorProcess(columns: 300, rows: 100, isRead: false)
    let path = monitor.scratch.path + "/runs"
    #expect(Patience.wait(20) { FileManager.default.fileExists(atPath: path) })
    usleep(1_500_000)
    let start = ContinuousClock.now
    monitor.process.signal(SIGTERM)
    #expect(monitor.process.wait(seconds: 30) == .exited(143))
    #expect(start.duration(to: .now) < .seconds(Patience.idle(2)))
    monitor.process.terminal.startReading()
    monitor.expectRestored()
  }

  @Test("What a library writes on stderr stands in the log, and on the terminal afterwards")
  func noise() throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows("RUNNING"))
    let stream = try FileHandle(
      forWritingTo: URL(filePath: "/proc/\(monitor.process.pid)/fd/2"))
    try stream.seekToEnd()
    try stream.write(contentsOf: Data("library: a stray \u{1b}[31mword\n".utf8))
    monitor.send("6z")
    #expect(monitor.shows("library: a stray"))
    #expect(monitor.process.terminal.shown(columns: 100, rows: 30).unknown == [])
    monitor.send("zqy")
    monitor.expectEnd(0)
    #expect(monitor.epilogue.contains("library: a stray"))
  }

  @Test("While a run holds, the monitor sleeps")
  func idle() throws {
    let monitor = try MonitorProcess()
    #expect(monitor.shows { _ in (monitor.round ?? 0) >= 1 })
    monitor.send(" ")
    #expect(monitor.shows("PAUSED"))
    // What it said of the key fades first.
    usleep(8_000_000)
    let (before, sent) = (try wakings(monitor), monitor.process.terminal.output.count)
    usleep(3_000_000)
    #expect(try wakings(monitor) - before <= 3)
    #expect(monitor.process.terminal.output.count == sent)
    monitor.send("qy")
    monitor.expectEnd(0)
  }

  /// How often the thread that draws has gone to sleep so far.
  private func wakings(_ monitor: MonitorProcess) throws -> Int {
    let status = try String(
      contentsOfFile: "/proc/\(monitor.process.pid)/status", encoding: .utf8)
    let count = try #require(status.firstMatch(of: /\nvoluntary_ctxt_switches:\s+(\d+)/)?.1)
    return try #require(Int(count))
  }
}
