import Foundation
import Metrics

/// Values as one line of JSON each, keys in order.
enum JSONLines {
  /// The line of `value`; nil only for a number that JSON cannot hold.
  static func line(_ value: some Encodable) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Prints `value` on stdout.
  static func print(_ value: some Encodable) {
    if let line = line(value) { StandardOutput.write(line) }
  }
}

/// Lines on stdout, each written at once: a reader on a pipe sees a round when it ends.
enum StandardOutput {
  /// Writes one line.
  static func write(_ line: String) { writeRaw(line + "\n") }

  /// Writes text as it is.
  ///
  /// A reader that has gone away is no error of the run.
  static func writeRaw(_ text: String) {
    try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
  }
}
