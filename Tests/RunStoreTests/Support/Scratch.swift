import Foundation

/// A directory that is gone when the test is.
final class Scratch {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("run-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// What is in the directory, sorted.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  /// Copies a run file with its log, as a crash would leave them; returns the copy's path.
  func crashCopy(of run: String, named name: String = "copy") throws -> String {
    let target = "\(path)/\(name).sqlite"
    // The index of the log is rebuilt by whoever opens the copy.
    for suffix in ["", "-wal"] where FileManager.default.fileExists(atPath: run + suffix) {
      try FileManager.default.copyItem(atPath: run + suffix, toPath: target + suffix)
    }
    return target
  }
}
