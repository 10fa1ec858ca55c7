import Metrics

/// The list of keys, over everything else: those of the focused pane first, searched by what is
/// typed.
enum HelpOverlay {
  /// Draws over a whole screen.
  static func render(_ scene: Scene, query: String, offset: Int, into canvas: inout Canvas) {
    draw(lines(scene, query: query), query: query, offset: offset, into: &canvas)
  }

  /// Draws lines of keys over a whole screen.
  static func draw(
    _ lines: [[Span]], query: String, offset: Int, into canvas: inout Canvas
  ) {
    let width = min(canvas.width, max(72, min(112, canvas.width - 8)))
    let height = min(canvas.height, max(7, lines.count + 2))
    let rect = Rect(
      x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, width: width, height: height)
    canvas.within(rect) { canvas in
      canvas.clear()
      let found = query.isEmpty ? [] : [Span("/\(query)", .key)]
      canvas.framed(title: [Span("keys", .title)], note: found) { canvas in
        let top = max(0, min(offset, lines.count - canvas.height))
        for (y, line) in lines.dropFirst(top).prefix(canvas.height).enumerated() {
          canvas.line(y, left: line)
        }
        if lines.count - top > canvas.height { canvas.more(below: canvas.height) }
        if lines.isEmpty { canvas.put("no key does that", x: 1, y: 0, .dim) }
      }
    }
  }

  /// Lines of the list, as `render` shows them.
  static func lines(_ scene: Scene, query: String) -> [[Span]] {
    let rules = KeyContextRules(scene)
    let wanted = query.lowercased()
    // The keys of the focused pane come first.
    let contexts =
      KeyContext.allCases.filter { $0.pane == scene.state.focus && $0.pane != nil }
      + KeyContext.allCases.filter { $0.pane != scene.state.focus || $0.pane == nil }
    var lines: [[Span]] = []
    for context in contexts {
      let bindings = scene.keys.bindings.filter {
        $0.context == context
          && (wanted.isEmpty || "\($0.label) \($0.help)".lowercased().contains(wanted))
      }
      guard !bindings.isEmpty else { continue }
      if !lines.isEmpty { lines.append([]) }
      lines.append([Span(" \(context.title)", .title)])
      for binding in bindings {
        let refusal = context.isModal ? nil : rules.refusal(binding.action)
        lines.append([
          Span("  \(Text.left(binding.label, 13))", refusal == nil ? .key : .keyDisabled),
          Span(binding.help, refusal == nil ? .text : .dim),
          Span(refusal.map { "  (\($0))" } ?? "", .dim),
        ])
      }
    }
    return lines
  }
}
