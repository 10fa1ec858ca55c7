import Metrics

/// Values that can be changed while the run is live.
struct KnobsPane: Pane {
  let kind = PaneKind.knobs
  let isElastic = false

  func minimumRows(_ scene: Scene) -> Int { max(2, min(4, scene.knobs.count)) }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    max(2, min(8, scene.knobs.count))
  }

  func note(_ scene: Scene) -> [Span] {
    let turn =
      scene.knobs.isEmpty
      ? [] : [Span("[ ", .key), Span("less", .dim), Span("  ] ", .key), Span("more", .dim)]
    if let draft = scene.state.draft { return [Span("branch r\(draft.round) ", .pending)] + turn }
    if scene.session == .replay { return [Span("replay", .dim)] }
    return turn
  }

  func summary(_ scene: Scene) -> [Span] {
    let spans = scene.knobs.flatMap { status -> [Span] in
      let value = status.knob.text(status.knob.value)
      let next = status.pending.map { " → \(status.knob.text($0.value))" } ?? ""
      return [
        Span(status.knob.label + " ", .dim), Span(value, .text), Span(next, .pending), Span("  "),
      ]
    }
    return spans.isEmpty ? [Span("none for this method", .dim)] : spans
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    guard !scene.knobs.isEmpty else {
      canvas.put("this method has no knobs", x: 1, y: 0, .dim)
      return
    }
    let selected = KnobStatus.selected(scene.snapshot, scene.state)?.knob.name
    let index = scene.knobs.firstIndex { $0.knob.name == selected } ?? 0
    let top = max(0, min(index - canvas.height / 2, scene.knobs.count - canvas.height))
    let label = min(18, scene.knobs.map { CharacterWidth.of($0.knob.label) }.max() ?? 0)
    let value = scene.knobs.map { $0.knob.text($0.knob.value).count }.max() ?? 0
    let note = scene.knobs.map { CharacterWidth.of(self.note($0).text) }.max() ?? 0
    for (y, status) in scene.knobs.dropFirst(top).prefix(canvas.height).enumerated() {
      draw(
        status, scene, selected: status.knob.name == selected, label: label, value: value,
        note: note, y: y, into: &canvas)
    }
    if canvas.height > scene.knobs.count + 2 {
      history(scene, y: scene.knobs.count + 1, into: &canvas)
    }
  }

  private func draw(
    _ status: KnobStatus, _ scene: Scene, selected: Bool, label: Int, value: Int, note: Int,
    y: Int, into canvas: inout Canvas
  ) {
    let knob = status.knob
    if selected { canvas.put(canvas.glyphs.selected, x: 0, y: y, .key) }
    canvas.put(knob.label, x: 2, y: y, selected ? .key : .text, limit: label)
    var x = 2 + label + 1
    canvas.put(Text.right(knob.text(knob.value), value), x: x, y: y, .text)
    x += value + 1
    if let pending = status.pending {
      let value = knob.text(pending.value)
      let long =
        scene.state.draft == nil
        ? "→ \(value) pending (round \(pending.round))"
        : "→ \(value) from round \(pending.round)"
      let short = "→ \(value) (r\(pending.round))"
      canvas.put(long.count <= canvas.width - x ? long : short, x: x, y: y, .pending)
      return
    }
    let rail = min(30, canvas.width - x - note - 2)
    if rail >= 5 {
      self.rail(status, x: x, y: y, width: rail, selected: selected, into: &canvas)
      x += rail + 1
    }
    canvas.put([self.note(status)], x: x, y: y)
  }

  /// When the value came to be, or where it may go.
  private func note(_ status: KnobStatus) -> Span {
    if let round = status.applied { return Span("since r\(round)", .applied) }
    let knob = status.knob
    return Span("\(knob.text(knob.minimum))–\(knob.text(knob.maximum))", .dim)
  }

  private func rail(
    _ status: KnobStatus, x: Int, y: Int, width: Int, selected: Bool, into canvas: inout Canvas
  ) {
    for column in 0..<width {
      canvas.put(canvas.glyphs.knobRail, x: x + column, y: y, .border)
    }
    let place = Int.clamped(
      (status.knob.fraction(status.knob.value) * Double(width - 1)).rounded(), 0, width - 1)
    canvas.put(canvas.glyphs.knobAt, x: x + place, y: y, selected ? .key : .text)
  }

  /// Changes that took effect, newest first, when there is room.
  private func history(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    let changes = scene.snapshot.applied.reversed().lazy
      .filter { $0.command?.isSetting ?? false }.prefix(canvas.height - y - 1)
    canvas.put(
      changes.isEmpty ? "no change yet" : "changes", x: 2, y: y, changes.isEmpty ? .dim : .title)
    for (row, record) in changes.enumerated() {
      let knob = scene.knobs.first { $0.knob.name == record.name }?.knob
      let value = record.value.map { knob?.text($0) ?? Units.significant($0) } ?? ""
      canvas.put(
        [
          Span(Text.right("r\(record.round)", 6), .applied),
          Span("  \(knob?.label ?? record.name) ", .text), Span(value, .key),
          Span("  \(record.origin)", .dim),
        ], x: 0, y: y + 1 + row)
    }
  }
}
