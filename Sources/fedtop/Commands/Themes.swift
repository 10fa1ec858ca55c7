import ArgumentParser
import Host
import TUI

/// `fedtop themes`: what the monitor can look like.
struct Themes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the themes, and where they are looked for.")

  func run() throws {
    let paths = DisplayOptions.themePaths
    ThemeLibrary.names(searchPaths: paths).forEach(StandardOutput.write)
    StandardOutput.write("")
    StandardOutput.write("looked for in: " + paths.joined(separator: ", "))
  }
}
