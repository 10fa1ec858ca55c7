import Foundation
import Testing

@testable import TUI

/// Which theme is in use: what is asked for, and its twin on the other background.
@Suite struct ThemeChoiceTests {
  /// The name and the reason.
  private func choice(
    _ option: String? = nil, background: Background? = nil, _ environment: [String: String] = [:],
    searchPaths: [String] = []
  ) throws -> String {
    let choice = try ThemeChoice(
      option: option, background: background, environment: environment, searchPaths: searchPaths)
    return "\(choice.theme.name), \(choice.reason)"
  }

  @Test func theOptionGoesBeforeTheVariable() throws {
    #expect(try choice() == "default, nothing else is asked for")
    #expect(try choice("aurora", ["FEDTOP_THEME": "ember"]) == "aurora, named by --theme")
    #expect(try choice(["FEDTOP_THEME": "ember"]) == "ember, named by FEDTOP_THEME")
    #expect(try choice(["FEDTOP_THEME": ""]) == "default, nothing else is asked for")
    #expect(throws: ThemeError.self) { try choice(["FEDTOP_THEME": "mauve"]) }
  }

  private func choice(_ environment: [String: String]) throws -> String {
    try choice(nil, environment)
  }

  @Test func aBackgroundThatIsSaidBringsTheTwin() throws {
    #expect(
      try choice(background: .light) == "light, the twin of default: --background light")
    #expect(try choice(background: .dark) == "default, nothing else is asked for")
    #expect(
      try choice("ember", background: .light) == "paper, the twin of ember: --background light")
    #expect(
      try choice("light", background: .dark) == "default, the twin of light: --background dark")
    #expect(try choice("paper", background: .light) == "paper, named by --theme")
    // It does on both.
    #expect(try choice("ansi", background: .light) == "ansi, named by --theme")
  }

  @Test func aGuessMovesOnlyWhatNobodyNamed() throws {
    let light = ["COLORFGBG": "0;15"]
    #expect(try choice(light) == "light, the twin of default: COLORFGBG says light")
    #expect(try choice("ember", light) == "ember, named by --theme")
    #expect(try choice(background: .dark, light) == "default, nothing else is asked for")
    #expect(
      try choice(["FEDTOP_THEME": "ember", "COLORFGBG": "0;15"]) == "ember, named by FEDTOP_THEME")
    #expect(try choice(["COLORFGBG": "15;0"]) == "default, nothing else is asked for")
  }

  /// As rxvt and Konsole write it: foreground, sometimes a word, background.
  @Test(arguments: [
    ("15;0", Background.dark), ("0;15", .light), ("0;default;15", .light), ("7;8", .dark),
    ("0;7", .light), ("12;6", .dark),
  ])
  func backgroundOfColorFGBG(text: String, background: Background) {
    #expect(Background(colorFGBG: text) == background)
  }

  @Test(arguments: ["", "0", "15;default", "0;16", "0;-1", "0;", ";", "a;b"])
  func colorFGBGThatSaysNothing(text: String) {
    #expect(Background(colorFGBG: text) == nil)
  }

  @Test func aFilesTwinMayLieBesideIt() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ text: String) throws -> String {
      let file = folder.appending(path: "\(name).toml")
      try Data(text.utf8).write(to: file)
      return file.path
    }
    let dusk = try write("dusk", "background = \"dark\"\ntwin = \"dawn\"\n")
    #expect(try choice(dusk, background: .dark) == "dusk, named by --theme")
    #expect(throws: ThemeError.self) { try choice(dusk, background: .light) }
    _ = try write("dawn", "background = \"light\"\n")
    #expect(
      try choice(dusk, background: .light) == "dawn, the twin of dusk: --background light")
    #expect(
      try choice("dusk", background: .light, searchPaths: [folder.path])
        == "dawn, the twin of dusk: --background light")
    #expect(try ThemeLint(path: dusk).findings.allSatisfy { !$0.sentence.contains("twin") })
  }
}
