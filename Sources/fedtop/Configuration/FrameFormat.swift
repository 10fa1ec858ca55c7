/// What `fedtop frame` prints.
enum FrameFormat: String, CaseIterable {
  /// Plain text.
  case text
  /// Text with escape sequences for 256 colours.
  case ansi
  /// A drawing in the theme's own colours.
  case svg
}
