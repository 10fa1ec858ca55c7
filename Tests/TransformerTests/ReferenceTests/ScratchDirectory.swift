import Foundation

/// A directory of its own for one test, removed with this object.
final class ScratchDirectory {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "fedtop-test-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
  }
}
