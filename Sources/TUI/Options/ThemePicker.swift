/// A list of all themes, each in use while the bar is on it.
struct ThemePicker: Sendable, Equatable {
  /// Names, or the path of a theme that was named so.
  let names: [String]
  /// The one under the bar.
  var row: Int
  /// The theme to return to.
  let before: Theme
  /// The line of the options that it was opened from; nil: the panes.
  let optionsRow: Int?
  /// Why the one under the bar cannot be used; the one before it is in use then.
  var problem: String?

  /// Draws at the right edge of the canvas, so that the panes show what the theme is like.
  func render(_ theme: Theme, into canvas: inout Canvas) {
    let width = min(canvas.width, max(25, min(40, canvas.width / 3)))
    let words = Text.wrapped(problem ?? theme.summary, width: width - 4)
    // What a theme is like stands below the names where that leaves room for some.
    let notes = canvas.height >= 16 ? Array(words.prefix(4)) : []
    let height = min(canvas.height, names.count + 2 + (notes.isEmpty ? 0 : 5))
    let rect = Rect(
      x: canvas.width - width, y: (canvas.height - height) / 2, width: width, height: height)
    canvas.within(rect) { canvas in
      canvas.clear()
      canvas.framed(title: [Span("themes", .title)]) { canvas in
        let room = max(1, canvas.height - (notes.isEmpty ? 0 : 5))
        let top = max(0, min(row - room / 2, names.count - room))
        for (y, index) in (top..<min(names.count, top + room)).enumerated() {
          let isBefore = names[index] == before.reference
          canvas.put(isBefore ? "● " : "  ", x: 0, y: y, .live)
          canvas.put(names[index], x: 2, y: y, index == row ? .title : .text)
          if index == row { canvas.select(row: y) }
        }
        for (y, line) in notes.enumerated() {
          canvas.put(line, x: 1, y: room + 1 + y, problem == nil ? .dim : .error)
        }
      }
    }
  }

  /// Draws the bottom line.
  func bottom(into canvas: inout Canvas) {
    let keys = [
      Span(" ↑ ↓", .key), Span(" look  ", .dim), Span("enter", .key), Span(" keep  ", .dim),
      Span("esc", .key), Span(" as before  ", .dim),
    ]
    let end = canvas.put(keys, x: 0, y: 0)
    if let problem { canvas.put(problem, x: end, y: 0, .error) }
  }
}
