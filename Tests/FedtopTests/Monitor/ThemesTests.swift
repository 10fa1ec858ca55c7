import Foundation
import Testing

/// `fedtop themes`: the list, the theme in use, and the check of files.
@Suite struct ThemesTests {
  private func themes(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome
  {
    try Program.run(["themes"] + arguments, in: try Scratch(), environment: environment)
  }

  @Test("A line a theme, with the one in use marked and explained")
  func list() throws {
    let plain = try themes()
    #expect(plain.status == 0)
    #expect(
      plain.lines.contains {
        $0.hasPrefix("* default ")
          && $0.hasSuffix(" any    middle tones, so that everything reads on black and on white.")
      }, "\(plain.output)")
    #expect(plain.lines.contains("in use: default, nothing else is asked for"))
    #expect(plain.lines.filter { $0.hasPrefix("* ") }.count == 1)
    #expect(plain.lines.last?.hasPrefix("looked for in: ") == true)

    let light = try themes(environment: ["COLORFGBG": "0;15", "FEDTOP_THEME": ""])
    #expect(light.lines.contains("in use: light, the twin of default: COLORFGBG says light"))
    let named = try themes(environment: ["COLORFGBG": "0;15", "FEDTOP_THEME": "ember"])
    #expect(named.lines.contains("in use: ember, named by FEDTOP_THEME"))
    let twin = try themes("--theme", "ember", "--background", "light")
    #expect(twin.lines.contains("in use: paper, the twin of ember: --background light"))
  }

  @Test(
    "A name that leads nowhere is an error below the list; a broken file is listed with its cause")
  func errors() throws {
    let wrong = try themes(environment: ["FEDTOP_THEME": "mauve"])
    #expect(wrong.status == 66)
    #expect(wrong.output.contains("  aurora "))
    #expect(wrong.errors.contains("no theme \"mauve\""))

    let scratch = try Scratch()
    try scratch.write("themes/broken.toml", "[roles]\nwrn = \"red\"\n")
    let broken = try Program.run(["themes"], in: scratch)
    #expect(broken.status == 0)
    #expect(
      broken.lines.contains {
        $0.hasPrefix("  broken ") && $0.contains("broken.toml:2: did you mean \"warn\"?")
      }, "\(broken.output)")
  }

  @Test("A check prints a line a finding, and its status says whether there are any")
  func check() throws {
    let scratch = try Scratch()
    let shipped = Program.repository.appending(path: "themes").path(percentEncoded: false)
    func check(_ files: String...) throws -> Outcome {
      try Program.run(["themes", "--check"] + files, in: scratch)
    }
    let clean = try check("\(shipped)/default.toml", "\(shipped)/aurora.toml")
    #expect(clean.status == 0 && clean.output == "" && clean.errors == "")

    try scratch.write(
      "pale.toml", "background = \"light\"\n[roles]\nok = \"#cccccc\"\n")
    try scratch.write("broken.toml", "[roles]\n\nok = \"#12\"\n")
    let found = try check("pale.toml", "broken.toml", "\(shipped)/default.toml")
    #expect(found.status == 65 && found.errors == "")
    #expect(
      found.lines.contains(
        "pale.toml:3: ok: contrast 1.6:1 on white in direct colour, less than 4.5:1"))
    #expect(found.lines.contains { $0.hasPrefix("broken.toml:3: ok = \"#12\" is no colour: use ") })
    #expect(!found.output.contains("default.toml"))

    let missing = try check("nope.toml", "pale.toml", "gone.toml")
    #expect(missing.status == 66)
    #expect(missing.errors == "fedtop: no such theme file: nope.toml, gone.toml\n")
    #expect(missing.output.contains("pale.toml:3: "))
    #expect(try check().status == 2)
  }
}
