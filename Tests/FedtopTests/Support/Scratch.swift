import Foundation

/// A folder of a test's own that is deleted with it.
final class Scratch {
  /// The folder, with no slash at its end.
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "fedtop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path(percentEncoded: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Run files in its `runs` folder.
  var runFiles: [String] {
    (try? FileManager.default.contentsOfDirectory(atPath: path + "/runs")) ?? []
  }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ data: Data) throws -> String {
    let file = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path(percentEncoded: false)
  }

  /// Opens a new file to write to.
  func writing(_ name: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(filePath: try write(name, "")))
  }

  /// What a file holds; empty when there is none.
  func text(_ name: String) -> String {
    String(
      decoding: FileManager.default.contents(atPath: "\(path)/\(name)") ?? Data(), as: UTF8.self)
  }

  /// Copies a folder here, with `change` made to one of its files.
  func copy(
    _ folder: URL, to name: String, changing file: String, _ change: (inout Data) -> Void
  ) throws -> String {
    let copy = URL(filePath: path).appending(path: name)
    try FileManager.default.copyItem(at: folder, to: copy)
    var data = try Data(contentsOf: copy.appending(path: file))
    change(&data)
    try data.write(to: copy.appending(path: file))
    return copy.path(percentEncoded: false)
  }
}
