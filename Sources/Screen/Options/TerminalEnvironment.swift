import Glibc

/// The environment variables that say something of the terminal.
public struct TerminalEnvironment: Sendable, Equatable {
  /// `TERM`, the name of the terminal in terminfo.
  public var term: String
  /// Whether `NO_COLOR` is set and not empty (no-color.org).
  public var noColor: Bool
  /// Whether a multiplexer (tmux, screen) sits between the program and the terminal.
  public var isMultiplexed: Bool

  /// Makes an environment.
  public init(term: String, noColor: Bool = false, isMultiplexed: Bool = false) {
    self.term = term
    self.noColor = noColor
    self.isMultiplexed = isMultiplexed
  }

  /// Reads the environment through `variable`, which gives nil for a variable that is not set.
  public init(variable: (String) -> String?) {
    func isSet(_ name: String) -> Bool { !(variable(name) ?? "").isEmpty }
    self.init(
      term: variable("TERM") ?? "", noColor: isSet("NO_COLOR"),
      isMultiplexed: isSet("TMUX") || isSet("STY"))
  }

  /// The environment of this process.
  public static var current: Self {
    Self { name in getenv(name).map { String(cString: $0) } }
  }
}
