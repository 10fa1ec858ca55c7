import Glibc

/// The environment variables that say something of the terminal.
public struct TerminalEnvironment: Sendable, Equatable {
  /// `TERM`, the name of the terminal in terminfo.
  public var term: String
  /// Whether `NO_COLOR` is set and not empty (no-color.org).
  public var noColor: Bool
  /// Whether a multiplexer (tmux, screen) sits between the program and the terminal.
  public var isMultiplexed: Bool

  /// Seconds of silence that make an escape byte the Escape key: `ESCDELAY`, in milliseconds, as curses programs read it.
  public var escapeDelay: Double

  /// Makes an environment.
  public init(
    term: String, noColor: Bool = false, isMultiplexed: Bool = false, escapeDelay: Double = 0.025
  ) {
    self.escapeDelay = escapeDelay
    self.term = term
    self.noColor = noColor
    self.isMultiplexed = isMultiplexed
  }

  /// Reads the environment through `variable`, which gives nil for a variable that is not set.
  public init(variable: (String) -> String?) {
    func isSet(_ name: String) -> Bool { !(variable(name) ?? "").isEmpty }
    let delay = variable("ESCDELAY").flatMap(Int.init)
      .map { Double(min(max($0, 0), 30_000)) / 1000 }
    self.init(
      term: variable("TERM") ?? "", noColor: isSet("NO_COLOR"),
      isMultiplexed: isSet("TMUX") || isSet("STY"), escapeDelay: delay ?? 0.025)
  }

  /// The environment of this process.
  public static var current: Self {
    Self { name in getenv(name).map { String(cString: $0) } }
  }
}
