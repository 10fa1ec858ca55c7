import Foundation
import TUI
import Testing

@testable import Screen

extension TerminalTests {
  /// A terminal that takes no more: its window hangs, or the line to it is cut.
  @Suite struct StuckTerminalTests {
    @Test(
      "TERM, INT, HUP and QUIT end within two seconds though nobody reads, and the way back is there to be read",
      arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
    func ends(number: Int32) async throws {
      await #expect(processExitsWith: .exitCode(0)) { [number = number as Int32] in
        var ends: (master: Int32, slave: Int32) = (-1, -1)
        precondition(openpty(&ends.master, &ends.slave, nil, nil, nil) == 0)
        var size = winsize(ws_row: 100, ws_col: 300, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(ends.master, UInt(TIOCSWINSZ), &size)
        var before = termios()
        tcgetattr(ends.slave, &before)
        var options = ScreenOptions()
        (options.input, options.output) = (ends.slave, ends.slave)
        options.environment = TerminalEnvironment(term: "xterm-256color")
        let screen = try TerminalScreen(options: options)
        let painter = Flood()
        // No frame is finished once the terminal is full: then comes the signal.
        Thread.detachNewThread {
          usleep(500_000)
          kill(getpid(), number)
        }
        let start = ContinuousClock.now
        screen.run(painter)
        let time = start.duration(to: .now)
        precondition(time > .seconds(1), "it was not stuck: \(time)")
        precondition(time < .seconds(2.5), "it took \(time)")
        var after = termios()
        tcgetattr(ends.slave, &after)
        precondition(after.c_lflag == before.c_lflag && after.c_iflag == before.c_iflag)
        // Who reads at last sees a terminal as it was.
        var received: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65536)
        _ = fcntl(ends.master, F_SETFL, O_NONBLOCK)
        while case let count = read(ends.master, &bytes, bytes.count), count > 0 {
          received += bytes.prefix(count)
        }
        var terminal = VirtualTerminal(columns: 300, rows: 100)
        terminal.receive(received)
        precondition(terminal.modes == VirtualTerminal.initialModes, "\(terminal.modes)")
        exit(0)
      }
    }
  }
}

/// Frames of which no two cells are alike, as many as a terminal takes.
private final class Flood: ScreenDelegate {
  private var frames = 0

  var animates: Bool { true }

  func frame(size: Size, capabilities: Capabilities, now: Double) -> Grid {
    frames += 1
    var grid = Grid(size)
    for y in 0..<size.height {
      for x in 0..<size.width {
        let letter = UInt8(0x21 + (x * 7 + y * 13 + frames * 29) % 94)
        grid[x, y] = Cell(Character(UnicodeScalar(letter)))
      }
    }
    return grid
  }

  func key(_ key: Key) -> ScreenAction { .none }

  func signal(_ signal: ScreenSignal) -> ScreenAction { .quit }
}
