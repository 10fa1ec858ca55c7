import Foundation
import TUI
import Testing

@testable import Screen

extension TerminalTests {
  /// What the terminal is asked to report, and that it is not asked any more afterwards.
  @Suite struct ReportModeTests {
    @Test(
      "Pastes and the mouse are reported while the screen is up, the mouse unless it is not wanted")
    func reports() throws {
      for mouse in [true, false] {
        let pty = try PseudoTerminal(columns: 80, rows: 24)
        var options = TerminalTests.options(on: pty)
        options.mouse = mouse
        let screen = try TerminalScreen(options: options)
        let wanted: Set<Int> = mouse ? [2004, 1000, 1002, 1006] : [2004]
        let known: Set<Int> = [2004, 1000, 1002, 1003, 1005, 1006, 1015, 1016]
        #expect(
          pty.wait { pty.shown(columns: 80, rows: 24).modes.intersection(known) == wanted })
        screen.leave()
        #expect(
          pty.wait { pty.shown(columns: 80, rows: 24).modes == VirtualTerminal.initialModes })
      }
    }

    @Test("Suspending takes the modes back, and resuming sets them again")
    func suspended() throws {
      let pty = try PseudoTerminal(columns: 80, rows: 24)
      let terminal = try CursesTerminal(
        options: TerminalTests.options(on: pty), output: pty.slave)
      let up = VirtualTerminal.initialModes.subtracting([25])
        .union([1, 1049, 2004, 1000, 1002, 1006])
      func modes() -> Set<Int> { pty.shown(columns: 80, rows: 24).modes.subtracting([12]) }
      _ = terminal.show(Grid(terminal.size), synchronized: false)
      #expect(pty.wait { modes().isSuperset(of: [1000, 1002, 1006, 2004, 1049]) })
      #expect(modes().isSubset(of: up))
      terminal.suspend()
      #expect(pty.wait { modes() == VirtualTerminal.initialModes })
      terminal.resume()
      _ = terminal.show(Grid(terminal.size), synchronized: false)
      #expect(pty.wait { modes().isSuperset(of: [1000, 1002, 1006, 2004, 1049]) })
      terminal.close()
      #expect(pty.wait { modes() == VirtualTerminal.initialModes })
    }

    @Test("The background is asked for once, where the question is not printed")
    func question() throws {
      for (term, asks, count) in [
        ("xterm-256color", true, 1), ("xterm-256color", false, 0), ("linux", true, 0),
        ("vt100", true, 0), ("screen", true, 1),
      ] {
        let pty = try PseudoTerminal(columns: 80, rows: 24)
        var options = TerminalTests.options(on: pty, term: term)
        options.asksBackground = asks
        let screen = try TerminalScreen(options: options)
        let recorder = Recorder()
        Thread.detachNewThread {
          #expect(pty.wait { pty.text.contains("80x24") })
          pty.send("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\q")
        }
        screen.run(recorder)
        let questions = pty.text.components(separatedBy: "\u{1b}]11;?\u{1b}\\").count - 1
        #expect(questions == count, "\(term)")
        #expect(recorder.heard.count == 1 && recorder.heard[0].contains("background"))
        // What it does not know is not sent to a terminal without an alternate screen.
        #expect(term != "vt100" || !pty.text.contains("?1000"))
      }
    }
  }
}
