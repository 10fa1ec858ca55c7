import Foundation
import Testing

/// One kind of file that somebody else made, with the door through which it comes in.
struct FuzzCase: Sendable, CustomTestStringConvertible {
  /// What is broken.
  let name: String
  /// The file that is broken, by its name in the folder.
  let file: String
  /// Everything in the folder before.
  let folder: [String: [UInt8]]
  /// Pieces that mean something in the format.
  let words: [String]
  /// Opens the folder; throws what is wrong with it.
  let open: @Sendable (_ folder: String) throws -> Void

  var testDescription: String { name }
}

extension FuzzCase {
  /// A folder of the project's references, with `file` to be broken.
  init(
    _ name: String, breaking file: String, of reference: String, words: [String] = [],
    open: @escaping @Sendable (String) throws -> Void
  ) {
    let place = Self.tests.appending(path: reference)
    var folder: [String: [UInt8]] = [:]
    for name in (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? [] {
      folder[name] = (try? Data(contentsOf: place.appending(path: name))).map { [UInt8]($0) }
    }
    self.init(name: name, file: file, folder: folder, words: words, open: open)
  }

  /// A file alone.
  init(
    _ file: String, _ text: String, words: [String] = [],
    open: @escaping @Sendable (_ path: String) throws -> Void
  ) {
    self.init(
      name: file, file: file, folder: [file: Array(text.utf8)], words: words,
      open: { try open("\($0)/\(file)") })
  }

  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()
}
