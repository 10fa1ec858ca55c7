import Foundation
import Metrics
import Testing

@testable import TUI

/// The list of themes, which shows each as the bar comes to it.
@Suite struct ThemePickerTests {
  private let snapshot = SampleRun().snapshot

  private func press(_ monitor: inout Monitor, _ keys: Key...) -> [MonitorEffect] {
    keys.flatMap { monitor.handle($0, snapshot: snapshot) }
  }

  private func opened() -> Monitor {
    var monitor = Monitor(theme: .standard)
    for key in ":theme" { _ = monitor.handle(.character(key), snapshot: snapshot) }
    _ = monitor.handle(.enter, snapshot: snapshot)
    return monitor
  }

  private func text(_ monitor: Monitor) -> String {
    GridText.plain(
      monitor.render(
        snapshot, size: Size(width: 120, height: 36),
        capabilities: Capabilities(colors: .indexed, unicode: true)))
  }

  @Test func movingShowsEscapeRestoresEnterKeeps() {
    var monitor = opened()
    let names = ThemeShelf.builtIn.names
    #expect(names.allSatisfy { text(monitor).contains($0) })
    for name in names.dropFirst() {
      #expect(press(&monitor, .down) == [.themeChanged(name)])
      #expect(monitor.theme.name == name)
    }
    #expect(press(&monitor, .escape) == [.themeChanged("default")])
    #expect(monitor.state.mode == .normal && monitor.theme == .standard)

    monitor = opened()
    #expect(press(&monitor, .down, .down, .enter).count == 2)
    #expect(monitor.theme.name == names[2] && monitor.state.mode == .normal)
    // The next time the bar begins there.
    for key in ":theme" { _ = monitor.handle(.character(key), snapshot: snapshot) }
    #expect(press(&monitor, .enter, .up) == [.themeChanged(names[1])])
  }

  @Test func fromTheOptionsItGoesBackToThem() {
    for key in [Key.enter, .escape] {
      var monitor = Monitor(theme: .standard)
      _ = press(&monitor, .character("O"), .enter, .down, key)
      #expect(monitor.state.mode == .options(row: 0))
      #expect((monitor.theme.name == "default") == (key == .escape))
      #expect(monitor.unsaved.isEmpty == (key == .escape))
    }
  }

  /// A file that cannot be read is told of, and what was in use stays.
  @Test func aBrokenThemeIsToldOf() throws {
    let folder = try Folder()
    defer { folder.remove() }
    try folder.write("zz.toml", "[roles]\nwarn = \"#12\"\n")
    var monitor = Monitor(theme: .standard, themes: ThemeShelf(searchPaths: [folder.path]))
    for key in ":theme" { _ = monitor.handle(.character(key), snapshot: snapshot) }
    _ = press(&monitor, .enter, .character("G"))
    #expect(monitor.theme.name == "default")
    #expect(text(monitor).contains("zz") && text(monitor).contains("is no colour"))
    _ = press(&monitor, .up)
    #expect(monitor.theme.name == ThemeShelf.builtIn.names.last)
    // The theme key passes it by.
    _ = press(&monitor, .enter, .character("t"))
    #expect(monitor.theme.name == "default")
  }

  @Test func aThemeFromAFileIsNamedByItAndReadAgain() throws {
    let folder = try Folder()
    defer { folder.remove() }
    let path = try folder.write("dusk.toml", "# dusk: grey.\n[roles]\nwarn = \"red\"\n")
    let dusk = try ThemeLibrary.load(path)
    #expect(dusk.file == path && dusk.reference == path && dusk.name == "dusk")
    var monitor = Monitor(theme: dusk)
    for key in ":theme" { _ = monitor.handle(.character(key), snapshot: snapshot) }
    _ = press(&monitor, .enter, .down, .escape)
    #expect(monitor.theme == dusk)
    try folder.write("dusk.toml", "[roles]\nwarn = \"blue\"\n")
    monitor.reload(try ThemeLibrary.load(path))
    #expect(monitor.theme != dusk && monitor.theme.reference == path)
    // Another file's news come too late for a theme that was chosen meanwhile.
    _ = monitor.use(theme: "ember")
    monitor.reload(dusk)
    #expect(monitor.theme.name == "ember")
  }

  @Test(arguments: [(120, 36), (80, 24), (40, 12)])
  func frames(width: Int, height: Int) throws {
    for (colors, unicode) in [(Capabilities.Colors.indexed, true), (.mono, false)] {
      var monitor = opened()
      _ = press(&monitor, .down, .down, .down)
      let grid = monitor.render(
        snapshot, size: Size(width: width, height: height),
        capabilities: Capabilities(colors: colors, unicode: unicode))
      try GoldenFrameTests().check(
        grid, "themes-\(width)x\(height)-\(unicode ? "utf8" : "ascii")")
    }
  }

  /// A folder that is gone after the test.
  private struct Folder {
    private let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    var path: String { url.path }

    init() throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
      let file = url.appending(path: name)
      try Data(text.utf8).write(to: file)
      return file.path
    }

    func remove() { try? FileManager.default.removeItem(at: url) }
  }
}
