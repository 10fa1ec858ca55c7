import Foundation

/// What tells two states of files apart without reading them: editors write a new file, or into the one that is there.
public struct FileStamp: Sendable, Equatable {
  /// Of each file its length, when it was last written, and its node; nothing of one that is not there.
  private let numbers: [[UInt64]]

  /// Looks at files; symbolic links are followed.
  public init(_ paths: String...) {
    numbers = paths.map { path in
      var info = stat()
      guard stat(path, &info) == 0 else { return [] }
      return [
        UInt64(info.st_ino), UInt64(truncatingIfNeeded: info.st_size),
        UInt64(truncatingIfNeeded: info.st_mtim.tv_sec),
        UInt64(truncatingIfNeeded: info.st_mtim.tv_nsec),
      ]
    }
  }

  /// Whether any of the files is there.
  public var exists: Bool { numbers.contains { !$0.isEmpty } }
}
