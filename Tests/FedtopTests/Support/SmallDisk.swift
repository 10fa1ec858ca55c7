import Foundation

/// A file system of a test's own that is soon full.
final class SmallDisk {
  /// Whether this process may mount one.
  static let isPossible: Bool = {
    guard geteuid() == 0, let scratch = try? Scratch() else { return false }
    return (try? SmallDisk(at: scratch.path + "/disk", kilobytes: 64)) != nil
  }()

  private let path: String

  /// Mounts it in a new folder.
  init(at path: String, kilobytes: Int) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    guard Self.run("mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path]) else {
      throw POSIXError(.EPERM)
    }
  }

  deinit { _ = Self.run("umount", ["-l", path]) }

  /// Makes room.
  func resize(kilobytes: Int) {
    _ = Self.run("mount", ["-o", "remount,size=\(kilobytes)k", path])
  }

  private static func run(_ program: String, _ arguments: [String]) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
