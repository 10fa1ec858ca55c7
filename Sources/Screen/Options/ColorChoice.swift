/// What the user asked for with `--color`.
public enum ColorChoice: String, Sendable, CaseIterable {
  /// As many colours as the terminal has, none when `NO_COLOR` is set.
  case auto
  /// As many colours as the terminal has, whatever `NO_COLOR` says.
  case always
  /// None.
  case never
  /// None; another name for it.
  case mono
  /// The sixteen ANSI names.
  case ansi = "16"
  /// The fixed palette.
  case indexed = "256"
  /// Direct colour, where the terminfo entry has it.
  case direct
}
