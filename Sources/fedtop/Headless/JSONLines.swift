import Foundation
import Metrics
import Plain

/// Values as one line of JSON each, keys in order.
enum JSONLines {
  /// The line of `value`, in which no character steers a terminal; nil only for a number that JSON cannot hold.
  static func line(_ value: some Encodable) -> String? {
    (try? JSONEncoder.plain().encode(value)).map { escaped(String(decoding: $0, as: UTF8.self)) }
  }

  /// JSON with escapes for what it would let pass: controls beyond ASCII, bidirectional overrides.
  private static func escaped(_ json: String) -> String {
    guard !json.isPrintable else { return json }
    var line = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      guard scalar.steersTerminal else {
        line.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        line += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
      }
    }
    return String(line)
  }

  /// Prints `value` on stdout.
  static func print(_ value: some Encodable) {
    if let line = line(value) { StandardOutput.write(line) }
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
