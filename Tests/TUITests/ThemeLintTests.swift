import Foundation
import Metrics
import Plain
import Testing

@testable import TUI

/// What the lint says of a theme, and that the shipped ones give it nothing to say.
@Suite struct ThemeLintTests {
  /// The default theme with some lines exchanged: a clean file to spoil.
  private func sentences(_ changes: [(String, String)], of name: String = "default") throws
    -> [String]
  {
    var text = try #require(BuiltInThemes.texts.first { $0.name == name }?.text)
    for (line, other) in changes {
      try #require(text.contains(line), "\(line)")
      text = text.replacing(line, with: other)
    }
    return try ThemeLint(text: text, path: "t.toml").findings.map(\.sentence)
  }

  @Test(arguments: Theme.builtIns.map(\.name))
  func shippedThemesAreClean(name: String) throws {
    let found = try sentences([], of: name)
    #expect(found == [])
  }

  @Test func findingsCarryTheirLines() throws {
    let text = "background = \"light\"\n\n[roles]\ntext = \"#ffffff\"\nramp-heat = [\n\"red\", "
    let findings = try ThemeLint(text: text + "\"#ffffff\",\n\"red\"]\n", path: "\u{1B}t.toml")
      .findings
    #expect(
      findings.map(\.description).filter { !$0.contains("left out") } == [
        "t.toml:4: text: contrast 1.0:1 on white in direct colour, less than 4.5:1",
        "t.toml:5: ramp-heat: 2 steps in 16 colours, less than 3",
        "t.toml:5: ramp-heat: contrast 1.0:1 on white at its high end in direct colour, less than 3.0:1",
      ])
    #expect(findings.first?.line == nil && findings.count == 4)
  }

  @Test func contrastIsHeldAgainstTheBackgroundOfTheTheme() throws {
    // #808080 has 3.9:1 on white and 5.3:1 on black (WCAG 2).
    let grey = ("ok = \"$green\"", "ok = \"#808080 / 244 / green\"")
    #expect(try sentences([grey]) == [])
    #expect(
      try sentences([grey, ("background = \"any\"", "background = \"light\"")])
        .filter { $0.hasPrefix("ok:") }
        == ["ok: contrast 3.9:1 on white in direct colour, less than 4.5:1"])
    // Lines and what is dim need 3:1 on every background.
    let border = ("border = \"$line\"", "border = \"#505050 / 240 / bright-black\"")
    #expect(
      try sentences([border]) == [
        "border: contrast 2.6:1 on black in direct colour, less than 3.0:1"
      ])
    // Black is the ground itself, whatever else the sixteen names look like.
    let black = ("violet = \"#a566d8 / 134 / magenta\"", "violet = \"#a566d8 / 134 / black\"")
    #expect(
      try sentences([black]) == [
        "mark: contrast 1.0:1 on black in 16 colours, less than 3.0:1",
        "series-2: contrast 1.0:1 on black in 16 colours, less than 3.0:1",
      ])
  }

  @Test func aSelectionIsReadOnItsOwnPaper() throws {
    let paper = ("paper = \"#3f4f6b", "paper = \"#b0b0b0")
    #expect(
      try sentences([paper])
        == ["select-fg: contrast 2.1:1 on select-bg in direct colour, less than 4.5:1"])
  }

  @Test func rampsHoldContrastAtBothEnds() throws {
    let heat = try sentences([("\"#6a44b4 / 61 / blue\"", "\"#2a1050 / 17 / blue\"")])
    #expect(heat.count == 1)
    #expect(heat.first?.hasPrefix("ramp-heat: contrast 1.") == true, "\(heat)")
    #expect(heat.first?.contains("on black at its low end in ") == true, "\(heat)")
    let bytes = try sentences([("\"#d75f5f / 167 / red\"", "\"#ffb0b0 / 217 / red\"")])
    #expect(bytes.count == 1)
    #expect(bytes.first?.contains("ramp-bytes: contrast 1.") == true, "\(bytes)")
    #expect(bytes.first?.contains("on white at its high end") == true, "\(bytes)")
  }

  @Test func heatDoesNotTurnBack() throws {
    // 62 is darker than 136.
    let turned = try sentences([("\"#c28621 / 137 / yellow\"", "\"#c28621 / 62 / yellow\"")])
    #expect(turned.contains { $0.contains("ramp-heat: lightness turns back by 0.09") }, "\(turned)")
    #expect(turned.allSatisfy { $0.contains("in 256 colours") })
    let few = try sentences(
      [], replacing: "ramp-heat", with: "[\"#5f5faf / 61\", \"#d7005f / 161\", \"#af875f / 137\"]")
    #expect(few.contains { $0.hasSuffix("ramp-heat: 3 steps in 256 colours, less than 8") })
    let named = try sentences(
      [], replacing: "ramp-bytes", with: "[\"#00a35c / 29 / red\", \"#cc7f00 / 136 / red\", \"5\"]")
    #expect(
      named.contains { $0.hasSuffix("ramp-bytes: 2 steps in 16 colours, less than 3") },
      "\(named)")
  }

  private func sentences(
    _ changes: [(String, String)], replacing ramp: String, with stops: String
  ) throws -> [String] {
    let text = try #require(BuiltInThemes.texts.first?.text)
    let start = try #require(text.range(of: "\(ramp) = ["))
    let end = try #require(text.range(of: "\n]", range: start.upperBound..<text.endIndex))
    let old = String(text[start.lowerBound..<end.upperBound])
    return try sentences(changes + [(old, "\(ramp) = \(stops)")])
  }

  @Test func meaningsAreToldApart() throws {
    let close = try sentences([("warn = \"$orange\"", "warn = \"#da5046 / 167 / yellow\"")])
    #expect(close == [])  // Errors are bold besides.
    let series = ("series-6 = \"$rose\"", "series-6 = \"#a070d8 / 134 / magenta\"")
    #expect(
      try sentences([series]).first?.hasPrefix("series-2 and series-6: colours 0.0") == true)
    let names = ("series-6 = \"$rose\"", "series-6 = \"#cc5aa0 / 169 / magenta\"")
    #expect(
      try sentences([names])
        == ["series-2 and series-6: the same colour in 16 colours"])
    let mono = ("warn = \"$orange\"", "warn = \"$orange / 136 / yellow / bold underline\"")
    #expect(
      try sentences([mono]) == ["warn and error: the same attributes without colour"])
    // The header's words tell these two apart, so they may have the same attributes, yet not the
    // same colour.
    let live = ("live = \"$green\"", "live = \"$orange\"")
    #expect(
      try sentences([live]) == ["live and paused: the same colour in direct colour"])
  }

  /// Where the lint lets equal attributes pass, the screen says it in words and signs.
  @Test func whatAttributesDoNotTellIsOnTheScreen() {
    func screen(_ state: RunState) -> String {
      var snapshot = SampleRun().snapshot
      snapshot.apply(.stateChanged(state))
      return GridText.plain(
        Monitor(theme: .mono).render(
          snapshot, size: Size(width: 120, height: 36),
          capabilities: Capabilities(colors: .mono, unicode: true)))
    }
    #expect(screen(.running).contains(" RUNNING "))
    #expect(screen(.paused).contains(" PAUSED "))
    for words in ["loss train", "test", "accuracy personal", "global", "↑ up", "↓ down"] {
      #expect(screen(.running).contains(words))
    }
    let carried = Distinction.all.filter { $0.carrier != nil }.map(\.roles.first)
    #expect(carried == [.live, .series1])
  }

  /// `sight` is a promise: red and green may be told apart by all, or by most.
  @Test func sightIsHeldToItsPromise() throws {
    #expect(try sentences([], of: "aurora") == [])
    let promised = try sentences(
      [("background = \"dark\"", "background = \"dark\"\nsight = \"deuteranopia\"")], of: "aurora")
    #expect(promised.contains { $0.contains("apart in deuteranopia in ") }, "\(promised)")
    // Pure red and a dark yellow are one hue to it; greys stay what they are.
    let (red, olive) = (RGB(200, 0, 0).inDeuteranopia, RGB(110, 96, 0).inDeuteranopia)
    #expect(
      OKLab(red).distance(to: OKLab(olive)) < OKLab(RGB(200, 0, 0)).distance(to: OKLab(olive)))
    for level in stride(from: UInt8(0), through: 250, by: 25) {
      let grey = RGB(level, level, level)
      #expect(OKLab(grey.inDeuteranopia).distance(to: OKLab(grey)) < 1e-4)
    }
    let blind = Theme.builtIns.filter { $0.name.hasPrefix("cividis") }
    #expect(
      try blind.map { try ThemeFile(builtIn: $0.name).sight } == [.deuteranopia, .deuteranopia])
  }

  @Test func whatIsLeftOutIsSaidOnce() throws {
    let findings = try ThemeLint(text: "[roles]\ntext = \"default\"\n", path: "t.toml").findings
    #expect(findings.count == 1)
    let sentence = try #require(findings.first?.description)
    #expect(sentence.hasPrefix("t.toml: left out, and as in default: dim, title, border"))
    #expect(sentence.hasSuffix("ramp-heat, ramp-progress, ramp-bytes"))
    #expect(!sentence.contains(" text"))
  }

  @Test func aTwinIsAnotherThemeForTheOtherBackground() throws {
    let twin = "twin = \"light\""
    #expect(
      try sentences([(twin, "twin = \"dusk\"")])
        == ["twin: there is no theme \"dusk\" that can be read"])
    #expect(
      try sentences([(twin, "twin = \"ansi\"")])
        == ["twin: \"ansi\" is for the same background (any)"])
  }

  @Test func highContrastIsSevenToOne() throws {
    for (name, ground) in [
      ("high-contrast", RGB(0, 0, 0)), ("high-contrast-light", RGB(255, 255, 255)),
    ] {
      let theme = try ThemeLibrary.load(name)
      for colors in [Capabilities.Colors.indexed, .direct] {
        for role in Role.allCases where role != .selectFg && role != .selectBg && role != .border {
          guard let rgb = theme.palette(colors)[role].foreground.rgb else { continue }
          #expect(rgb.contrast(with: ground) >= 7, "\(name) \(role.name) \(colors)")
        }
      }
    }
  }

  @Test func contrastIsThatOfWCAG() {
    #expect(abs(RGB(0, 0, 0).contrast(with: RGB(255, 255, 255)) - 21) < 1e-9)
    // The grey that is known for just missing 4.5:1 on white is #777777.
    #expect(abs(RGB(0x77, 0x77, 0x77).contrast(with: RGB(255, 255, 255)) - 4.48) < 0.005)
    #expect(RGB(3, 2, 1).contrast(with: RGB(3, 2, 1)) == 1)
  }
}
