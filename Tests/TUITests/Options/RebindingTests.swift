import Foundation
import Metrics
import Plain
import Testing

@testable import TUI

/// Keys that a person has bound.
@Suite struct RebindingTests {
  private let snapshot = SampleRun().snapshot

  private func file(_ keys: String) -> OptionsFile {
    OptionsFile(text: "[keys]\n\(keys)\n", path: "c.toml")
  }

  private func monitor(_ keys: String) -> Monitor {
    var monitor = Monitor(theme: .standard)
    monitor.keys = file(keys).keys
    monitor.timeline = Timeline(first: 0, last: 30, state: .running, record: snapshot)
    return monitor
  }

  @Test func aBoundKeyDoesItAndTheOldOneDoesNot() {
    var monitor = monitor("toggle_pause = [\"f\", \"F5\"]\nknob_up = \"i\"\nfocus_log = \"ctrl-o\"")
    #expect(monitor.handle(.character("f"), snapshot: snapshot) == [.command(.pause)])
    #expect(monitor.handle(.function(5), snapshot: snapshot) == [.command(.pause)])
    #expect(monitor.handle(.character(" "), snapshot: snapshot).isEmpty)
    #expect(monitor.handle(.character("i"), snapshot: snapshot).count == 1)
    #expect(monitor.handle(.character("]"), snapshot: snapshot).isEmpty)
    _ = monitor.handle(.control("o"), snapshot: snapshot)
    #expect(monitor.state.focus == .log)
  }

  /// A letter that moves in lists is a letter where text is typed.
  @Test func textIsTypedWithEveryKey() {
    var monitor = monitor("up = \"i\"\ndown = \"h\"")
    for key in ":withi" { _ = monitor.handle(.character(key), snapshot: snapshot) }
    #expect(monitor.state.mode == .command(TypedLine(text: "withi")))
    _ = monitor.handle(.up, snapshot: snapshot)
    _ = monitor.handle(.escape, snapshot: snapshot)
    _ = monitor.handle(.character("h"), snapshot: snapshot)
    #expect(monitor.state.selectedClient != nil)
    var browser = BrowserTests.browser()
    browser.keys = file("down = \"h\"").keys
    let before = browser
    _ = browser.handle(.down)
    #expect(browser == before)
    _ = browser.handle(.character("h"))
    #expect(browser != before)
  }

  @Test func helpFooterAndListShowTheBoundKeys() {
    var monitor = monitor("toggle_pause = \"f\"\nknob_down = \"H\"\nsave_options = \"F2\"")
    func text() -> String {
      GridText.plain(
        monitor.render(
          snapshot, size: Size(width: 140, height: 40),
          capabilities: Capabilities(colors: .mono, unicode: true)))
    }
    #expect(text().contains(" f pause  ") && text().contains("H ] sparsity ρ"))
    _ = monitor.handle(.character("?"), snapshot: snapshot)
    #expect(text().contains(#/f +pause training/#))
    _ = monitor.handle(.escape, snapshot: snapshot)
    _ = monitor.handle(.character("O"), snapshot: snapshot)
    #expect(text().contains(" F2 write file "))
    #expect(monitor.keys.markdown.contains("| `f` | pause training, or go on |"))
    #expect(monitor.keys.markdown.contains("| `H` | turn the selected knob down"))
  }

  @Test func anActionMayHaveNoKey() {
    var monitor = monitor("theme = []")
    #expect(monitor.handle(.character("t"), snapshot: snapshot).isEmpty)
    #expect(monitor.theme.name == "default")
    #expect(monitor.keys.label(.theme, in: .monitor) == "–")
  }

