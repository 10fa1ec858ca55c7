import Screen
import Testing

/// Tests that open a screen: a process has one at a time, so they run one after the other.
@Suite(.serialized) struct TerminalTests {
  /// Options for a screen on `terminal` that do not depend on where the tests run.
  static func options(
    on terminal: PseudoTerminal, term: String = "xterm-256color"
  ) -> ScreenOptions {
    var options = ScreenOptions()
    options.input = terminal.slave
    options.output = terminal.slave
    options.ascii = false
    options.capturesStandardError = false
    options.environment = TerminalEnvironment(term: term)
    return options
  }
}
