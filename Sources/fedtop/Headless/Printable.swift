import Foundation
import Plain

/// Lines for people beside the output.
enum StandardError {
  /// Writes one line, without control characters.
  static func write(_ line: String) {
    FileHandle.standardError.write(Data((printable(line) + "\n").utf8))
  }
}
