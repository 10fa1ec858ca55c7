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
  }

  /// Solves the layout of a screen.
  ///
  /// - Parameters:
  ///   - size: the screen.
  ///   - focused: a pane that is shown in any case, from the `stack` rung on.
  ///   - zoomed: whether the focused pane has the screen for itself.
  ///   - demand: what each pane asks for, given its columns.
  public init(
    size: Size, focused: PaneKind, zoomed: Bool, demand: (PaneKind, Int) -> HeightDemand
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
    var columns = rung.columns(focused: focused)
    if rung == .stack {
      let framed = Self.framed(columns[0], body: body, focused: focused, demand)
      takeSummaries(
        of: columns[0].filter { !framed.contains($0) }, from: &body, demand(focused, body.width))
      columns = [framed]
    }
    let widths = Self.widths(columns.count, screen.width)
    var x = 0
    for (column, width) in zip(columns, widths) {
      let demands = column.map { demand($0, width - 2) }
      let heights = HeightSolver.heights(demands, height: body.height, focused: focused)
      var y = body.y
      for (pane, height) in zip(column, heights) where height > 0 {
        panes.append(
          Place(pane: pane, rect: Rect(x: x, y: y, width: width, height: height)))
        y += height
      }
      x += width
    }
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
    for pane in HeightSolver.priority where pane != focused {
      let least = (framed + [pane]).reduce(0) { $0 + demand($1, body.width - 2).minimum }
      if least + panes.count - framed.count - 1 <= body.height { framed.append(pane) }
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

  private static func widths(_ count: Int, _ width: Int) -> [Int] {
    switch count {
    case 2:
      let left = max(38, width * 46 / 100)
      return [left, width - left]
    case 3:
      let left = width * 36 / 100
      let middle = (width - left) / 2
      return [left, middle, width - left - middle]
    default: return [width]
    }
  }
}
