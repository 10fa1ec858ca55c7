/// Where everything is on a screen: a pure function of its size and of what the panes ask for.
public struct Layout: Sendable, Equatable {
  /// The rung of the ladder.
  public var rung: Rung
  /// Status at the top; empty on the lowest rungs.
  public var header: Rect
  /// Keys at the bottom; empty on the lowest rungs.
  public var footer: Rect
  /// Panes with their frames.
  public var panes: [Place]
  /// Panes shown as one line each.
  public var summaries: [Place]

  /// A pane and its cells.
  public struct Place: Sendable, Equatable {
    /// The pane.
    public var pane: PaneKind
    /// Its cells, frame included.
    public var rect: Rect
    /// Rows that it keeps when borders are moved.
    var least = 1
  }

  /// Solves the layout of a screen.
  ///
  /// - Parameters:
  ///   - size: the screen.
  ///   - focused: a pane that is shown in any case, from the `stack` rung on.
  ///   - zoomed: whether the focused pane has the screen for itself.
  ///   - preset: which panes stand in which columns.
  ///   - absent: panes that have nothing to show.
  ///   - resizing: how far borders were moved.
  ///   - demand: what each pane asks for, given its columns.
  public init(
    size: Size, focused: PaneKind, zoomed: Bool, preset: Preset = .everything,
    absent: Set<PaneKind> = [], resizing: Resizing = Resizing(),
    demand: (PaneKind, Int) -> HeightDemand
  ) {
    rung = Rung(size)
    let screen = Rect(x: 0, y: 0, width: size.width, height: size.height)
    let isShown = rung >= .stack
    // Low screens keep the row that says how far the run is.
    header = Rect(
      x: 0, y: 0, width: screen.width, height: !isShown ? 0 : screen.height < 10 ? 1 : 2)
    footer = Rect(x: 0, y: 0, width: 0, height: 0)
    panes = []
    summaries = []
    guard isShown else { return }
    footer = Rect(x: 0, y: screen.height - 1, width: screen.width, height: 1)
    var body = Rect(
      x: 0, y: header.maxY, width: screen.width, height: screen.height - header.height - 1)
    if zoomed {
      panes = [Place(pane: focused, rect: body)]
      return
    }
    var columns = preset.columns(rung, width: screen.width, focused: focused)
      .map { column in
        var column = column
        column.panes.removeAll { absent.contains($0.pane) && $0.pane != focused }
        return column
      }.filter { !$0.panes.isEmpty }
    if rung == .stack {
      let all = columns[0].panes.map(\.pane)
      let framed = Self.framed(all, body: body, focused: focused, demand)
      takeSummaries(
        of: all.filter { !framed.contains($0) }, from: &body, demand(focused, body.width))
      columns[0].panes.removeAll { !framed.contains($0.pane) }
    }
    let widths = Shares.parts(
      of: screen.width, weights: columns.map(\.weight),
      least: columns.map { _ in min(Preset.narrowest, screen.width) })
    var x = 0
    for (column, width) in zip(columns, resizing.widths(widths)) {
      let demands = column.panes.map { share in
        var asked = demand(share.pane, width - 2)
        asked.weight = share.weight
        return asked
      }
      let solved = HeightSolver.heights(demands, height: body.height, focused: focused)
      var y = body.y
      for (asked, height) in zip(demands, resizing.heights(solved, demands)) where height > 0 {
        let rect = Rect(x: x, y: y, width: width, height: height)
        panes.append(Place(pane: asked.pane, rect: rect, least: asked.minimum))
        y += height
      }
      x += width
    }
  }

  /// The panes by column, from left to right and from top to bottom.
  var columns: [[Place]] {
    Dictionary(grouping: panes, by: \.rect.x).sorted { $0.key < $1.key }.map(\.value)
  }

  /// Whether a pane is on the screen, with a frame or as a line.
  public func shows(_ pane: PaneKind) -> Bool {
    panes.contains { $0.pane == pane } || summaries.contains { $0.pane == pane }
  }

  /// The panes of a stack that have room for a frame when each of the others has a line.
  private static func framed(
    _ panes: [PaneKind], body: Rect, focused: PaneKind, _ demand: (PaneKind, Int) -> HeightDemand
  ) -> [PaneKind] {
    var framed = [focused]
    var least = demand(focused, body.width - 2).minimum
    for pane in PaneKind.byPriority where pane != focused && panes.contains(pane) {
      let more = demand(pane, body.width - 2).minimum
      guard least + more + panes.count - framed.count - 1 <= body.height else { continue }
      framed.append(pane)
      least += more
    }
    return panes.filter { framed.contains($0) }
  }

  /// Gives panes a line each at the bottom, unless the focused one needs the rows.
  private mutating func takeSummaries(
    of others: [PaneKind], from body: inout Rect, _ demand: HeightDemand
  ) {
    guard body.height - others.count >= demand.minimum else { return }
    body.height -= others.count
    for (index, pane) in others.enumerated() {
      summaries.append(
        Place(
          pane: pane, rect: Rect(x: 0, y: body.maxY + index, width: body.width, height: 1)))
    }
  }
}
