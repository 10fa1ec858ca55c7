import Metrics

/// Where everything is in the list of knobs: what draws it and what a click in it means go by the same.
struct KnobTable {
  /// Columns of labels.
  let label: Int
  /// Columns of values.
  let value: Int
  /// Columns of notes.
  let note: Int
  /// Place of the first row in the list.
  let top: Int
  /// Knobs from top to bottom.
  let shown: [KnobStatus]
  /// Name of the selected knob.
  let selected: String?
  /// Columns of the pane.
  private let width: Int

  /// Lays the list out on a canvas.
  init(_ scene: Scene, on canvas: Canvas) {
    let knobs = scene.knobs
    let name = KnobStatus.selected(scene.snapshot, scene.state)?.knob.name
    selected = name
    let index = knobs.firstIndex { $0.knob.name == name } ?? 0
    top = scene.state.top(of: .knobs, selected: index, rows: canvas.height, count: knobs.count)
    label = min(18, knobs.map { CharacterWidth.of($0.knob.label) }.max() ?? 0)
    value = knobs.map { $0.knob.text($0.knob.value).count }.max() ?? 0
    note = knobs.map { CharacterWidth.of($0.note.text) }.max() ?? 0
    shown = Array(knobs.dropFirst(top).prefix(canvas.height))
    width = canvas.width
  }

  /// Column of values.
  var valueX: Int { 2 + label + 1 }
  /// Column of what stands beside the values.
  var restX: Int { valueX + value + 1 }

  /// The rail of a knob in the columns of the pane; nil where it has none: its next value stands there, or there is no room.
  func rail(_ status: KnobStatus) -> Track? {
    let count = min(30, width - restX - note - 2)
    return status.pending == nil && count >= 5 ? Track(left: restX, count: count) : nil
  }

  /// What a cell is; `origin` is the pane's first column on the screen.
  func target(x: Int, y: Int, origin: Int) -> MouseTarget? {
    guard shown.indices.contains(y) else { return nil }
    let status = shown[y]
    if var rail = rail(status), x >= rail.left, x < rail.left + rail.count {
      rail.left += origin
      return .rail(status.knob.name, rail, top: top)
    }
    return .row(top + y, top: top)
  }
}

extension KnobStatus {
  /// When the value came to be, or where it may go.
  var note: Span {
    if let round = applied { return Span("since r\(round)", .applied) }
    return Span("\(knob.text(knob.minimum))–\(knob.text(knob.maximum))", .dim)
  }
}
