import Foundation
import Plain

/// Lines for people beside the output.
enum StandardError {
  /// Writes one line, without control characters.
  static func write(_ line: String) {
    FileHandle.standardError.write(Data((printable(line) + "\n").utf8))
  }
}

/// Lines on stdout, each written at once: a reader on a pipe sees a round when it ends.
enum StandardOutput {
  /// Writes one line, without control characters.
  static func write(_ line: String) { writeRaw(printable(line) + "\n") }

  /// Writes text as it is: for what fedtop itself lays out in lines, or colours.
  ///
  /// A reader that has gone away is no error of the run.
  static func writeRaw(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}

extension JSONLines {
  /// Prints `value` on stdout.
  static func print(_ value: some Encodable) {
    if let line = line(value) { StandardOutput.write(line) }
  }
}
