import Foundation

/// Files that appear whole or not at all.
public enum OutputFile {
  /// Puts `data` at `path` in one step: a reader sees what was there or all that is new.
  ///
  /// A link stays one, and what it points to is replaced. A device or a pipe is written into, as a shell does it: it can
  /// be nothing but what it is.
  ///
  /// - Throws: `OutputError`; what was there is untouched then, if it was a file.
  public static func replace(_ path: String, with data: Data) throws(OutputError) {
    var info = stat()
    let exists = stat(path, &info) == 0
    guard !exists || info.st_mode & S_IFMT == S_IFREG else { return try pour(data, into: path) }
    let target = try resolve(path, exists: exists)
    let temporary = "\(target).\(getpid()).\(UInt32.random(in: 0...UInt32.max)).partial"
    let mode = exists ? info.st_mode & 0o777 : 0o666
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw OutputError(path: path, code: errno) }
    var code = write(data, to: file)
    // Umask took part of what the old file allowed.
    if code == 0, exists, fchmod(file, mode) != 0 { code = errno }
    if code == 0, fsync(file) != 0 { code = errno }
    if close(file) != 0, code == 0 { code = errno }
    if code == 0, rename(temporary, target) != 0 { code = errno }
    guard code == 0 else {
      unlink(temporary)
      throw OutputError(path: path, code: code)
    }
  }

  /// Writes all of `data` to an open file, pipe or device.
  /// - Returns: 0, or the `errno` that kept the rest back.
  public static func write(_ data: Data, to descriptor: Int32) -> Int32 {
    data.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Foundation.write(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
        if count >= 0 {
          done += count
        } else if errno == EAGAIN {
          var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&wait, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }

  /// Where the bytes go: behind every link.
  private static func resolve(_ path: String, exists: Bool) throws(OutputError) -> String {
    var info = stat()
    guard lstat(path, &info) == 0, info.st_mode & S_IFMT == S_IFLNK else { return path }
    guard exists, let real = realpath(path, nil) else {
      throw OutputError(
        path: path, code: ENOENT, advice: "it is a link to nothing: remove it first")
    }
    defer { free(real) }
    return String(cString: real)
  }

  private static func pour(_ data: Data, into path: String) throws(OutputError) {
    // Not to become the process's terminal by it.
    let file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
    guard file >= 0 else { throw OutputError(path: path, code: errno) }
    let code = write(data, to: file)
    close(file)
    guard code == 0 else { throw OutputError(path: path, code: code) }
  }
}

/// Something that could not be written, in one line.
public struct OutputError: Error, Equatable, CustomStringConvertible {
  /// What was to be written.
  public var path: String
  /// The `errno` of the call that failed.
  public var code: Int32
  /// What to do about it.
  public var advice: String

  /// The error of a system call; `advice` is found from it if not given.
  public init(path: String, code: Int32, advice: String? = nil) {
    self.path = path
    self.code = code
    self.advice = advice ?? Self.advice(path, code)
  }

  /// What the system says.
  public var reason: String { String(cString: strerror(code)) }

  /// The line.
  public var description: String { "\(path): cannot be written (\(reason)): \(advice)" }

  private static func advice(_ path: String, _ code: Int32) -> String {
    switch code {
    case ENOENT, ENOTDIR:
      "make the directory \((path as NSString).deletingLastPathComponent) first"
    case ENOSPC, EDQUOT: "make room on the disk, or give a path on another"
    case EISDIR: "give the path of a file"
    default: "give a path where you may write"
    }
  }
}
