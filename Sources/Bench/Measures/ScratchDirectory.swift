import Foundation

/// A directory of its own for run files that nobody keeps.
struct ScratchDirectory {
  /// Where it is.
  let path = FileManager.default.temporaryDirectory
    .appending(path: "fedtop-bench-\(UUID().uuidString)").path

  /// Deletes it with all that is in it.
  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
