import ArgumentParser
import Foundation
import TUI

/// Which theme, for which background.
struct ThemeOptions: ParsableArguments {
  @Option(help: "A theme by name or path; see fedtop themes.")
  var theme: String?

  @Option(
    help: "The terminal's background: \(choices(BackgroundWish.self)).", transform: choice)
  var background = BackgroundWish.auto

  /// Where themes are looked for.
  static var searchPaths: [String] {
    ThemeLibrary.searchPaths(
      environment: ProcessInfo.processInfo.environment,
      executable: Bundle.main.executablePath)
  }

  /// The theme in force.
  /// - Throws: `ThemeError`.
  func resolved() throws -> ThemeChoice { try Self.resolved(theme, background) }

  /// Whether the person has named a theme or a background, so that the terminal need not be asked.
  var isChosen: Bool {
    let variable = ProcessInfo.processInfo.environment["FEDTOP_THEME"] ?? ""
    return theme != nil || background != .auto || !variable.isEmpty
  }

  /// The theme for each background that the terminal may tell of; empty where the person has chosen.
  ///
  /// What cannot be read is not gone over to.
  var byBackground: [Background: Theme] {
    guard !isChosen else { return [:] }
    let wishes: [Background: BackgroundWish] = [.dark: .dark, .light: .light]
    return wishes.compactMapValues { (try? Self.resolved(nil, $0))?.theme }
  }

  /// The theme in force where one is asked for, or none.
  /// - Throws: `ThemeError`.
  static func resolved(
    _ theme: String?, _ background: BackgroundWish = .auto
  ) throws -> ThemeChoice {
    try ThemeChoice(
      option: theme, background: Background(rawValue: background.rawValue),
      environment: ProcessInfo.processInfo.environment, searchPaths: searchPaths)
  }
}

/// What `--background` may be; `auto` goes by `COLORFGBG`.
enum BackgroundWish: String, CaseIterable {
  case auto, dark, light
}
