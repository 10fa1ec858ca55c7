import ArgumentParser
import Foundation
import TUI

/// Which theme, for which background.
struct ThemeOptions: ParsableArguments {
  @Option(help: "A theme by name or path; see fedtop themes.")
  var theme: String?

  @Option(
    help: "The terminal's background: \(choices(BackgroundWish.self)).", transform: choice)
  var background: BackgroundWish?

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
    return theme != nil || !variable.isEmpty || PersonalFile.options.values["theme"] != nil
      || Self.wish(background) != .auto
  }

  /// The theme for the background that the terminal may tell of; nil where the person has chosen.
  ///
  /// What cannot be read is not gone over to.
  var onBackground: (@Sendable (Background) -> Theme?)? {
    guard !isChosen else { return nil }
    return { background in
      let wish = BackgroundWish(rawValue: background.rawValue)
      return (try? Self.resolved(nil, wish))?.theme
    }
  }

  /// The theme in force where one is asked for, or none.
  /// - Throws: `ThemeError`.
  static func resolved(
    _ theme: String?, _ background: BackgroundWish? = nil
  ) throws -> ThemeChoice {
    let file = PersonalFile.options
    return try ThemeChoice(
      option: theme, background: Background(rawValue: wish(background).rawValue),
      file: (file.values["theme"], file.path),
      environment: ProcessInfo.processInfo.environment, searchPaths: searchPaths)
  }

  /// What the background is said to be: by the command, else by the person's file.
  private static func wish(_ background: BackgroundWish?) -> BackgroundWish {
    let word = PersonalFile.options.values["background"]
    return background ?? word.flatMap { BackgroundWish(rawValue: $0) } ?? .auto
  }
}
