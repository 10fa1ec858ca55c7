/// The list of options, over everything else: values, where they come from, and a sentence on the one under the bar.
struct OptionsOverlay {
  /// An option as it stands.
  struct Row {
    let option: MonitorOption
    /// Its value, as people read it.
    let value: String
    let source: OptionSource
  }

  let rows: [Row]
  /// The row of the bar.
  let selected: Int
  /// Where they can be written; nil: nowhere.
  let path: String?

  /// Draws in the middle of the canvas.
  func render(into canvas: inout Canvas) {
    let lines = lines
    let width = min(canvas.width, 78)
    // Below the options: an empty line, the sentence in two lines, and the file.
    let help = canvas.height >= 14 ? 4 : 2
    let height = min(canvas.height, lines.count + help + 2)
    let rect = Rect(
      x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, width: width, height: height)
    canvas.within(rect) { canvas in
      canvas.clear()
      let count = rows.count { $0.source.isUnsaved }
      let note = count == 0 ? [] : [Span("* \(count) not in the file", .pending)]
      canvas.framed(title: [Span("options", .title)], note: note) { canvas in
        let room = max(1, canvas.height - help)
        draw(lines, room: room, into: &canvas)
        explain(from: room + (help > 2 ? 1 : 0), isWide: help > 2, into: &canvas)
      }
    }
  }

  /// A heading, or the row of an option.
  private enum Line {
    case heading(String)
    case option(Int)
  }

  private var lines: [Line] {
    rows.indices.flatMap { index -> [Line] in
      let group = rows[index].option.group
      let isFirst = index == 0 || rows[index - 1].option.group != group
      return (isFirst ? [.heading(group)] : []) + [.option(index)]
    }
  }

  private static let keyWidth = 17
  private static let valueWidth = 25

  private func draw(_ lines: [Line], room: Int, into canvas: inout Canvas) {
    let bar = lines.firstIndex { if case .option(selected) = $0 { true } else { false } } ?? 0
    let top = max(0, min(bar - room / 2, lines.count - room))
    for (y, line) in lines.dropFirst(top).prefix(room).enumerated() {
      switch line {
      case .heading(let group): canvas.put(group, x: 1, y: y, .title)
      case .option(let index):
        draw(rows[index], isSelected: index == selected, y: y, into: &canvas)
        if index == selected { canvas.select(row: y) }
      }
    }
    if lines.count - top > room { canvas.more(below: room) }
  }

  private func draw(_ row: Row, isSelected: Bool, y: Int, into canvas: inout Canvas) {
    let isUnsaved = row.source.isUnsaved
    if isUnsaved { canvas.put("*", x: 1, y: y, .pending) }
    canvas.put(row.option.key, x: 3, y: y, .text, limit: Self.keyWidth - 1)
    let isWide = canvas.width >= Self.keyWidth + Self.valueWidth + 16
    let x = 3 + Self.keyWidth
    let limit = isWide ? Self.valueWidth - 1 : canvas.width - x
    let value = Text.ellipsized(row.value, width: max(1, limit - 4), mark: "…")
    canvas.put(
      isSelected ? "← \(value) →" : "  \(value)", x: x, y: y, isUnsaved ? .pending : .title,
      limit: limit)
    guard isWide else { return }
    canvas.put(row.source.text, x: x + Self.valueWidth, y: y, .dim)
  }

  /// Tells of the option under the bar.
  private func explain(from y: Int, isWide: Bool, into canvas: inout Canvas) {
    guard rows.indices.contains(selected) else { return }
    let row = rows[selected]
    let origin = canvas.width < Self.keyWidth + Self.valueWidth + 16 ? " (\(row.source.text))" : ""
    let words = Text.wrapped("\(row.option.help)\(origin).", width: canvas.width - 2)
    for (offset, line) in words.prefix(2).enumerated() {
      canvas.put(line, x: 1, y: y + offset, .text)
    }
    guard isWide, let path else { return }
    let room = canvas.width - 7
    let shown = path.count > room ? "…" + path.suffix(room - 1) : path
    canvas.put([Span("file ", .dim), Span(String(shown), .dim)], x: 1, y: y + 2)
  }

  /// Draws the bottom line: what was done last, or the keys.
  static func bottom(_ scene: Scene, into canvas: inout Canvas) {
    if let message = scene.state.message {
      canvas.line(0, left: [Span(" \(message.text)", message.role)])
      return
    }
    let save = scene.keys.label(.saveOptions, in: .options)
    let words = [("← →", "change"), ("enter", "next"), (save, "write file"), ("esc", "close")]
    canvas.line(0, left: words.flatMap { [Span(" \($0.0)", .key), Span(" \($0.1) ", .dim)] })
  }
}
