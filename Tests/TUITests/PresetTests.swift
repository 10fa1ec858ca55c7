import Foundation
import Metrics
import Testing

@testable import TUI

/// Layouts with names: on every screen, by keys, and from files.
@Suite struct PresetTests {
  /// Every size from 1x1 to 300x100: with every preset, with borders moved and as they are, the focus
  /// changing from one size to the next.
  @Test("Every preset fills every screen", arguments: Preset.builtIns + [Self.crowded])
  func everySize(preset: Preset) {
    for width in 1...300 {
      for height in 1...100 {
        let focused = PaneKind.allCases[(width * 7 + height) % PaneKind.allCases.count]
        let size = Size(width: width, height: height)
        for resizing in Self.resizings {
          let layout = Layout(
            size: size, focused: focused, zoomed: false, preset: preset, resizing: resizing,
            demand: LayoutTests.demand)
          if let flaw = LayoutTests.flaw(layout, size, focused) {
            Issue.record("\(preset.name) \(size) focus \(focused.title) \(resizing): \(flaw)")
            return
          }
        }
      }
    }
  }

  @Test("Screens of 32768 columns, and of as many rows", arguments: Preset.builtIns + [crowded])
  func vast(preset: Preset) {
    for size in [Size(width: 32_768, height: 40), Size(width: 120, height: 32_768)] {
      for resizing in Self.resizings {
        let layout = Layout(
          size: size, focused: .log, zoomed: false, preset: preset, resizing: resizing,
          demand: LayoutTests.demand)
        #expect(LayoutTests.flaw(layout, size, .log) == nil)
      }
    }
    var monitor = Monitor(theme: .standard)
    monitor.use(preset: preset)
    let size = Size(width: 32_768, height: 40)
    let grid = monitor.render(
      SampleRun().snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: true))
    #expect(grid.size == size)
  }

  @Test("Any number of clients", arguments: [1, 2, 30, 1_000, 10_000])
  func clients(count: Int) {
    var run = SampleRun()
    (run.clients, run.rounds, run.cohort) = (count, 3, min(count, 10))
    let snapshot = run.snapshot
    for preset in Preset.builtIns {
      var monitor = Monitor(theme: .standard)
      monitor.use(preset: preset)
      for resizing in Self.resizings {
        monitor.state.resizing = resizing
        for (width, height) in [(24, 6), (60, 18), (80, 24), (120, 36), (200, 55), (300, 100)] {
          let size = Size(width: width, height: height)
          let layout = monitor.layout(snapshot, size: size)
          #expect(LayoutTests.flaw(layout, size, monitor.state.focus) == nil)
          let grid = monitor.render(
            snapshot, size: size, capabilities: Capabilities(colors: .indexed, unicode: true))
          #expect(grid.size == size)
        }
      }
    }
  }

  @Test("p and P go through the presets, and the focus stays among what is shown")
  func cycling() {
    let snapshot = SampleRun().snapshot
    for (key, names) in [
      (Character("p"), Preset.builtIns.map(\.name)),
      ("P", [Preset.builtIns[0].name] + Preset.builtIns.dropFirst().reversed().map(\.name)),
    ] {
      var monitor = Monitor(theme: .standard)
      for name in names.dropFirst() + [names[0]] {
        #expect(monitor.handle(.character(key), snapshot: snapshot) == [])
        #expect(monitor.state.preset.name == name)
        #expect(monitor.state.message?.text == "preset \(name)")
        let shown = monitor.state.preset.panes
        #expect(shown.contains(monitor.state.focus))
        // Tab goes to each pane of the preset that has something to show, and to no other.
        var visited: [PaneKind] = []
        for _ in shown {
          _ = monitor.handle(.tab, snapshot: snapshot)
          visited.append(monitor.state.focus)
        }
        #expect(Set(visited) == Set(shown.filter { $0.pane.isThere(snapshot) }))
      }
    }
  }

  @Test("A number shows a pane that the preset leaves out, for as long as it has the focus")
  func guest() {
    let snapshot = SampleRun().snapshot
    var monitor = Monitor(theme: .standard)
    monitor.use(preset: Self.builtIn("fisher"))
    let size = Size(width: 120, height: 36)
    #expect(monitor.layout(snapshot, size: size).panes.map(\.pane) == [.fisher, .learning])
    _ = monitor.handle(.character("1"), snapshot: snapshot)
    #expect(
      monitor.layout(snapshot, size: size).panes.map(\.pane) == [.fisher, .learning, .clients])
    _ = monitor.handle(.tab, snapshot: snapshot)
    #expect(monitor.layout(snapshot, size: size).panes.map(\.pane) == [.fisher, .learning])
  }

  /// What people see: each preset where it should be good.
  @Test(
    "Golden frames", arguments: Preset.builtIns.dropFirst().map(\.name),
    [Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 40, height: 12)])
  func frames(name: String, size: Size) throws {
    for unicode in [true, false] {
      var monitor = Monitor(theme: .standard)
      monitor.use(preset: Self.builtIn(name))
      let grid = monitor.render(
        SampleRun().snapshot, size: size,
        capabilities: Capabilities(colors: .mono, unicode: unicode))
      let glyphs = unicode ? "utf8" : "ascii"
      try GoldenFrameTests().check(grid, "preset-\(name)-\(size.width)x\(size.height)-\(glyphs)")
    }
  }

  @Test("Weights are parts of a column, and 0 is what a pane prefers")
  func weights() throws {
    let preset = try #require(
      try PresetFile(
        text: """
          [mine]
          columns = [["learning 3", "fisher 1"], ["log", "knobs 0"]]
          widths = [1, 2]
          """, path: "presets.toml"
      ).presets.first)
    let layout = Layout(
      size: Size(width: 150, height: 43), focused: .log, zoomed: false, preset: preset,
      demand: LayoutTests.demand)
    let rects = layout.panes.map(\.rect)
    #expect(layout.panes.map(\.pane) == [.learning, .fisher, .log, .knobs])
    #expect(rects.map(\.width) == [50, 50, 100, 100])
    // Header and footer have three rows of the 43; knobs prefer 12 here.
    #expect(rects.map(\.height) == [30, 10, 28, 12])
  }

  @Test("Parts add up, in proportion, and none is below its least")
  func parts() {
    #expect(Shares.parts(of: 100, weights: [1, 1, 2], least: [0, 0, 0]) == [25, 25, 50])
    #expect(Shares.parts(of: 100, weights: [1, 9], least: [38, 38]) == [38, 62])
    for total in 30...90 {
      for first in 1...20 {
        let weights = [first, 7, 100], least = [5, 12, 3]
        let parts = Shares.parts(of: total, weights: weights, least: least)
        #expect(parts.reduce(0, +) == total)
        #expect(zip(parts, least).allSatisfy { $0 >= $1 })
      }
    }
  }

  static func builtIn(_ name: String) -> Preset {
    Preset.builtIns.first { $0.name == name } ?? .everything
  }

  /// More columns than most screens have room for, with all panes.
  static let crowded = Preset(
    name: "crowded",
    columns: PaneKind.allCases.enumerated().map { index, pane in
      Preset.Column(
        weight: index * index * 20 + 1, panes: [Preset.Share(pane: pane, weight: index % 3)])
    })

  /// Borders as they are, and moved as no hand would on this screen.
  static let resizings: [Resizing] = {
    var little = Resizing(), much = Resizing()
    little.rows = [.learning: 3, .fisher: -3, .clients: -2]
    little.columns = [0: 5, 1: -4]
    much.rows = [.learning: 30_000, .log: -30_000, .clients: 7, .bytes: 12]
    much.columns = [0: -30_000, 1: 30_000]
    return [Resizing(), little, much]
  }()
}
