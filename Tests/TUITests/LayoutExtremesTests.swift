import Metrics
import Testing

@testable import TUI

/// The layout of real runs, from one client to ten thousand, up to screens that no glass has.
@Suite struct LayoutExtremesTests {
  private static func snapshot(clients: Int) -> RunSnapshot {
    var run = SampleRun()
    (run.clients, run.rounds, run.cohort) = (clients, 2, min(clients, 10))
    return run.snapshot
  }

  /// Every size from 1x1 to 300x100: nothing lies outside or over another, no cell is left over, the focused pane is there.
  @Test(arguments: [1, 7, 10_000], [false, true])
  func everySizeOfARealRun(clients: Int, zoomed: Bool) {
    let snapshot = Self.snapshot(clients: clients)
    let monitors = PaneKind.allCases.map { pane in
      var monitor = Monitor(theme: .standard)
      monitor.focus(pane, zoomed: zoomed)
      return monitor
    }
    for width in 1...300 {
      for height in 1...100 {
        let size = Size(width: width, height: height)
        let monitor = monitors[(width * 7 + height) % monitors.count]
        if let flaw = Self.flaw(monitor.layout(snapshot, size: size), size, monitor.state.focus) {
          Issue.record("\(width)x\(height) focus \(monitor.state.focus): \(flaw)")
          return
        }
      }
    }
  }

  /// As many clients as there may be: the frame is whole, and the same when it is drawn again.
  @Test(arguments: [1, 2, 3, 10, 99, 1000, 9999, 10_000])
  func everyNumberOfClients(clients: Int) {
    let snapshot = Self.snapshot(clients: clients)
    for (width, height) in [(1, 1), (20, 4), (39, 30), (40, 12), (80, 24), (120, 36), (300, 100)] {
      let size = Size(width: width, height: height)
      for unicode in [true, false] {
        let capabilities = Capabilities(colors: .mono, unicode: unicode)
        var monitor = Monitor(theme: .standard)
        _ = monitor.handle(.character("G"), snapshot: snapshot)
        let grid = monitor.render(snapshot, size: size, capabilities: capabilities)
        #expect(grid.size == size && grid.cells.count == width * height)
        #expect(monitor.render(snapshot, size: size, capabilities: capabilities) == grid)
        // The bar went to the last one, and the last one is on the screen.
        if width == 120 { #expect(GridText.plain(grid).contains("\(clients - 1)")) }
      }
    }
  }

  /// Sizes that a broken terminal tells: one row of 32,768 columns and its neighbours.
  @Test(arguments: [
    (32_767, 1), (32_768, 1), (32_768, 24), (65_535, 3), (1, 32_768), (80, 32_768), (0, 0), (0, 24),
  ])
  func absurdSizes(width: Int, height: Int) {
    let size = Size(width: width, height: height)
    let snapshot = Self.snapshot(clients: 100)
    for key in [nil, "z", "?", ":", "b"] as [Character?] {
      var monitor = Monitor(theme: .standard)
      if let key { _ = monitor.handle(.character(key), snapshot: snapshot) }
      let grid = monitor.render(
        snapshot, size: size, capabilities: Capabilities(colors: .indexed, unicode: true))
      #expect(grid.size == size)
    }
  }

  /// What is wrong with a layout; nil when nothing is.
  private static func flaw(_ layout: Layout, _ size: Size, _ focused: PaneKind) -> String? {
    let screen = Rect(x: 0, y: 0, width: size.width, height: size.height)
    let bars = [layout.header, layout.footer].filter { !$0.isEmpty }
    let rects = layout.panes.map(\.rect) + layout.summaries.map(\.rect) + bars
    for (index, rect) in rects.enumerated() {
      if rect.isEmpty || rect.intersection(screen) != rect { return "\(rect) is not on it" }
      for other in rects[..<index] where other.overlaps(rect) { return "\(rect) over \(other)" }
    }
    guard layout.rung >= .stack else { return rects.isEmpty ? nil : "panes on a small screen" }
    if !layout.panes.contains(where: { $0.pane == focused }) { return "focused pane is hidden" }
    let left = size.width * size.height - rects.reduce(0) { $0 + $1.width * $1.height }
    return left == 0 ? nil : "\(left) cells are nobody's"
  }
}
