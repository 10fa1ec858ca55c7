import Foundation
import Host
import Plain
import TUI

/// Writes options into the person's file: in one step, and only when asked.
enum OptionsSaving {
  /// Writes the options of a monitor that the person's file does not say yet into it, and says where.
  ///
  /// - Parameter round: the round that the log tells of it at, if it cannot be done.
  static func save(_ monitor: inout Monitor, round: Int) {
    guard let path = monitor.optionsPath else { return }
    let values = monitor.unsaved
    do {
      try write(values, into: path)
      monitor.noteSaved()
      monitor.say("\(values.keys.sorted().joined(separator: ", ")) written to \(path)", .ok)
    } catch {
      let reason = (error as? Failure)?.message ?? "\(error)"
      monitor.remark("options not written: \(reason)", round: round)
    }
  }

  /// Sets options in a file, which is made with its folder if it does not exist.
  ///
  /// - Parameter values: words by key.
  /// - Throws: a `Failure` or `OutputError`, in one line; the file is as it was then.
  static func write(_ values: [String: String], into path: String) throws {
    var text = ""
    if FileManager.default.fileExists(atPath: path) {
      guard let data = FileManager.default.contents(atPath: path),
        let found = String(data: data, encoding: .utf8)
      else { throw Failure("\(path): cannot be read as UTF-8 text, so it is left as it is", .data) }
      text = found
    }
    let file = OptionsFile(text: text, path: path)
    guard file.isTOML else {
      throw Failure(file.problems.first ?? "\(path): not TOML", .data)
    }
    guard let edited = OptionsText.edited(text, setting: values) else {
      throw Failure("\(path): write [monitor] with a key a line, which can be edited", .data)
    }
    let folder = (path as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try OutputFile.replace(path, with: Data(edited.utf8))
  }
}
