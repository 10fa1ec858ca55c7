import Testing

@testable import TUI

/// What a person's file says of the monitor, and what is told of its mistakes.
@Suite struct OptionsFileTests {
  private func file(_ text: String) -> OptionsFile { OptionsFile(text: text, path: "c.toml") }

  @Test func itStandsInTheConfigurationFolder() {
    #expect(
      OptionsFile.path(environment: ["XDG_CONFIG_HOME": "/c", "HOME": "/h"])
        == "/c/fedtop/config.toml")
    #expect(
      OptionsFile.path(environment: ["XDG_CONFIG_HOME": "", "HOME": "/h"])
        == "/h/.config/fedtop/config.toml")
    #expect(OptionsFile.path(environment: [:]) == nil)
  }

  @Test func valuesAreReadByTheTable() {
    let read = file(
      """
      [monitor]
      theme = "ember"
      color = 256            # a number is a word
      log_loss = true
      client_sort = "last-round"
      """)
    #expect(read.problems.isEmpty)
    #expect(
      read.values == [
        "theme": "ember", "color": "256", "log_loss": "true", "client_sort": "last-round",
      ])
    #expect(read.keys == .standard)
    #expect(file("").values.isEmpty && file("").problems.isEmpty)
  }

  /// A line each with its number, and the rest holds.
  @Test func mistakesAreToldWithTheirLines() {
    let read = file(
      """
      runs = "x"
      [monitor]
      glyphs = "utf9"
      colour = "16"
      mouse = "no"
      cost = [1]
      curve_axis = "bytes"
      [keys]
      theme = "T"
      """)
    #expect(
      Set(read.problems) == [
        "c.toml:1: runs is ignored: only [monitor] and [keys] mean something here",
        "c.toml:3: glyphs = \"utf9\": must be one of auto, ascii, utf8",
        "c.toml:4: no option \"colour\": did you mean \"color\"?",
        "c.toml:5: mouse = \"no\": must be true or false",
        "c.toml:6: cost must be true or false",
      ])
    #expect(read.values == ["curve_axis": "bytes"])
    #expect(read.keys.label(.theme, in: .monitor) == "T")
  }

  @Test func whatIsNotTOMLIsNotUsedAtAll() {
    let read = file("[monitor]\ntheme = \"ember\"\ncost = }\n")
    #expect(read.values.isEmpty && !read.isTOML)
    #expect(read.problems.count == 1)
    #expect(
      read.problems.first?.hasPrefix("c.toml:3: not TOML, so nothing of it is used: ") == true)
    #expect(
      file("monitor = 3").problems == [
        "c.toml:1: monitor must be a table: write [monitor] and keys below it"
      ])
  }

  @Test func problemsCannotSteerATerminal() {
    let read = file("[monitor]\n\"a\\u001b[2J\" = 1\n")
    #expect(read.problems.count == 1)
    #expect(read.problems.allSatisfy { !$0.contains("\u{1b}") })
  }
}

/// Every entry of the table can be read back, set, and told of.
@Suite struct MonitorOptionTests {
  @Test func everyOptionTakesEveryValueAndHasASentence() {
    for option in MonitorOption.all {
      #expect(!option.help.isEmpty && !option.help.hasSuffix("."))
      #expect(option.problem(with: option.standard) == nil)
      let words: [String] =
        switch option.kind {
        case .flag: ["true", "false"]
        case .choice(let words): words
        case .theme: ["ember", "default"]
        }
      for word in words {
        var monitor = Monitor(theme: .standard)
        monitor.setOption(option.key, to: word, from: .file)
        #expect(option.read(monitor) == word, "\(option.key)")
        #expect(monitor.source(of: option) == .file)
        let line = OptionsFile(
          text: "[monitor]\n\(option.key) = \(option.literal(word))\n", path: "")
        #expect(line.values == [option.key: word] && line.problems.isEmpty)
      }
      #expect(option.problem(with: "") != nil)
    }
    #expect(Set(MonitorOption.all.map(\.key)).count == MonitorOption.all.count)
  }

  @Test func aSourceIsWhoSaidItLast() throws {
    var monitor = Monitor(theme: .standard)
    let glyphs = try #require(MonitorOption.named("glyphs"))
    #expect(monitor.source(of: glyphs) == .standard)
    monitor.setOption("glyphs", to: "ascii", from: .commandLine("--ascii"))
    #expect(monitor.source(of: glyphs).text == "--ascii")
    glyphs.write(&monitor, "utf8")
    #expect(monitor.source(of: glyphs) == .changed)
    glyphs.write(&monitor, "ascii")
    #expect(monitor.source(of: glyphs) == .commandLine("--ascii"))
    #expect(monitor.unsaved == ["glyphs": "ascii"])
    monitor.noteSaved()
    #expect(monitor.unsaved.isEmpty && monitor.source(of: glyphs) == .file)
  }

  @Test func whatIsWishedLimitsWhatIsDrawn() {
    var monitor = Monitor(theme: .standard)
    let terminal = Capabilities(colors: .indexed, unicode: true)
    #expect(monitor.suited(terminal) == terminal)
    monitor.setOption("color", to: "direct", from: .file)
    #expect(monitor.suited(terminal).colors == .indexed)
    monitor.setOption("color", to: "never", from: .file)
    monitor.setOption("glyphs", to: "ascii", from: .file)
    #expect(monitor.suited(terminal) == Capabilities(colors: .mono, unicode: false))
    let grid = monitor.render(
      SampleRun().snapshot, size: Size(width: 80, height: 24), capabilities: terminal)
    #expect(grid.cells.allSatisfy { $0.character.isASCII })
  }
}
