import Foundation
import Plain

/// A process that hosts a run, told apart from a later one that was given the same number.
struct HostProcess: Sendable, Equatable {
  /// Process number; 0 when nobody hosts the run.
  var pid: Int32
  /// Start time in clock ticks since boot (field 22 of `/proc/<pid>/stat`); 0 when unknown.
  var start: Int64
  /// Where the number means something: host name, boot and process namespace.
  var scope: String

  /// Nobody.
  static let none = HostProcess(pid: 0, start: 0, scope: "")

  /// This process.
  static let current = HostProcess(
    pid: getpid(), start: startTicks(of: getpid()) ?? 0, scope: currentScope())

  /// A heartbeat older than this many seconds is no sign of life.
  static let patience = 30.0

  /// Whether the process still exists.
  ///
  /// In this process's own scope the kernel knows; for a file shared by several machines or
  /// containers there is only the age of the heartbeat, in seconds.
  func isAlive(heartbeatAge: Double) -> Bool {
    guard pid > 0 else { return false }
    guard scope == Self.current.scope else { return heartbeatAge < Self.patience }
    let isOurs = kill(pid, 0) == 0
    guard isOurs || errno == EPERM else { return false }
    guard start > 0, Self.current.start > 0 else { return true }
    guard let found = Self.startTicks(of: pid) else {
      // Ours without a start time is a zombie; somebody else's is hidden from us.
      return !isOurs
    }
    return found == start
  }

  /// Whether the process has the file at `path` open; true where that cannot be known.
  ///
  /// A copy of a live run's file names the process, which does not write to it.
  func holds(_ path: String) -> Bool {
    guard pid > 0, scope == Self.current.scope, let node = FileNode(path),
      let open = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd"),
      !open.isEmpty
    else { return true }
    return open.contains { FileNode("/proc/\(pid)/fd/\($0)") == node }
  }

  /// Whether the process is there, and stopped.
  var isStopped: Bool {
    guard pid > 0, scope == Self.current.scope else { return false }
    return ["T", "t"].contains(Self.fields(of: pid)?.first ?? "")
  }

  /// When process `pid` started; nil when it does not exist, or is a zombie.
  static func startTicks(of pid: Int32) -> Int64? {
    guard let fields = fields(of: pid), fields.count > 19, fields[0] != "Z", fields[0] != "X"
    else { return nil }
    return Int64(fields[19])
  }

  /// What `/proc/<pid>/stat` says behind the name of the program; nil for a process that does not exist.
  private static func fields(of pid: Int32) -> [Substring]? {
    guard let line = firstBytes(of: "/proc/\(pid)/stat") else { return nil }
    // The second field is the program's name in parentheses, and may itself hold spaces and
    // parentheses.
    guard let name = line.lastIndex(of: ")") else { return nil }
    return line[line.index(after: name)...].split(separator: " ")
  }

  private static func currentScope() -> String {
    let namespace = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")
    let parts = ["/proc/sys/kernel/hostname", "/proc/sys/kernel/random/boot_id"].map {
      (firstBytes(of: $0) ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }
    return (parts + [namespace ?? ""]).joined(separator: " ")
  }

  /// The first kilobyte of a file in `/proc`, whose size the system does not tell.
  private static func firstBytes(of path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 1024)
    let count = read(file, &buffer, buffer.count)
    return count > 0 ? String(decoding: buffer.prefix(count), as: UTF8.self) : nil
  }
}
