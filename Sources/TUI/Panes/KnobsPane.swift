import Metrics

extension PaneKind {
  /// The knobs.
  public static let knobs = PaneKind(KnobsPane())
}

/// Values that can be changed while the run is live.
struct KnobsPane: Pane {
  let title = "knobs"
  let key: Character = "5"
  let priority = 4
  let hasBar = true
  let place = PanePlace(ofTwo: 0, ofThree: 2)
  let appetite = Appetite.none

  func minimumRows(_ scene: Scene) -> Int { max(2, min(4, scene.knobs.count)) }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    max(2, min(8, scene.knobs.count))
  }

  func note(_ scene: Scene) -> [Span] {
    func words(_ action: MonitorAction, _ word: String) -> [Span] {
      let key = scene.keys.name(action, in: .run)
      return key.map { [Span("\($0) ", .key), Span(word, .dim)] } ?? []
    }
    let (less, more) = (words(.knobDown, "less"), words(.knobUp, "more"))
    let gap = less.isEmpty || more.isEmpty ? [] : [Span("  ")]
    let turn = scene.knobs.isEmpty ? [] : less + gap + more
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
    let none = scene.snapshot.started == nil ? "waiting" : "none for this method"
    return spans.isEmpty ? [Span(none, .dim)] : spans
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    guard !scene.knobs.isEmpty else {
      let words =
        scene.snapshot.started == nil ? "waiting for the run to start" : "this method has no knobs"
      canvas.put(words, x: 1, y: 0, .dim)
      return
    }
    let table = KnobTable(scene, on: canvas)
    for (y, status) in table.shown.enumerated() { draw(status, scene, table, y: y, into: &canvas) }
    if canvas.height > scene.knobs.count + 2 {
      history(scene, y: scene.knobs.count + 1, into: &canvas)
    }
  }

  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    KnobTable(scene, on: canvas).target(x: x, y: y, origin: canvas.bounds.x)
  }

  func bar(_ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?) -> PaneBar? {
    let selected = KnobStatus.selected(snapshot, state)?.knob.name
    return PaneBar(
      count: snapshot.knobs.count, row: snapshot.knobs.firstIndex { $0.name == selected })
  }

  func select(_ row: Int, of bar: PaneBar, _ snapshot: RunSnapshot, in state: inout MonitorState) {
    state.selectedKnob = snapshot.knobs[row].name
  }

  private func draw(
    _ status: KnobStatus, _ scene: Scene, _ table: KnobTable, y: Int, into canvas: inout Canvas
  ) {
    let knob = status.knob
    let selected = knob.name == table.selected
    if selected { canvas.put(canvas.glyphs.selected, x: 0, y: y, .key) }
    canvas.put(knob.label, x: 2, y: y, selected ? .key : .text, limit: table.label)
    canvas.put(Text.right(knob.text(knob.value), table.value), x: table.valueX, y: y, .text)
    let x = table.restX
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
    let rail = table.rail(status)
    let preview = scene.state.preview.flatMap { $0.knob == knob.name ? $0.value : nil }
    if let rail { self.rail(status, preview, rail, y: y, selected: selected, into: &canvas) }
    canvas.put([status.note], x: rail.map { $0.left + $0.count + 1 } ?? x, y: y)
  }

  private func rail(
    _ status: KnobStatus, _ preview: Double?, _ rail: Track, y: Int, selected: Bool,
    into canvas: inout Canvas
  ) {
    for column in 0..<rail.count {
      canvas.put(canvas.glyphs.knobRail, x: rail.left + column, y: y, .border)
    }
    func x(_ value: Double) -> Int {
      let last = rail.count - 1
      let place = (status.knob.fraction(value) * Double(last)).rounded()
      return rail.left + Int.clamped(place, 0, last)
    }
    canvas.put(
      canvas.glyphs.knobAt, x: x(status.knob.value), y: y, selected ? .key : .text)
    if let preview { canvas.put(canvas.glyphs.cursor, x: x(preview), y: y, .pending) }
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
