import Foundation
import Plain

/// Writes files so that a reader never sees half of one.
enum FileOutput {
  /// Replaces the file at `path` in one step.
  static func replace(_ path: String, with data: Data) throws(ModelError) {
    do {
      try OutputFile.replace(path, with: data)
    } catch {
      throw .inputOutput(path: path, reason: "cannot be written (\(error.reason))")
    }
  }

  /// Makes a directory with all its parents, unless it exists.
  static func makeDirectory(_ path: String) throws(ModelError) {
    do {
      try FileManager.default.createDirectory(
        at: URL(fileURLWithPath: path), withIntermediateDirectories: true)
    } catch {
      throw .inputOutput(path: path, reason: "the directory cannot be made")
    }
  }
}
