import ArgumentParser
import Host
import Screen
import TUI

/// How the monitor is to look.
struct DisplayOptions: ParsableArguments {
  @OptionGroup var themes: ThemeOptions

  @Option(help: "Colours: auto, always, never, 16, 256, direct.")
  var color = "auto"

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Draw with block and braille characters whatever the locale says.")
  var utf8 = false

  @Flag(help: "Leave the mouse to the terminal, which selects text with it.")
  var noMouse = false

  /// A monitor with the theme in force, and with the presets there are.
  /// - Throws: `ThemeError`.
  func monitor() throws -> Monitor {
    var monitor = Self.monitor(try themes.resolved())
    monitor.themeByBackground = themes.byBackground
    monitor.take(.installed)
    return monitor
  }

  /// A monitor with a theme.
  static func monitor(_ choice: ThemeChoice) -> Monitor {
    Monitor(
      theme: choice.theme, themes: ThemeLibrary.all(searchPaths: ThemeOptions.searchPaths))
  }

  /// What the screen is opened with.
  /// - Throws: a usage `Failure` for a colour that does not exist.
  func screen() throws -> ScreenOptions {
    guard let choice = ColorChoice(rawValue: color) else {
      let words = ColorChoice.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure("--color \(color): must be one of \(words)", .usage)
    }
    var options = ScreenOptions()
    options.color = choice
    options.ascii = ascii ? true : utf8 ? false : nil
    options.mouse = !noMouse
    options.asksBackground = !themes.isChosen
    return options
  }
}
