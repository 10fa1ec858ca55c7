import Foundation

/// A whole file, mapped read-only into memory: pages come in when touched and are shared by all.
///
/// The file must not be shortened while it is mapped; writers here replace files, never rewrite
/// them. Whoever holds `bytes` alone must keep this object alive beside them.
final class MappedFile: @unchecked Sendable {
  // Sendable: the mapping is read-only and lives as long as this object.
  let bytes: UnsafeRawBufferPointer

  init(path: String) throws(ModelError) {
    // O_NONBLOCK: opening a pipe must not wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.failure(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure(path, errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .malformed(file: path, problem: "is not a regular file", remedy: "name a file")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw Self.failure(path, errno) }
    bytes = UnsafeRawBufferPointer(start: start, count: size)
  }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  private static func failure(_ path: String, _ code: Int32) -> ModelError {
    if code == ENOENT || code == ENOTDIR {
      return .notFound(path: path, remedy: "check the path, or fetch the model again")
    }
    return .inputOutput(path: path, reason: String(cString: strerror(code)))
  }
}
