import Foundation

/// Traces of devices, in files of a test's own.
enum SmallTrace {
  /// Writes a trace and returns its path.
  static func write(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "fedtop-trace-\(UUID().uuidString).csv")
    try text.write(to: path, atomically: true, encoding: .utf8)
    return path.path(percentEncoded: false)
  }
}
