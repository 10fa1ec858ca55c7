/// Why a screen's run ended.
public enum ScreenEnd: Sendable, Hashable {
  /// The delegate asked for it.
  case quit
  /// The terminal is gone: there is nothing left to read from.
  case terminalLost
}
