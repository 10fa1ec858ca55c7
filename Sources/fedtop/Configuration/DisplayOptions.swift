import ArgumentParser
import Foundation
import Host
import Screen
import TUI

/// How the monitor is to look.
struct DisplayOptions: ParsableArguments {
  @Option(help: "A theme by name or path; see fedtop themes.")
  var theme: String?

  @Option(help: "Colours: auto, always, never, 16, 256, direct.")
  var color = "auto"

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Draw with block and braille characters whatever the locale says.")
  var utf8 = false

  /// Where themes are looked for.
  static var themePaths: [String] {
    ThemeLibrary.searchPaths(
      environment: ProcessInfo.processInfo.environment,
      executable: Bundle.main.executablePath)
  }

  /// A monitor with the theme in force.
  /// - Throws: `ThemeError`.
  func monitor() throws -> Monitor {
    let wanted = theme ?? ProcessInfo.processInfo.environment["FEDTOP_THEME"] ?? "default"
    let paths = Self.themePaths
    return Monitor(
      theme: try ThemeLibrary.load(wanted, searchPaths: paths),
      themes: ThemeLibrary.all(searchPaths: paths))
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
    return options
  }
}
