import ArgumentParser
import Foundation
import Host
import TUI

/// `fedtop themes`: what the monitor can look like, and whether it can be read.
struct Themes: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the themes and which one is in use, or check theme files.")

  @OptionGroup var options: ThemeOptions

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Theme files to check: contrast, ramps, and meanings that look alike.", valueName: "file"))
  var check: [String] = []

  func run() throws {
    check.isEmpty ? try list() : try checkFiles()
  }

  /// A line a theme: name, background, what it is like; what cannot be read with the cause.
  private func list() throws {
    let paths = ThemeOptions.searchPaths
    let choice = Result { try options.resolved() }
    let used = try? choice.get().theme
    let names = ThemeLibrary.names(searchPaths: paths)
    let width = names.map(\.count).max() ?? 0
    for name in names {
      let mark = used?.name == name ? "*" : " "
      let label = name.padding(toLength: width, withPad: " ", startingAt: 0)
      StandardOutput.write("\(mark) \(label)  " + description(name, paths))
    }
    StandardOutput.write("")
    // A name that leads nowhere is an error, which the list above helps to mend.
    let inUse = try choice.get()
    StandardOutput.write("in use: \(inUse.theme.name), \(inUse.reason)")
    StandardOutput.write("looked for in: " + paths.joined(separator: ", "))
  }

  private func description(_ name: String, _ paths: [String]) -> String {
    do {
      let theme = try ThemeLibrary.load(name, searchPaths: paths)
      return theme.background.rawValue.padding(toLength: 5, withPad: " ", startingAt: 0)
        + "  \(theme.summary)"
    } catch {
      return "\(error)"
    }
  }

  /// A line a finding.
  /// - Throws: a `Failure` when there are any, or when a file is not there.
  private func checkFiles() throws {
    var findings = 0
    var missing: [String] = []
    for path in check {
      do {
        let lint = try ThemeLint(path: path, searchPaths: ThemeOptions.searchPaths)
        lint.findings.forEach { StandardOutput.write($0.description) }
        findings += lint.findings.count
      } catch  where error.isNotFound {
        missing.append(path)
      } catch {
        StandardOutput.write(error.finding)
        findings += 1
      }
    }
    guard missing.isEmpty else {
      throw Failure("no such theme file: \(missing.joined(separator: ", "))", .notFound)
    }
    // The findings are the message.
    if findings > 0 { throw Failure(nil, .data) }
  }
}
