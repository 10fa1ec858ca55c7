import Foundation

/// Which file a path leads to, whatever is written into it: another one of the same name is another.
public struct FileNode: Sendable, Equatable {
  private let device: UInt64
  private let number: UInt64

  /// Looks; symbolic links are followed, and nil says that there is nothing.
  public init?(_ path: String) {
    var info = stat()
    guard stat(path, &info) == 0 else { return nil }
    device = UInt64(info.st_dev)
    number = UInt64(info.st_ino)
  }
}
