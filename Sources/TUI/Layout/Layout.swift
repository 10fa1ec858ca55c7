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
  ///   - focused: a pane that is shown in any case, from the `single` rung on.
  ///   - zoomed: whether the focused pane has the screen for itself.
  ///   - demand: what each pane asks for, given its columns.
  public init(
    size: Size, focused: PaneKind, zoomed: Bool, demand: (PaneKind, Int) -> HeightDemand
  ) {
    rung = Rung(size)
    let screen = Rect(x: 0, y: 0, width: size.width, height: size.height)
    header = Rect(x: 0, y: 0, width: screen.width, height: rung.headerRows)
    footer = Rect(x: 0, y: 0, width: 0, height: 0)
    panes = []
    summaries = []
    guard rung >= .single else { return }
    footer = Rect(x: 0, y: screen.height - 1, width: screen.width, height: 1)
    var body = Rect(
      x: 0, y: header.maxY, width: screen.width, height: screen.height - header.height - 1)
    if zoomed {
      panes = [Place(pane: focused, rect: body)]
      return
    }
    if rung == .duo { takeSummaries(from: &body, focused: focused) }
    let columns = rung.columns(focused: focused)
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

  private mutating func takeSummaries(from body: inout Rect, focused: PaneKind) {
    let framed = rung.columns(focused: focused).joined()
    let others = PaneKind.allCases.filter { !framed.contains($0) }
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
