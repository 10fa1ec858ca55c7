import Metrics
import Testing

@testable import TUI

@Suite struct LayoutTests {
  /// Every size from 1x1 to 300x100, the focus changing from one size to the next.
  @Test(arguments: [false, true])
  func everySize(zoomed: Bool) {
    for width in 1...300 {
      for height in 1...100 {
        let focused = PaneKind.allCases[(width * 7 + height) % PaneKind.allCases.count]
        let size = Size(width: width, height: height)
        let layout = Layout(size: size, focused: focused, zoomed: zoomed, demand: Self.demand)
        if let flaw = Self.flaw(layout, size, focused) {
          Issue.record("\(width)x\(height) focus \(focused) zoomed \(zoomed): \(flaw)")
          return
        }
      }
    }
  }

  @Test(arguments: PaneKind.allCases)
  func everyFocusAtTheEdgesOfTheLadder(focused: PaneKind) {
    for rung in Rung.allCases where rung > .nothing {
      for dx in -1...1 {
        for dy in -1...1 {
          let least = rung.minimum
          let size = Size(width: max(1, least.width + dx), height: max(1, least.height + dy))
          let layout = Layout(size: size, focused: focused, zoomed: false, demand: Self.demand)
          #expect(Self.flaw(layout, size, focused) == nil)
        }
      }
    }
  }

  /// Real panes, real clients: frames are made without a trap and have the size asked for.
  @Test func renderingAtManySizesAndClients() {
    var step = 0
    for clients in [1, 2, 9, 10, 57, 100, 200] {
      var run = SampleRun()
      run.clients = clients
      run.rounds = 3
      run.cohort = min(clients, 10)
      let snapshot = run.snapshot
      for width in stride(from: 1, through: 300, by: 23) {
        for height in stride(from: 1, through: 100, by: 11) {
          step += 1
          var monitor = Monitor(theme: .standard)
          monitor.focus(PaneKind.allCases[step % 6], zoomed: step % 5 == 0)
          let size = Size(width: width, height: height)
          let grid = monitor.render(
            snapshot, size: size,
            capabilities: Capabilities(colors: .indexed, unicode: step % 2 == 0))
          #expect(grid.size == size)
        }
      }
    }
  }

  @Test func ladderIsMonotone() {
    for width in 1...200 {
      for height in 1...60 {
        let here = Rung(Size(width: width, height: height))
        #expect(here <= Rung(Size(width: width + 1, height: height)))
        #expect(here <= Rung(Size(width: width, height: height + 1)))
      }
    }
  }

  @Test func focusDoesNotMoveFramesOnLargeScreens() {
    let snapshot = SampleRun().snapshot
    var monitor = Monitor(theme: .standard)
    let size = Size(width: 120, height: 36)
    let first = monitor.layout(snapshot, size: size)
    for pane in PaneKind.allCases where pane.pane.isThere(snapshot) {
      monitor.focus(pane)
      #expect(monitor.layout(snapshot, size: size) == first)
    }
  }

  @Test func solverGivesAwayEveryRowOnce() {
    for height in 0...60 {
      for focused in PaneKind.allCases {
        let demands = PaneKind.allCases.map { Self.demand($0, 40) }
        let heights = HeightSolver.heights(demands, height: height, focused: focused)
        #expect(heights.allSatisfy { $0 >= 0 })
        #expect(heights.reduce(0, +) == height)
        let index = PaneKind.allCases.firstIndex(of: focused) ?? 0
        if height > 0 { #expect(heights[index] > 0) }
      }
    }
  }

  /// Demands that differ, as those of panes do.
  static func demand(_ pane: PaneKind, _ width: Int) -> HeightDemand {
    HeightDemand(
      pane: pane, minimum: 4 + pane.pane.priority % 3, preferred: 8 + pane.pane.priority,
      appetite: pane.pane.appetite)
  }

  /// What is wrong with a layout; nil when nothing is.
  static func flaw(_ layout: Layout, _ size: Size, _ focused: PaneKind) -> String? {
    let screen = Rect(x: 0, y: 0, width: size.width, height: size.height)
    var rects = layout.panes.map(\.rect) + layout.summaries.map(\.rect)
    if !layout.header.isEmpty { rects.append(layout.header) }
    if !layout.footer.isEmpty { rects.append(layout.footer) }
    for (index, rect) in rects.enumerated() {
      if rect.isEmpty { return "empty \(rect)" }
      if rect.intersection(screen) != rect { return "outside \(rect)" }
      for other in rects[..<index] where other.overlaps(rect) { return "overlap \(rect) \(other)" }
    }
    guard layout.rung >= .stack else { return rects.isEmpty ? nil : "panes on a small screen" }
    if !layout.panes.contains(where: { $0.pane == focused }) { return "focused pane is hidden" }
    let area = rects.reduce(0) { $0 + $1.width * $1.height }
    if area != size.width * size.height { return "\(size.width * size.height - area) cells unused" }
    return nil
  }
}
