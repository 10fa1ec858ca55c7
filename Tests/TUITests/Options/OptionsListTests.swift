import Metrics
import Testing

@testable import TUI

/// The list of options in the monitor.
@Suite struct OptionsListTests {
  private let snapshot = SampleRun().snapshot

  private func monitor(_ keys: Key...) -> Monitor {
    var monitor = Monitor(theme: .standard)
    monitor.optionsPath = "/home/ada/.config/fedtop/config.toml"
    monitor.setOption("client_sort", to: "loss", from: .file)
    monitor.setOption("glyphs", to: "utf8", from: .commandLine("--utf8"))
    for key in [Key.character("O")] + keys { _ = monitor.handle(key, snapshot: snapshot) }
    return monitor
  }

  private func text(_ monitor: Monitor, _ width: Int = 80, _ height: Int = 24) -> [String] {
    GridText.plain(
      monitor.render(
        snapshot, size: Size(width: width, height: height),
        capabilities: Capabilities(colors: .mono, unicode: true))
    ).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func everyOptionIsListedWithItsSource() throws {
    let rows = text(monitor(), 100, 40)
    for option in MonitorOption.all {
      #expect(rows.contains { $0.contains(" \(option.key) ") }, "\(option.key)")
    }
    #expect(rows.contains { $0.contains(#/client_sort +loss +file/#) })
    #expect(rows.contains { $0.contains(#/\* glyphs +utf8 +--utf8/#) })
    #expect(rows.contains { $0.contains(#/mouse +on +default/#) })
    #expect(rows.contains { $0.contains("* 1 not in the file") })
    #expect(rows.contains { $0.contains("Colours by meaning; enter shows all themes") })
    #expect(rows.contains { $0.contains("file /home/ada/.config/fedtop/config.toml") })
  }

  /// Each row: right and left change what the option is, at once and there and back.
  @Test func leftAndRightChangeEveryOption() {
    for (row, option) in MonitorOption.all.enumerated() {
      var monitor = monitor()
      for _ in 0..<row { _ = monitor.handle(.down, snapshot: snapshot) }
      #expect(monitor.state.mode == .options(row: row))
      let before = option.read(monitor)
      let effects = monitor.handle(.right, snapshot: snapshot)
      #expect(option.read(monitor) != before, "\(option.key)")
      #expect(monitor.source(of: option) == .changed)
      if option.key == "mouse" { #expect(effects == [.mouse(false)]) }
      if option.kind == .theme { #expect(effects == [.themeChanged(monitor.theme.name)]) }
      _ = monitor.handle(.left, snapshot: snapshot)
      #expect(option.read(monitor) == before, "\(option.key)")
    }
  }

  @Test func aChangeIsSeenAtOnceAndStaysBehindTheList() {
    var monitor = monitor()
    while MonitorOption.all[row(monitor)].key != "log_loss" {
      _ = monitor.handle(.down, snapshot: snapshot)
    }
    _ = monitor.handle(.enter, snapshot: snapshot)
    #expect(monitor.state.logLoss)
    #expect(text(monitor).contains { $0.contains(#/log_loss +← on → +changed here/#) })
    _ = monitor.handle(.escape, snapshot: snapshot)
    #expect(monitor.state.mode == .normal && monitor.state.logLoss)
  }

  private func row(_ monitor: Monitor) -> Int {
    if case .options(let row) = monitor.state.mode { row } else { 0 }
  }

  /// Only the save key asks for the file, and only when there is something to be written.
  @Test func savingIsAKey() {
    var monitor = monitor(.down, .down, .right)
    #expect(monitor.unsaved == ["color": "always", "glyphs": "utf8"])
    #expect(monitor.handle(.character("w"), snapshot: snapshot) == [.saveOptions])
    monitor.noteSaved()
    #expect(monitor.handle(.character("w"), snapshot: snapshot).isEmpty)
    #expect(text(monitor).last?.contains("nothing was changed that is not in the file") == true)
    #expect(!text(monitor).joined().contains("not in the file ─"))
    var homeless = Monitor(theme: .standard)
    for key in "Ow" { #expect(homeless.handle(.character(key), snapshot: snapshot).isEmpty) }
    #expect(homeless.state.message?.text.contains("no folder for the file") == true)
  }

  @Test func aBackgroundBringsTheTwin() {
    var monitor = monitor(.down)
    _ = monitor.handle(.left, snapshot: snapshot)
    #expect(monitor.state.display.background == .light && monitor.theme.name == "light")
    _ = monitor.handle(.left, snapshot: snapshot)
    #expect(monitor.state.display.background == .dark && monitor.theme.name == "default")
  }

  /// What another terminal colour would be is not asked any more, once a theme was chosen here.
  @Test func optionsGoOverToAnotherMonitor() {
    let used = monitor(.down, .down, .right)
    var other = Monitor(theme: .standard)
    other.adoptOptions(of: used)
    #expect(MonitorOption.all.allSatisfy { $0.read(other) == $0.read(used) })
    #expect(other.unsaved == used.unsaved && !other.hasMessage)
  }

  @Test func remarksStandInTheLog() {
    var monitor = Monitor(theme: .standard)
    monitor.remark("c.toml:3: no action \"x\"", round: 31)
    monitor.remark("c.toml:3: no action \"x\"", round: 31)
    #expect(monitor.remarks.count == 1 && monitor.hasMessage)
    monitor.focus(.log, zoomed: true)
    let rows = text(monitor, 100, 30)
    #expect(rows.count { $0.contains("c.toml:3: no action \"x\"") } == 2)
    _ = monitor.handle(.character("/"), snapshot: snapshot)
    for key in "no action" { _ = monitor.handle(.character(key), snapshot: snapshot) }
    #expect(text(monitor, 100, 30).count { $0.contains("c.toml:3") } == 1)
  }

  @Test(arguments: [(120, 36), (80, 24), (40, 12)])
  func frames(width: Int, height: Int) throws {
    for (colors, unicode) in [(Capabilities.Colors.indexed, true), (.mono, false)] {
      let grid = monitor(.down, .down, .right).render(
        snapshot, size: Size(width: width, height: height),
        capabilities: Capabilities(colors: colors, unicode: unicode))
      if !unicode { #expect(grid.cells.allSatisfy { $0.character.isASCII }) }
      try GoldenFrameTests().check(
        grid, "options-\(width)x\(height)-\(unicode ? "utf8" : "ascii")")
    }
  }

  @Test func everySizeIsDrawn() {
    for width in stride(from: 0, through: 100, by: 3) {
      for height in 0...26 {
        for keys in [[Key.down], [.end, .enter]] {
          var open = monitor()
          for key in keys { _ = open.handle(key, snapshot: snapshot) }
          #expect(text(open, width, height).count >= min(1, height))
        }
      }
    }
  }
}
