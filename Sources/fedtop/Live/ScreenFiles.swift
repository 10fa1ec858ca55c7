import Foundation
import Plain
import TUI

/// A screen as files in the folder that fedtop was started in: text, text with escape sequences, and a drawing.
enum ScreenFiles {
  /// Writes a screen under a name that nothing has yet.
  ///
  /// - Parameters:
  ///   - stem: how the names begin.
  ///   - theme: decides the paper of the drawing.
  ///   - grid: the screen with so many colours.
  /// - Returns: the names, in a few words.
  /// - Throws: what keeps a file from being written.
  static func write(
    _ stem: String, theme: Theme, grid: (Capabilities.Colors) -> Grid
  ) throws -> String {
    let contents = [
      ("txt", GridText.plain(grid(.mono)) + "\n"), ("ansi", GridText.ansi(grid(.indexed)) + "\n"),
      ("svg", GridSVG.document(grid(.direct), theme: theme) + "\n"),
    ]
    let free = (1...9999).lazy.map { $0 == 1 ? stem : "\(stem)-\($0)" }.first { name in
      contents.allSatisfy { !FileManager.default.fileExists(atPath: "\(name).\($0.0)") }
    }
    let name = free ?? stem
    for (ending, text) in contents {
      try Data(text.utf8).write(
        to: URL(filePath: "\(name).\(ending)"), options: .withoutOverwriting)
    }
    return "\(name).txt, .ansi and .svg"
  }
}
