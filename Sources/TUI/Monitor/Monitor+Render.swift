import Metrics

extension Monitor {
  /// Draws a run.
  ///
  /// - Parameters:
  ///   - snapshot: the run, at the round of the cursor.
  ///   - size: the screen; every size from 0x0 has a form.
  ///   - capabilities: what the terminal can show.
  ///   - now: seconds on a clock that only moves forward; turns the marks of clients that train.
  /// - Complexity: O(cells + clients + rounds).
  public func render(
    _ snapshot: RunSnapshot, size: Size, capabilities: Capabilities, now: Double = 0
  ) -> Grid {
    let capabilities = suited(capabilities)
    let scene = scene(withRemarks(snapshot), size: size, now: now)
    var canvas = Canvas(
      size: size, palette: theme.palette(capabilities.colors),
      glyphs: capabilities.unicode ? .unicode : .ascii)
    guard scene.rung >= .stack else {
      if scene.rung > .nothing { SmallViews.render(scene, into: &canvas) }
      return canvas.grid
    }
    let layout = layout(scene, size: size)
    canvas.within(layout.header) { StatusHeader.render(scene, into: &$0) }
    if let client = ClientView(scene) {
      let height = layout.footer.y - layout.header.maxY
      canvas.within(
        Rect(x: 0, y: layout.header.maxY, width: canvas.width, height: height)
      ) { client.render(scene, into: &$0) }
    } else {
      for place in layout.panes { draw(place, scene, into: &canvas) }
      for place in layout.summaries { drawSummary(place, scene, into: &canvas) }
    }
    canvas.within(layout.footer) { Footer.render(scene, into: &$0) }
    if state.showsCost {
      let row = Rect(x: 0, y: canvas.height - 2, width: canvas.width, height: 1)
      canvas.within(row) { CostLine.render(cost, into: &$0) }
    }
    canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: canvas.height - 1)) { canvas in
      switch state.mode {
      case .diagnosis(let row): DiagnosisOverlay.render(scene, row: row, into: &canvas)
      case .options, .themes: renderChoice(into: &canvas)
      case .help(let query, let offset):
        HelpOverlay.render(scene, query: query, offset: offset, into: &canvas)
      default: break
      }
    }
    return canvas.grid
  }

  /// The layout that `render` uses, or the one with borders elsewhere.
  func layout(_ snapshot: RunSnapshot, size: Size, resizing: Resizing? = nil) -> Layout {
    layout(scene(snapshot, size: size, now: 0), size: size, resizing: resizing)
  }

  func scene(_ snapshot: RunSnapshot, size: Size, now: Double) -> Scene {
    Scene(
      snapshot: snapshot, state: state, facts: RunFacts(snapshot),
      knobs: KnobStatus.all(snapshot, state), ghosts: Ghost.all(snapshot), rung: Rung(size),
      now: now,
      session: session, timeline: timeline, themes: themes.names, detail: detail,
      runs: runs, keys: keys)
  }

  func layout(_ scene: Scene, size: Size, resizing: Resizing? = nil) -> Layout {
    Layout(
      size: size, focused: state.focus, zoomed: state.zoomed, preset: state.preset,
      absent: Set(PaneKind.allCases.filter { !$0.pane.isThere(scene.snapshot) }),
      resizing: resizing ?? state.resizing
    ) { $0.demand(scene, width: $1) }
  }

  private func draw(_ place: Layout.Place, _ scene: Scene, into canvas: inout Canvas) {
    let pane = place.pane.pane
    let isFocused = place.pane == state.focus
    canvas.within(place.rect) { canvas in
      canvas.framed(
        title: [
          Span("\(pane.key) ", isFocused ? .key : .dim),
          Span(pane.title, isFocused ? .title : .text),
        ], note: pane.note(scene), focused: isFocused
      ) { pane.render(scene, into: &$0) }
    }
  }

  private func drawSummary(_ place: Layout.Place, _ scene: Scene, into canvas: inout Canvas) {
    let pane = place.pane.pane
    canvas.within(place.rect) { canvas in
      let title = Text.left(pane.title, 9)
      canvas.line(
        0,
        left: [Span(" \(pane.key) ", .dim), Span(title, .title)] + pane.summary(scene))
    }
  }
}
