import Foundation
import Plain
import Testing

@testable import TUI

@Suite struct ThemeTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("themes").path

  /// Names of the files in `themes/`, as `Sources/CThemes/themes.c` has them.
  static func files() throws -> [String] {
    let stems = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    return ["default"] + stems.filter { $0 != "default" }.sorted()
  }

  @Test func filesEqualWhatIsCompiledIn() throws {
    let names = try Self.files()
    #expect(BuiltInThemes.texts.map(\.name) == names, "name them in Sources/CThemes/themes.c")
    for (name, text) in BuiltInThemes.texts {
      let file = try String(contentsOfFile: "\(Self.folder)/\(name).toml", encoding: .utf8)
      #expect(file == text, "\(name): touch Sources/CThemes/themes.c")
    }
    #expect(Theme.builtIns.map(\.name) == names)
  }

  @Test func everyShippedThemeSaysWhatItIsLike() {
    #expect(Theme.builtIns.count >= 11)
    for theme in Theme.builtIns {
      #expect(theme.summary.count > 20 && !theme.summary.hasPrefix(theme.name), "\(theme.name)")
    }
    #expect(Set(Theme.builtIns.map(\.summary)).count == Theme.builtIns.count)
  }

  /// No two of them are one theme under two names, with the colours of most terminals.
  @Test func shippedThemesDiffer() {
    let looks = Theme.builtIns.map { $0.palette(.indexed) }
    for (index, look) in looks.enumerated() {
      #expect(!looks[..<index].contains(look), "\(Theme.builtIns[index].name)")
    }
  }

  /// Nobody is left without a theme to read: what is for one background has a twin for the other.
  @Test func everyThemeForOneBackgroundHasATwin() throws {
    for theme in Theme.builtIns where theme.background != .any {
      let name = try #require(theme.twin, "\(theme.name)")
      #expect(try ThemeLibrary.load(name).background != theme.background, "\(theme.name)")
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
    #expect(error("\nbackround = \"dark\"\n").contains("t.toml:2: did you mean \"background\"?"))
    #expect(error("background = \"grey\"\n").contains("t.toml:1: use dark, light, any"))
    #expect(error("twin = 3\n").contains("t.toml:1: use the name of a theme"))
    #expect(error("sight = \"keen\"\n").contains("use full, deuteranopia"))
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
    for colors in Capabilities.Colors.allCases {
      #expect(theme.palette(colors) == Theme.standard.palette(colors))
    }
    #expect(theme.background == .any && theme.twin == nil && theme.summary == "")
  }

  @Test func theFirstCommentIsWhatAThemeIsLike() throws {
    func summary(_ text: String) throws -> String {
      try Theme(name: "dusk", toml: text, path: "dusk.toml").summary
    }
    #expect(try summary("# dusk: calm.\n# More.\n") == "calm.")
    #expect(try summary("## calm\u{85}\u{9B}2J\n") == "calm 2J")
    #expect(try summary("\n# late\n") == "")
  }

  @Test func themeWithoutColoursIsDrawnByAttributes() {
    let palette = Theme.mono.palette(.indexed)
    #expect(palette.color(.heat, 0.5) == nil)
    #expect(palette[.title].bold)
    #expect(palette.selection.reverse)
  }

  /// So that a theme of names can dim without naming a grey, which some palettes do not show.
  @Test func aRoleWithoutAColourIsToldByAttributes() throws {
    let text = "[roles]\ndim = \"default\"\nwarn = \"default / default / default / underline\"\n"
    let palette = try Theme(name: "x", toml: text, path: "x").palette(.indexed)
    #expect(palette[.dim] == Style(dim: true))
    #expect(palette[.warn] == Style(underline: true))
    #expect(!palette[.ok].dim && palette[.ok].foreground != .standard)
  }

  /// The theme of names asks for nothing else, whatever the terminal has.
  @Test func ansiUsesTheSixteenNamesOnly() throws {
    let theme = try ThemeLibrary.load("ansi")
    for colors in Capabilities.Colors.allCases {
      let palette = theme.palette(colors)
      let used = Role.allCases.map { palette[$0].foreground } + Ramp.allCases.flatMap(palette.steps)
      #expect(used.allSatisfy { $0.isNamed }, "\(colors)")
    }
  }

  @Test func library() throws {
    #expect(try ThemeLibrary.load("light") == Theme.light)
    #expect(
      try ThemeLibrary.load("\(Self.folder)/light.toml").palette(.direct)
        == Theme.light.palette(.direct))
    #expect(throws: ThemeError.self) { try ThemeLibrary.load("nope", searchPaths: ["/x"]) }
    #expect(throws: ThemeError.notFound(name: "./nope.toml", known: [], searched: [])) {
      try ThemeLibrary.load("./nope.toml")
    }
    do {
      _ = try ThemeLibrary.load("nope", searchPaths: ["/x"])
    } catch {
      #expect(error.isNotFound)
      #expect(error.description.contains("there are default, ansi"))
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
