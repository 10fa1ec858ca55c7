import ArgumentParser
import Host
import Screen
import TUI

/// How the monitor is to look: options of the command, which win over the person's file.
struct DisplayOptions: ParsableArguments {
  @OptionGroup var themes: ThemeOptions

  @OptionGroup var presets: PresetOptions

  @Option(help: "Colours: auto, always, never, 16, 256, direct.")
  var color: String?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Draw with block and braille characters whatever the locale says.")
  var utf8 = false

  @Flag(help: "Leave the mouse to the terminal, which selects text with it.")
  var noMouse = false

  /// A monitor with the theme, the options and the keys in force; what is wrong with the person's file is told once.
  /// - Throws: `ThemeError`; `PresetError`; a usage `Failure` for a word that is no value.
  func monitor() throws -> Monitor {
    let choice = try themes.resolved()
    var monitor = Self.monitor(choice)
    for (option, key, word) in flags {
      if let problem = MonitorOption.named(key)?.problem(with: word) {
        throw Failure("\(option) \(word): \(problem)", .usage)
      }
      monitor.setOption(key, to: word, from: .commandLine(option))
    }
    // The background has done its part in the choice of the theme: its twin is not looked for again.
    monitor.theme = choice.theme
    monitor.note("theme", from: source(of: choice))
    monitor.themeOnBackground = themes.onBackground
    monitor.forgetMessage()
    PersonalFile.tellProblems()
    for problem in PersonalFile.options.problems.reversed() { monitor.remark(problem) }
    try presets.lay(&monitor)
    return monitor
  }

  /// A monitor with a theme, and all else as the person's file has it.
  static func monitor(_ choice: ThemeChoice) -> Monitor {
    let file = PersonalFile.options
    var monitor = Monitor(
      theme: choice.theme, themes: ThemeShelf(searchPaths: ThemeOptions.searchPaths))
    monitor.keys = file.keys
    monitor.optionsPath = PersonalFile.path
    for (key, word) in file.values where key != "theme" {
      monitor.setOption(key, to: word, from: .file)
    }
    monitor.theme = choice.theme
    return monitor
  }

  /// What the screen of a monitor is opened with.
  func screen(for monitor: Monitor) -> ScreenOptions {
    var options = ScreenOptions()
    options.color = ColorChoice(rawValue: monitor.colorWish) ?? .auto
    // ASCII alone is drawn on any terminal, which may be asked for more later.
    options.ascii = monitor.glyphWish == .utf8 ? false : nil
    options.mouse = monitor.wantsMouse
    options.asksBackground = monitor.themeOnBackground != nil
    return options
  }

  /// What the options of the command say of the monitor's, with their names.
  private var flags: [(option: String, key: String, word: String)] {
    [
      themes.background.map { ("--background", "background", $0.rawValue) },
      color.map { ("--color", "color", $0 == "mono" ? "never" : $0) },
      utf8 ? ("--utf8", "glyphs", "utf8") : nil, ascii ? ("--ascii", "glyphs", "ascii") : nil,
      noMouse ? ("--no-mouse", "mouse", "false") : nil,
    ].compactMap(\.self)
  }

  /// Those that were given.
  var named: [String] {
    [themes.theme.map { _ in "--theme" }, presets.preset.map { _ in "--preset" }]
      .compactMap(\.self) + flags.map(\.option)
  }

  private func source(of choice: ThemeChoice) -> OptionSource {
    switch choice.origin {
    case .option: .commandLine("--theme")
    case .file: .file
    case .nobody where !themes.isChosen: .standard
    case .nobody, .twin, .variable: .other(choice.reason)
    }
  }
}
