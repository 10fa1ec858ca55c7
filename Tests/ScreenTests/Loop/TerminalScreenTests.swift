import Foundation
import Synchronization
import TUI
import Testing

@testable import Screen

extension TerminalTests {
  @Suite struct LoopTests {
    @Test("The terminal is left as it was found")
    func leaves() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let before = pty.modes
      let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
      #expect(pty.modes != before)
      let recorder = Recorder()
      drive(pty) { pty in
        #expect(pty.wait { pty.text.contains("size 80x24") })
        let modes = pty.shown(columns: 80, rows: 24).modes
        #expect(modes.contains(1049) && !modes.contains(25))
      }
      #expect(screen.run(recorder) == .quit)
      #expect(pty.modes == before)
      #expect(pty.wait { pty.shown(columns: 80, rows: 24).modes == VirtualTerminal.initialModes })
      let count = pty.output.count
      screen.leave()
      #expect(pty.output.count == count)
      #expect(recorder.costs.count == recorder.frames && recorder.costs[0].rows == 24)
      #expect(recorder.costs.allSatisfy { $0.bytes == nil })
    }

    @Test("A screen that is dropped is left")
    func dropped() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let before = pty.modes
      do {
        let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
        #expect(screen.size == Size(width: 80, height: 24))
        #expect(screen.capabilities == Capabilities(colors: .indexed, unicode: true))
        #expect(pty.modes != before)
      }
      #expect(pty.modes == before)
      #expect(pty.wait { pty.shown(columns: 80, rows: 24).modes == VirtualTerminal.initialModes })
    }

    @Test("Keys reach the delegate, Escape after a silence")
    func keys() throws {
      let heard = try run { pty in
        for (typed, answer) in [
          ("a", "character(\"a\")"), ("\u{1b}[A", "up"), ("\u{1b}OB", "down"),
          ("\u{1b}", "escape"), ("\u{3}", "control(\"c\")"), ("é", "character(\"é\")"),
          ("\u{1b}[5~", "pageUp"), ("\u{1a}", "control(\"z\")"),
        ] {
          pty.send(typed)
          #expect(pty.wait { shows(pty, "key \(answer).") || shows(pty, "key Screen.\(answer).") })
        }
      }
      #expect(heard.count == 8)
    }

    @Test("A resize is drawn at once, without a key")
    func resize() throws {
      _ = try run { pty in
        #expect(pty.wait { shows(pty, "size 80x24") })
        for (columns, rows) in [(100, 30), (40, 10), (1, 1), (120, 36)] {
          pty.resize(columns: columns, rows: rows)
          kill(getpid(), SIGWINCH)
          #expect(
            pty.wait {
              let shown = pty.shown(columns: columns, rows: rows)
              return shown.grid[columns - 1, rows - 1] == Cell("#")
                && (columns < 10 || shown.line(0).hasPrefix("size \(columns)x\(rows)"))
            }, "\(columns)x\(rows)")
        }
      }
    }

    @Test("Signals are answered by the delegate")
    func signals() throws {
      let heard = try run { pty in
        for (number, name) in [
          (SIGUSR1, "user"), (SIGINT, "interrupt"), (SIGHUP, "hangup"), (SIGQUIT, "quit"),
        ] {
          kill(getpid(), number)
          #expect(pty.wait { shows(pty, "signal \(name).") })
        }
        kill(getpid(), SIGTERM)
        #expect(
          pty.wait { pty.shown(columns: 80, rows: 24).modes == VirtualTerminal.initialModes })
      }
      #expect(
        heard == [
          "signal user.", "signal interrupt.", "signal hangup.", "signal quit.",
          "signal terminate.",
        ])
    }

    @Test("A still screen sleeps until it is woken, from any thread")
    func wakes() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
      let recorder = Recorder()
      let waker = screen.waker
      drive(pty) { pty in
        #expect(pty.wait { shows(pty, "frame 1.") })
        usleep(300_000)
        #expect(!shows(pty, "frame 2."))
        waker.wake()
        #expect(pty.wait { shows(pty, "frame 2.") })
      }
      screen.run(recorder)
      #expect(recorder.frames <= 3)
    }

    @Test("News is drawn ten times a second once there was some, and the last of it always")
    func paced() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
      let recorder = Recorder()
      let waker = screen.waker
      let start = Date()
      drive(pty) { pty in
        for _ in 0..<400 {
          waker.wake()
          usleep(1000)
        }
      }
      screen.run(recorder)
      let seconds = Date().timeIntervalSince(start)
      #expect(recorder.frames >= 2)
      #expect(recorder.frames <= Int(seconds * 10) + 2 + FramePacer.opening)
    }

    @Test("An animated screen draws by itself")
    func animated() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
      drive(pty) { pty in #expect(pty.wait { shows(pty, "frame 4.") }) }
      #expect(screen.run(Recorder(animates: true)) == .quit)
    }

    @Test("The bytes of a frame are those that reach the terminal, and counted only when asked for")
    func bytes() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
      let recorder = Recorder()
      recorder.countsBytes = true
      let waker = screen.waker
      let received = Mutex<[Int]>([])
      drive(pty) { pty in
        for frame in 1...4 {
          if frame > 1 { waker.wake() }
          #expect(pty.wait { shows(pty, "frame \(frame).") })
          // The rest of the frame, if it came in two pieces.
          usleep(100_000)
          received.withLock { $0.append(pty.output.count) }
        }
      }
      screen.run(recorder)
      // A kernel that does not count has nothing to compare.
      guard ThreadWrites.total != nil else { return }
      let arrived = received.withLock { $0 }
      #expect(recorder.costs.count == 4)
      for frame in 1..<min(4, recorder.costs.count) {
        let bytes = try #require(recorder.costs[frame].bytes)
        #expect(bytes > 0 && bytes == arrived[frame] - arrived[frame - 1], "frame \(frame + 1)")
      }
      #expect(ThreadWrites.total("rchar: 9\nwchar: 17\nsyscr: 3\n") == 17)
      #expect(ThreadWrites.total("rchar: 9\n") == nil)
    }

    @Test("Redraw sends every cell again")
    func redraw() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
      let recorder = Recorder { $0 == .control("l") ? .redraw : .none }
      drive(pty) { pty in
        #expect(pty.wait { shows(pty, "frame 1.") })
        let count = pty.output.count
        pty.send("\u{c}")
        #expect(pty.wait { shows(pty, "frame 2.") })
        let fresh = String(decoding: pty.output.dropFirst(count), as: UTF8.self)
        #expect(fresh.contains("size 80x24") && fresh.contains("#"))
      }
      screen.run(recorder)
    }

    @Test("A terminal that is gone ends the run")
    func lost() throws {
      var ends: (master: Int32, slave: Int32) = (-1, -1)
      try #require(openpty(&ends.master, &ends.slave, nil, nil, nil) == 0)
      let (master, slave) = ends
      defer { close(slave) }
      var options = ScreenOptions()
      (options.input, options.output) = (slave, slave)
      options.capturesStandardError = false
      options.environment = TerminalEnvironment(term: "xterm-256color")
      let screen = try TerminalScreen(options: options)
      Thread.detachNewThread {
        usleep(100_000)
        close(master)
      }
      let recorder = Recorder()
      #expect(screen.run(recorder) == .terminalLost)
      #expect(recorder.heard == ["signal hangup."])
    }

    @Test("No terminal, or an unknown one: an error, and nothing changed")
    func refused() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let before = pty.modes
      var options = TerminalTests.options(on: pty)
      var pipes: [Int32] = [-1, -1]
      try #require(pipe(&pipes) == 0)
      defer { for end in pipes { close(end) } }
      options.input = pipes[0]
      #expect(throws: ScreenError.notATerminal(stream: "stdin")) {
        try TerminalScreen(options: options)
      }
      options = TerminalTests.options(on: pty)
      options.output = pipes[1]
      #expect(throws: ScreenError.notATerminal(stream: "stdout")) {
        try TerminalScreen(options: options)
      }
      for term in ["nonsense", "", "dumb"] {
        options = TerminalTests.options(on: pty, term: term)
        #expect(throws: ScreenError.unknownTerminal(name: term)) {
          try TerminalScreen(options: options)
        }
      }
      #expect(pty.modes == before)
      #expect(pty.output.isEmpty)
      // The way is free for the next one.
      try TerminalScreen(options: TerminalTests.options(on: pty)).leave()
    }

    /// Runs a screen while `script` types at it from another thread; returns what it heard.
    private func run(_ script: @escaping @Sendable (PseudoTerminal) -> Void) throws -> [String] {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let screen = try TerminalScreen(options: TerminalTests.options(on: pty))
      let recorder = Recorder()
      drive(pty, script)
      screen.run(recorder)
      return recorder.heard
    }

    /// Starts `script` on a thread; the screen is told to quit when it is through.
    private func drive(
      _ pty: PseudoTerminal, _ script: @escaping @Sendable (PseudoTerminal) -> Void
    ) {
      Thread.detachNewThread {
        script(pty)
        pty.send("q")
      }
    }
  }
}

/// Whether a line of the screen contains `text`.
private func shows(_ pty: PseudoTerminal, _ text: String) -> Bool {
  let shown = pty.shown(columns: 80, rows: 24)
  return (0..<24).contains { shown.line($0).contains(text) }
}
