import CTerminal
import Glibc
import TUI

/// A terminal that shows grids and reads keys, from its opening to `leave()`.
///
/// Belongs to one thread, the main one: ncurses does, and the kernel gives signals to that thread
/// when it can. Other threads only `wake()` it through its waker. A process has one screen at a
/// time.
public final class TerminalScreen {
  /// What can be drawn.
  public let capabilities: Capabilities
  /// How other threads ask for a frame.
  public let waker: ScreenWaker

  let input: Int32
  let output: Int32
  let terminal: CursesTerminal
  let signals: Int32
  let synchronized: Bool
  var decoder: KeyDecoder
  /// When the last byte came, for the keys that end in silence.
  var lastInput = 0.0
  var pacer = FramePacer()
  var errors = CapturedErrors()
  /// Whether the terminal is somebody else's at the moment: we were continued in the background.
  var isAway = false
  private var isOpen = true

  /// Opens the terminal and shows its alternate screen.
  ///
  /// The order matters: nothing changes before both streams are known to be terminals, and the
  /// way back is laid before the first mode is set. Throws a `ScreenError` without a trace on the
  /// terminal; the caller then does its work without a screen.
  public init(
    options: ScreenOptions = ScreenOptions(), waker: ScreenWaker = ScreenWaker()
  ) throws(ScreenError) {
    guard isatty(options.input) == 1 else { throw .notATerminal(stream: "stdin") }
    guard isatty(options.output) == 1 else { throw .notATerminal(stream: "stdout") }
    // A copy of our own: a crash points it elsewhere, and stdout stays what it was.
    let output = fcntl(options.output, F_DUPFD_CLOEXEC, 3)
    guard output >= 0 else { throw .last("dup") }
    do throws(ScreenError) {
      guard ct_guard_arm(options.output, output) == 0 else { throw ScreenError.last("tcgetattr") }
      signals = ct_signals_open()
      guard signals >= 0 else { throw ScreenError.last("pipe") }
      terminal = try CursesTerminal(options: options, output: output)
    } catch {
      ct_guard_disarm()
      ct_signals_close()
      close(output)
      throw error
    }
    let leaving = Array(Terminfo.leaving.utf8)
    leaving.withUnsafeBytes { bytes in
      ct_guard_script(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    if options.capturesStandardError ?? (isatty(STDERR_FILENO) == 1) { _ = ct_stderr_capture() }
    capabilities = terminal.capabilities
    decoder = KeyDecoder(escapeDelay: options.environment.escapeDelay)
    synchronized = options.synchronized ?? options.environment.knowsSynchronizedOutput
    input = options.input
    self.output = output
    self.waker = waker
  }

  deinit { leave() }

  /// Size in cells.
  public var size: Size { terminal.size }

  /// Asks for a frame, from the thread of the screen; other threads ask its `waker`.
  public func wake() { waker.wake() }

  /// Gives the terminal back as it was found and prints what stderr got meanwhile.
  ///
  /// Calling it again does nothing.
  public func leave() {
    guard isOpen else { return }
    isOpen = false
    if !isAway { terminal.close() }
    ct_guard_disarm()
    ct_stderr_release()
    ct_signals_close()
    close(output)
  }
}

extension TerminalEnvironment {
  /// Terminals that draw a bracketed frame as one; others ignore the brackets, but multiplexers of
  /// some age do not.
  var knowsSynchronizedOutput: Bool {
    let families = ["xterm", "alacritty", "foot", "wezterm", "contour", "iterm", "ghostty"]
    return !isMultiplexed && families.contains { term.hasPrefix($0) }
  }
}
