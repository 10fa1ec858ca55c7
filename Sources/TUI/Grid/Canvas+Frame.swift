/// What views over the panes have in common.
extension Canvas {
  /// Draws a frame, and then inside of it.
  mutating func framed(
    title: [Span], note: [Span] = [], focused: Bool = true, _ draw: (inout Canvas) -> Void
  ) {
    frame(title: title, note: note, focused: focused)
    within(Rect(x: 1, y: 1, width: width - 2, height: height - 2), draw)
  }

  /// Says in the last of so many rows that a list goes on below them.
  mutating func more(below rows: Int) {
    put("↓ more", x: width - 7, y: rows - 1, .key)
  }
}
