import Foundation
import Host
import TUI

/// The person's own file, as it was when the program began.
enum PersonalFile {
  /// What it says; nothing where there is no home to look in.
  static let options: OptionsFile = {
    let path = OptionsFile.path(environment: ProcessInfo.processInfo.environment)
    var file = path.map { OptionsFile(path: $0) } ?? OptionsFile(text: "", path: "")
    if let theme = file.values["theme"] {
      do {
        _ = try ThemeLibrary.load(theme, searchPaths: ThemeOptions.searchPaths)
      } catch {
        file.drop("theme", because: "\(error)")
      }
    }
    return file
  }()

  /// Says what is wrong with it, a line each.
  static func tellProblems() {
    options.problems.forEach { StandardError.write("fedtop: \($0)") }
  }

  /// Where it can be written; nil without a home.
  static var path: String? { options.path.isEmpty ? nil : options.path }
}
