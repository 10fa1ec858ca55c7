import Foundation
import Plain
import Testing

@testable import TUI

@Suite struct ThemeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("themes").path

  private static var shipped: [Theme] { ThemeLibrary.all(searchPaths: [folder]) }

  @Test(arguments: ["default", "light", "mono"])
  func filesEqualWhatIsCompiledIn(name: String) throws {
    let file = try String(contentsOfFile: "\(Self.folder)/\(name).toml", encoding: .utf8)
    #expect(file == BuiltInThemes.texts[name])
    let theme = try Theme(name: name, toml: file, path: name, base: nil)
    #expect(Theme.builtIns.contains(theme))
  }

  @Test func everyShippedThemeCanBeReadAndNamesEveryRole() throws {
    for name in ThemeLibrary.names(searchPaths: [Self.folder]) {
      let text = try String(contentsOfFile: "\(Self.folder)/\(name).toml", encoding: .utf8)
      let theme = try Theme(name: name, toml: text, path: name, base: nil)
      #expect(Set(theme.values.keys) == Set(Role.allCases), "\(name)")
      #expect(Set(theme.ramps.keys) == Set(Ramp.allCases), "\(name)")
    }
  }

  /// WCAG 2: 4.5 for text on the ground a theme is made for; 2.8 on both grounds for the one that
  /// is made for both.
  @Test(arguments: [Capabilities.Colors.indexed, .direct])
  func contrast(colors: Capabilities.Colors) {
    let black = RGB(0, 0, 0)
    let white = RGB(255, 255, 255)
    let grounds = ["default": [(black, 2.8), (white, 2.8)], "light": [(white, 4.5)]]
    for theme in Self.shipped {
      let palette = theme.palette(colors)
      for (ground, least) in grounds[theme.name] ?? [(black, 4.5)] {
        for role in Role.allCases where role != .selectBg && role != .selectFg {
          guard let rgb = palette[role].foreground.rgb else { continue }
          let wanted = role == .border ? min(least, 2.8) : least
          #expect(ratio(rgb, ground) >= wanted, "\(theme.name) \(role.name)")
        }
      }
      if let ink = palette.selection.foreground.rgb, let paper = palette.selection.background.rgb {
        #expect(ratio(ink, paper) >= 4.5, "\(theme.name) selection")
      }
    }
  }

  /// Heat is read by lightness: it never turns back, in any number of colours that is computed.
  @Test(arguments: [Capabilities.Colors.indexed, .direct])
  func heatIsMonotone(colors: Capabilities.Colors) {
    for theme in Self.shipped where theme.name != "mono" {
      let steps = (0..<48).compactMap { theme.palette(colors).color(.heat, Double($0) / 47)?.rgb }
      let lightness = steps.map { OKLab($0).lightness }
      let rises = zip(lightness, lightness.dropFirst()).allSatisfy { $1 >= $0 - 0.02 }
      let falls = zip(lightness, lightness.dropFirst()).allSatisfy { $1 <= $0 + 0.02 }
      #expect(rises || falls, "\(theme.name)")
      #expect(Set(steps).count >= 8, "\(theme.name)")
    }
  }

  @Test func sixteenColoursKeepRampsApart() {
    for theme in Self.shipped where theme.name != "mono" {
      for ramp in Ramp.allCases {
        let colors = Set((0...20).map { theme.palette(.ansi).color(ramp, Double($0) / 20) })
        #expect(colors.count >= 3, "\(theme.name) \(ramp.rawValue)")
      }
    }
  }

  @Test func valuesAndOverrides() throws {
    let palette = ["warm": ThemeValue(.rgb(1, 2, 3))]
    let value = try #require(ThemeValue("#e6a23c / 214 / yellow / bold", palette: [:]))
    #expect(value.color(.direct) == .rgb(0xE6, 0xA2, 0x3C))
    #expect(value.color(.indexed) == .indexed(214))
    #expect(value.color(.ansi) == .indexed(3))
    #expect(value.mono == .bold)
    #expect(ThemeValue("default", palette: [:])?.direct == .standard)
    #expect(ThemeValue("bright-red", palette: [:])?.direct == .indexed(9))
    #expect(ThemeValue("200", palette: [:])?.direct == .indexed(200))
    #expect(ThemeValue("$warm", palette: palette)?.direct == .rgb(1, 2, 3))
    let wrong = [
      "", "#12", "#12345g", "256", "-1", "$cold", "red / #ffffff", "red / 1 / 200", "red/1/2/shiny",
      "a/b",
    ]
    for text in wrong { #expect(ThemeValue(text, palette: palette) == nil, "\(text)") }
  }

  @Test func nearestColoursByPerception() {
    #expect(TerminalPalette.indexed(RGB(0, 135, 175)) == 31)
    #expect(TerminalPalette.indexed(RGB(255, 255, 255)) == 231)
    #expect(TerminalPalette.ansi(RGB(250, 5, 5)) == 9)
    #expect(TerminalPalette.ansi(RGB(120, 125, 130)) == 8)
    // Values of xterm's 256colres.h.
    #expect(TerminalPalette.colors[110] == RGB(135, 175, 215))
    #expect(TerminalPalette.colors[244] == RGB(128, 128, 128))
    // Every fixed colour is its own nearest, but for greys that the cube holds twice.
    for index in 16..<256 {
      let rgb = TerminalPalette.colors[index]
      #expect(TerminalPalette.colors[Int(TerminalPalette.indexed(rgb))] == rgb)
    }
  }

  /// Ottosson's published values for OKLab of sRGB red, and the way back.
  @Test func okLab() {
    let red = OKLab(RGB(255, 0, 0))
    #expect(abs(red.lightness - 0.62796) < 1e-4)
    #expect(abs(red.a - 0.22486) < 1e-4)
    #expect(abs(red.b - 0.12585) < 1e-4)
    for level in stride(from: 0, through: 255, by: 15) {
      let rgb = RGB(UInt8(level), UInt8(255 - level), UInt8(level / 2))
      #expect(OKLab(rgb).rgb == rgb)
    }
  }

  @Test func mistakesAreNamedWithTheirLine() {
    func error(_ text: String) -> String {
      do {
        _ = try Theme(name: "x", toml: text, path: "t.toml")
        return ""
      } catch {
        return error.description
      }
    }
    #expect(error("[roles]\ntext = \"red\"\nwarm = \"red\"\n").contains("t.toml:3"))
    #expect(error("[roles]\nwrn = \"red\"\n").contains("\"warn\""))
    #expect(error("[roles]\n\ndim = \"#12\"\n").contains("t.toml:3"))
    #expect(error("[roles]\ntext = \"$nope\"\n").contains("t.toml:2"))
    #expect(error("[roles]\ntext = \n").contains("t.toml:2"))
    #expect(error("[colours]\n").contains("t.toml:1"))
    #expect(error("[roles]\nramp-heat = [\"red\"]\n").contains("1 stops"))
    #expect(error("[roles]\nramp.heat = [\"red\", \"green\", 7]\nborder-focus = 5\n").isEmpty)
  }

  @Test func bracketsAreCheckedBeforeTheParserSeesThem() {
    #expect(TOMLGuard.flaw(in: "a = [1, 2]\n[b]\nc = { d = [\"}\"] } # }\n") == nil)
    #expect(TOMLGuard.flaw(in: "a = \"\"\"\n]}\n\"\"\"\nb = '}'\nc = \"\\\"}\"\n") == nil)
    #expect(TOMLGuard.flaw(in: "a = 1\nb = [ }\n")?.line == 2)
    for table in ["[a.b]", "[ a ]", "[[a]]", "['ü']", "[]", "  [1-_]", "a = [\n[1],\n[{}]]"] {
      #expect(TOMLGuard.flaw(in: table + "\n") == nil, "\(table)")
    }
    for table in [
      "[ü]", "[[[a]]]", "[\na]", "[\u{1}a]", "[.a]", "\n [!]", "a = 1 \u{7F}", "\u{FEFF}[=",
      "\u{A0}[=",
    ] {
      #expect(TOMLGuard.flaw(in: table + "\n") != nil, "\(table)")
    }
    #expect(TOMLGuard.flaw(in: "a = '''\n'''\n]")?.line == 3)
    #expect(TOMLGuard.flaw(in: "a = { ]")?.message == "']' closes nothing that is open")
  }

  @Test func emptyThemeLooksLikeTheDefault() throws {
    let theme = try Theme(name: "default", toml: "", path: "x")
    #expect(theme == Theme.standard)
  }

  @Test func themeWithoutColoursIsDrawnByAttributes() {
    let palette = Theme.mono.palette(.indexed)
    #expect(palette.color(.heat, 0.5) == nil)
    #expect(palette[.title].bold)
    #expect(palette.selection.reverse)
  }

  @Test func library() throws {
    #expect(try ThemeLibrary.load("light") == Theme.light)
    #expect(try ThemeLibrary.load("\(Self.folder)/light.toml") == Theme.light)
    #expect(throws: ThemeError.self) { try ThemeLibrary.load("nope", searchPaths: ["/x"]) }
    #expect(throws: ThemeError.self) { try ThemeLibrary.load("./nope.toml") }
    do {
      _ = try ThemeLibrary.load("nope", searchPaths: ["/x"])
    } catch {
      #expect(error.isNotFound)
      #expect(error.description.contains("default, light, mono"))
      #expect(error.description.contains("/x"))
    }
    let paths = ThemeLibrary.searchPaths(
      environment: ["XDG_CONFIG_HOME": "/c", "XDG_DATA_DIRS": "/a:/b"],
      executable: "/opt/bin/fedtop")
    #expect(
      paths == [
        "/c/fedtop/themes", "/a/fedtop/themes", "/b/fedtop/themes", "/opt/share/fedtop/themes",
        "themes",
      ])
  }

  @Test func roleNamesAreReversible() {
    for role in Role.allCases { #expect(Role(name: role.name) == role) }
    #expect(Role.borderFocus.name == "border-focus")
    #expect(Role.series1.name == "series-1")
  }
}

/// Contrast ratio of two colours, 1 to 21 (WCAG 2).
private func ratio(_ first: RGB, _ second: RGB) -> Double {
  let (one, other) = (first.luminance, second.luminance)
  return (max(one, other) + 0.05) / (min(one, other) + 0.05)
}
