import Corpus
import Foundation
import Metrics
import Plain

extension RunSources.File {
  /// What is said of the regular file at `path`, which is read to its end, a megabyte at a time.
  /// - Throws: `CorpusError.notFound` or `unreadable`.
  init(part: String, path: String) throws(CorpusError) {
    let file = Foundation.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else {
      guard errno == ENOENT || errno == ENOTDIR else { throw Self.unreadable(path) }
      throw .notFound(path: path, advice: "it was there a moment ago: try again")
    }
    defer { close(file) }
    var info = stat()
    // The path may come from a run file of somebody else: a device or a pipe has no end.
    guard fstat(file, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, problem: "it is not a regular file")
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    var digest = SHA256()
    var bytes = 0
    while true {
      let count = read(file, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw Self.unreadable(path) }
      if count == 0 { break }
      digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      bytes += count
    }
    self.init(part: part, bytes: bytes, sha256: digest.finish())
  }

  /// What is said of the images in a folder: of many thousands, one digest of their names and digests.
  /// - Throws: `CorpusError.notFound` or `unreadable`.
  init(part: String, images: [String]) throws(CorpusError) {
    var digest = SHA256()
    var bytes = 0
    for path in images {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let file = try RunSources.File(part: name, path: path)
      bytes += file.bytes
      Array("\(name)\n\(file.sha256)\n".utf8).withUnsafeBytes { digest.update($0) }
    }
    self.init(part: part, bytes: bytes, sha256: digest.finish())
  }

  /// What is said of bytes that are part of the program.
  init(part: String, bytes: UnsafeRawBufferPointer) {
    var digest = SHA256()
    digest.update(bytes)
    self.init(part: part, bytes: bytes.count, sha256: digest.finish())
  }

  private static func unreadable(_ path: String) -> CorpusError {
    .unreadable(path: path, problem: String(cString: strerror(errno)))
  }
}
