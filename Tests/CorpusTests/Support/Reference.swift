import Foundation
import Plain

@testable import Corpus

/// Files beside the tests.
enum Reference {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Reference").path
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The JSON values of a file of lines.
  static func lines(_ path: String) throws -> [JSONValue] {
    try FileBytes.read(path).split(separator: 0x0A).map { try JSONValue.parse($0) }
  }

  /// The elements of a file that holds a list.
  static func cases(_ name: String) throws -> [JSONValue] {
    try JSONValue.parse(FileBytes.read(folder + "/" + name)).elements ?? []
  }
}

/// A folder that is removed at the end.
struct ScratchFolder: ~Copyable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "fedtop-corpus-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, bytes: Array(text.utf8))
  }

  @discardableResult
  func write(_ name: String, bytes: [UInt8]) throws -> String {
    let target = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: target))
    return target
  }
}