  @Test func mistakesAreToldWithTheirLinesAndTheDefaultStays() {
    let read = file(
      """
      togle_pause = "p"
      step = "ctrl-"
      browse = "q"
      save = 3.5
      interrupt = "x"
      redraw = "y"
      theme = "C"
      diagnose = "C"
      """)
    #expect(
      read.problems.filter { !$0.contains("is no key") } == [
        "c.toml:2: no action \"togle_pause\": did you mean \"toggle_pause\"?",
        "c.toml:4: browse: \"q\" is a key of quit: it keeps its own",
        "c.toml:5: save must be a key, or a list of keys",
        "c.toml:6: interrupt: its keys cannot be changed",
        "c.toml:7: redraw: \"y\" is typed as text: use F1 to F12, or ctrl- with a letter",
        "c.toml:9: diagnose: \"C\" is a key of theme: it keeps its own",
      ])
    #expect(
      read.problems.contains { $0.hasPrefix("c.toml:3: step: \"ctrl-\" is no key: use ") })
    #expect(read.keys.label(.theme, in: .monitor) == "C")
    let same = KeyTable.bindings.filter { $0.action != .theme }
    #expect(same.allSatisfy { read.keys.bindings.contains($0) })
  }

  /// The example of docs/monitor.md: what it asks for is done, and who had the keys has them no more.
  @Test func aKeyIsTakenFromWhoDoesNotStandInTheFile() throws {
    let read = file(
      """
      toggle_pause = "p"
      knob_up = ["+", "]"]
      """)
    #expect(
      read.problems == [
        "c.toml:2: toggle_pause takes \"p\" from next_preset, which has it no more",
        "c.toml:3: knob_up takes \"+\" from taller, which has it no more",
      ])
    #expect(read.keys.label(.togglePause, in: .run) == "p")
    #expect(read.keys.label(.nextPreset, in: .panes) == "–")
  }

  @Test func keysMayChangePlaces() {
    let swapped = file("theme = \"d\"\ndiagnose = \"t\"")
    #expect(swapped.problems.isEmpty)
    #expect(swapped.keys.label(.theme, in: .monitor) == "d")
    // One of the two alone is on a key that is taken.
    #expect(file("theme = \"d\"").problems.count == 1)
    // What the table has already, said once more.
    #expect(file("zoom = [\"z\", \"enter\"]\nopen = \"enter\"").problems.isEmpty)
    // A wish that is dropped gives its action the key on which another one stands, and which that one takes.
    let chain = file("theme = \"q\"\nbrowse = \"t\"\n")
    #expect(chain.problems.count == 2 && chain.keys.label(.browse, in: .monitor) == "t")
    #expect(chain.keys.label(.theme, in: .monitor) == "–")
  }

  /// Labels of the table are names that the file takes, so that what the list shows can be written.
  @Test func everyLabelIsAName() {
    for binding in KeyTable.bindings {
      for word in binding.label.split(separator: " ") {
        let key = Key(name: String(word))
        #expect(key.map { binding.keys.contains($0) } == true, "\(word)")
      }
      for key in binding.keys { #expect(Key(name: key.name) == key, "\(key)") }
    }
    #expect(Key(name: "PgUp") == .pageUp && Key(name: "f12") == .function(12))
    for name in ["", "  ", "ab", "F13", "f0", "ctrl-", "ctrl-i", "\u{1b}", "\u{200b}"] {
      #expect(Key(name: name) == nil, "\(name)")
    }
  }

  /// Names that people have written into their files do not change: the page lists them all.
  @Test func theDocumentationListsEveryActionByName() throws {
    let page = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../docs/monitor.md"), encoding: .utf8)
    let section = try #require(page.components(separatedBy: "## Your own keys").last)
    for action in MonitorAction.all where !action.isFixed {
      #expect(section.contains("`\(action.name)`"), "\(action.name)")
    }
    #expect(Set(MonitorAction.all.map(\.name)).count == MonitorAction.all.count)
  }

  /// Whatever is bound, a table comes out in which no key of a context means two things.
  @Test func randomWishesNeverBreakTheTable() {
    var random = SplitMix64(seed: 7)
    let names = MonitorAction.all.map(\.name) + ["nothing"]
    let keys = KeyTable.bindings.flatMap(\.keys).map(\.name) + ["Y", "ctrl-t", "?!"]
    for _ in 0..<300 {
      let wishes = (1...6).map { line in
        KeyMap.Wish(
          action: names[Int(random.next() % UInt64(names.count))],
          keys: [keys[Int(random.next() % UInt64(keys.count))]], line: line)
      }
      let (map, _) = KeyMap.standard.rebound(wishes)
      for context in KeyContext.allCases {
        let all = map.bindings.filter { $0.context == context }.flatMap(\.keys)
        #expect(Set(all).count == all.count)
      }
    }
  }
}
