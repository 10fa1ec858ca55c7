import Metrics

extension PaneKind {
  /// The Fisher information.
  public static let fisher = PaneKind(FisherPane())
}

/// Fisher information as heat, in four views: layers by modules, by rounds, by clients, and how layers are chosen.
struct FisherPane: Pane {
  let title = "fisher"
  let key: Character = "3"
  let priority = 3
  let hasBar = true
  let place = PanePlace(ofTwo: 1, ofThree: 2)
  let appetite = Appetite.some
  let keys: KeyContext? = .fisher
  let filter: PaneFilter? = PaneFilter(
    text: \.layerFilter, hint: "layers or modules: 3, 0-3, value, or /pattern/")

  func minimumRows(_ scene: Scene) -> Int {
    max(3, min(6, (scene.snapshot.fisher.first?.count ?? 0) + 2))
  }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    min(16, max(4, scene.snapshot.fisher.count + 3))
  }

  func note(_ scene: Scene) -> [Span] {
    guard scene.snapshot.initialisation != nil else { return [] }
    let layers = scene.snapshot.started?.model.layers ?? scene.snapshot.fisher.count
    guard layers > 0 else { return [] }
    let filter = scene.state.layerFilter
    guard filter.isEmpty else {
      let found = LayerFilter(filter, of: scene.snapshot)
      return [
        Span("/\(filter) ", .key),
        .found(found.isMatch ? found.layers.count : 0, by: TextFilter(filter)),
        Span(" of \(layers) layers", .dim),
      ]
    }
    return [
      Span("by \(scene.state.fisherView.rawValue)", .text), .notePart, Span("◆ ", .gal),
      Span("\(scene.snapshot.gal.count) of \(layers)", .text), Span(" layers global", .dim),
    ]
  }

  func summary(_ scene: Scene) -> [Span] {
    let matrix = HeatMatrix(scene)
    guard let bounds = matrix.scale?.bounds, let hottest = matrix.hottest else {
      return [Span(Self.absence(scene.snapshot), .dim)]
    }
    return [
      Span("\(Units.significant(bounds.low)) – \(Units.significant(bounds.high))", .text),
      Span("  hottest L\(hottest)", .dim), Span("  ◆ ", .gal),
      Span(Self.layers(matrix.gal), .text),
    ]
  }

  func bar(_ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?) -> PaneBar? {
    let layers = Self.layers(snapshot, state)
    return PaneBar(count: layers.count, row: state.selectedLayer.flatMap(layers.firstIndex))
  }

  func select(_ row: Int, of bar: PaneBar, _ snapshot: RunSnapshot, in state: inout MonitorState) {
    state.selectedLayer = Self.layers(snapshot, state)[row]
  }

  /// The layers that the filter shows, ascending.
  static func layers(_ snapshot: RunSnapshot, _ state: MonitorState) -> [Int] {
    LayerFilter(state.layerFilter, of: snapshot).layers
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let matrix = HeatMatrix(scene)
    if scene.state.fisherView == .scores, scene.snapshot.initialisation != nil {
      return FisherScores(matrix: matrix).render(scene, into: &canvas)
    }
    guard matrix.layers > 0, matrix.scale != nil else {
      canvas.put(Self.absence(scene.snapshot), x: 1, y: 0, .dim)
      let gal = Self.layers(matrix.gal)
      if !gal.isEmpty { canvas.put("global layers \(gal)", x: 1, y: 1, .text) }
      return
    }
    // The scale and the readout share a line where rows are few.
    let isLow = canvas.height < matrix.modules.count + 3
    let rows = canvas.height - (isLow ? 1 : 2)
    canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: rows)) { canvas in
      switch scene.state.fisherView {
      case .modules: FisherModules(matrix: matrix).render(scene, into: &canvas)
      case .rounds: FisherColumns.rounds(matrix, scene, canvas.width).render(scene, into: &canvas)
      case .clients: FisherColumns.clients(matrix, scene, canvas.width).render(scene, into: &canvas)
      case .scores: break
      }
    }
    if !isLow || matrix.selected != nil {
      canvas.line(rows, left: FisherReadout.spans(matrix, scene, width: canvas.width))
    }
    if !isLow || matrix.selected == nil {
      legend(matrix, scene, y: canvas.height - 1, into: &canvas)
    }
  }

  /// Why there is nothing to show.
  private static func absence(_ snapshot: RunSnapshot) -> String {
    snapshot.rounds.isEmpty ? "no round has measured it yet" : "not measured by this method"
  }

  /// Names of layers, ascending.
  static func layers(_ layers: Set<Int>) -> String {
    layers.sorted().map { "L\($0)" }.joined(separator: " ")
  }

  private func legend(
    _ matrix: HeatMatrix, _ scene: Scene, y: Int, into canvas: inout Canvas
  ) {
    guard let scale = matrix.scale else { return }
    let low = scale.scaling == .linear ? 0 : scale.bounds.low
    let isAlone = scale.scaling == .column
    let x = canvas.put(isAlone ? " least " : " \(Units.significant(low)) ", x: 0, y: y, .dim)
    let high = isAlone ? " greatest" : " \(Units.significant(scale.bounds.high))"
    let isLocked = scene.state.heatLock != nil
    let words = [
      Span("\(high)  \(scale.scaling.rawValue)", .dim), Span(isLocked ? " locked" : "", .paused),
    ]
    let tail: [Span] = .fitting(
      [words + [Span("  ◆", .gal), Span(" global", .dim)], words], width: canvas.width - x - 8)
    let width = max(0, min(24, canvas.width - x - canvas.spelledWidth(tail) - 1))
    for column in 0..<width {
      canvas.heat(Double(column) / Double(max(1, width - 1)), x: x + column, y: y, width: 1)
    }
    canvas.put(tail, x: x + width, y: y)
  }
}

extension Canvas {
  /// Draws one value of heat: as colour where there are many, as colour and shade with sixteen, as shade without any; nil as
  /// a dash.
  mutating func heat(_ fraction: Double?, x: Int, y: Int, width: Int) {
    guard let fraction else { return put(glyphs.dash, x: x, y: y, .dim) }
    let shades = glyphs.shades
    let shade = shades[Int.clamped(fraction * Double(shades.count - 1) + 1, 1, shades.count - 1)]
    for column in 0..<width {
      guard let color = palette.color(.heat, fraction) else {
        put(shade, x: x + column, y: y, Style.plain)
        continue
      }
      let solid = palette.colors >= .indexed && glyphs.unicode
      put(solid ? "█" : shade, x: x + column, y: y, Style(foreground: color))
    }
  }

  /// Writes the name of a layer, with a mark when it is global or selected.
  mutating func layerLabel(_ layer: Int, _ matrix: HeatMatrix, y: Int) {
    let isSelected = matrix.selected == layer
    if isSelected { put(glyphs.selected, x: 0, y: y, .key) }
    put("L\(layer)", x: 1, y: y, isSelected ? .key : .text)
    if matrix.gal.contains(layer) { put(glyphs.gal, x: 4, y: y, .gal) }
  }

  /// Marks the first and the last row of the layers that are shown where others lie beyond them.
  mutating func layersBeyond(_ shown: Range<Int>, of layers: Int, from top: Int, to bottom: Int) {
    if shown.lowerBound > 0 { put("↑", x: 5, y: top, .key) }
    if shown.upperBound < layers { put("↓", x: 5, y: bottom, .key) }
  }
}
