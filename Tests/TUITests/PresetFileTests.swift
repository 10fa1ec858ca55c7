import Foundation
import Plain
import Testing

@testable import TUI

/// Files of presets: what they may say, and what is said of those that are wrong.
@Suite struct PresetFileTests {
  @Test("Presets come in the order of the file")
  func order() throws {
    let file = try PresetFile(
      text:
        "# mine\n[zebra]\ncolumns = [['log']]\n\n[ant]\ncolumns = [[\"clients 2\"], [\"bytes\"]]\n",
      path: "presets.toml")
    #expect(file.presets.map(\.name) == ["zebra", "ant"])
    #expect(file.presets[1].columns.map(\.weight) == [1, 1])
    #expect(file.presets[1].columns[0].panes == [Preset.Share(pane: .clients, weight: 2)])
    #expect(file.presets[0].columns[0].panes == [Preset.Share(pane: .log, weight: 1)])
  }

  @Test(
    "What is wrong is told with its line",
    arguments: [
      ("[a]\ncolumns = [[\"log\"]\n", 2, "not TOML"),
      ("x = }\n", 1, "closes nothing"),
      ("\na = 3\n", 2, "\"a\" is no preset"),
      ("[a]\n\n", 1, "needs 1 to 6 columns"),
      ("[a]\ncolumns = []\n", 2, "needs 1 to 6 columns"),
      ("[a]\ncolumns = [[]]\n", 2, "no list of panes"),
      ("[a]\ncolumns = [\"log\"]\n", 2, "no list of panes"),
      ("[a]\ncolumns = [\n  [\"log\"],\n  [\"graph 2\"],\n]\n", 4, "there are clients, learning"),
      ("[a]\ncolumns = [[7]]\n", 2, "no pane \"7\""),
      ("[a]\ncolumns = [\n [\"log\", \"log 2\"]]\n", 3, "log stands in \"a\" twice"),
      ("[a]\ncolumns = [[\"log -1\"]]\n", 2, "from 0 to 100"),
      ("[a]\ncolumns = [[\"log 101\"]]\n", 2, "from 0 to 100"),
      ("[a]\ncolumns = [[\"log 1 2\"]]\n", 2, "from 0 to 100"),
      ("[a]\ncolumns = [[\"log\"]]\nwidths = [1, 2]\n", 3, "for each of the 1"),
      ("[a]\ncolumns = [[\"log\"]]\nwidths = [0]\n", 3, "from 1 to 100"),
      ("[a]\ncolumns = [[\"log\"]]\nwidths = \"9\"\n", 3, "from 1 to 100"),
      ("[a]\ncolumns = [[\"log\"]]\nheight = 3\n", 3, "columns and widths"),
      ("[b]\ncolumns = [[\"log\"]]\n[\"my desk\"]\ncolumns = [[\"log\"]]\n", 3, "is no name"),
    ])
  func wrong(text: String, line: Int, words: String) {
    #expect {
      try PresetFile(text: text, path: "~/presets.toml")
    } throws: { error in
      let told = "\(error)"
      return told.contains("~/presets.toml:\(line): ") && told.contains(words)
        && !told.contains("\n")
    }
  }

  @Test("Texts at random are read or refused in a line")
  func random() {
    var random = SplitMix64(seed: 12)
    let pieces = [
      "[a]\n", "[b-c]\n", "[\"x y\"]\n", "columns = ", "widths = ", "[", "]", "\"log 2\"",
      "\"log\"",
      "'clients'", "\"knobs 0\"", ", ", "\n", "1", "-1", "1e400", "{", "}", "=", "#", "\u{0}", "漢",
      "[[a]]\n", "a.columns = ", "\"\u{1b}[31m\"", "true", "9999999999999999999",
    ]
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...14, using: &random)
      let text = (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      do {
        for preset in try PresetFile(text: text, path: "p.toml").presets {
          #expect(!preset.name.isEmpty && !preset.columns.isEmpty)
        }
      } catch {
        #expect(error.description.contains("p.toml:"))
        #expect(!error.description.contains("\n") && !error.description.contains("\u{1b}"))
      }
    }
  }

  @Test("Files add to what is built in, or take its place; the earlier one counts")
  func library() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func file(_ name: String, _ text: String) throws -> String {
      let url = folder.appendingPathComponent(name)
      try Data(text.utf8).write(to: url)
      return url.path
    }
    let first = try file("a.toml", "[fisher]\ncolumns = [['log']]\n[desk]\ncolumns = [['bytes']]\n")
    let second = try file("b.toml", "[desk]\ncolumns = [['knobs']]\n")
    let bad = try file("c.toml", "[other]\n")
    let library = PresetLibrary(files: ["\(folder.path)/none.toml", first, second, bad])
    #expect(library.presets.map(\.name) == Preset.builtIns.map(\.name) + ["desk"])
    #expect(try library.preset("fisher").panes == [.log])
    #expect(try library.preset("desk").panes == [.bytes])
    #expect(library.flaws.map(\.line) == [1])
    // What is looked for may be in the file that cannot be read.
    #expect { try library.preset("other") } throws: { "\($0)".contains("c.toml:1: ") }
    #expect { try PresetLibrary(files: []).preset("other") } throws: {
      "\($0)"
        == "no preset \"other\": there are everything, learning, clients, fisher, bytes-and-log"
    }
    #expect(PresetLibrary(files: [folder.path]).flaws.map(\.what) == ["cannot read presets"])
  }

  @Test("They are looked for beside the folders of themes, and not where one happens to be")
  func places() {
    let files = PresetLibrary.files(
      environment: ["HOME": "/home/ada", "XDG_DATA_DIRS": "/opt/share"],
      executable: "/usr/bin/fedtop")
    #expect(
      files == [
        "/home/ada/.config/fedtop/presets.toml", "/opt/share/fedtop/presets.toml",
        "/usr/share/fedtop/presets.toml",
      ])
  }
}
