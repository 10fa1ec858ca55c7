import Foundation
import GRDB

/// Names, paths and connections of run files.
enum RunFile {
  /// What a run file's name ends with.
  static let suffix = ".sqlite"
  /// How long a connection waits for another one's lock, seconds.
  static let busyTimeout = 5.0

  /// The run's name: the stem of its file.
  static func name(of path: String) -> String {
    let file = (path as NSString).lastPathComponent
    return file.hasSuffix(suffix) ? String(file.dropLast(suffix.count)) : file
  }

  /// `path` from the root, so that it stays true when the working directory changes.
  static func absolute(_ path: String) -> String {
    let expanded = (path as NSString).expandingTildeInPath
    return URL(fileURLWithPath: expanded).standardizedFileURL.path
  }

  /// The name of a run that starts at `date`: UTC start time, method, and `tag` in four hexadecimal
  /// digits.
  static func name(method: String, date: Date, tag: UInt16) -> String {
    var seconds = time_t(date.timeIntervalSince1970)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    let day =
      digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2)
    let time = digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2)
    let hex = String(tag, radix: 16)
    let padding = String(repeating: "0", count: 4 - hex.count)
    return "\(day)-\(time)-\(sanitized(method))-\(padding)\(hex)"
  }

  /// Throws unless `path` names an existing regular file.
  static func requireFile(_ path: String) throws(StoreError) {
    var info = stat()
    guard stat(path, &info) == 0 else {
      if errno == ENOENT || errno == ENOTDIR {
        throw .notFound(name(of: path), directory: (path as NSString).deletingLastPathComponent)
      }
      throw .cannotRead(path: path, reason: "\(systemMessage()): check its permissions")
    }
    guard info.st_mode & S_IFMT == S_IFREG else { throw .notARunFile(path: path) }
  }

  /// The connection of a host: with a write-ahead log, one disk flush a checkpoint of the log instead of one a transaction.
  ///
  /// - Parameter isShared: whether other machines may have the file open: then a rollback journal takes the log's place.
  static func openForHosting(_ path: String, isShared: Bool? = nil) throws -> any DatabaseWriter {
    let isShared = isShared ?? SharedFileSystem.holds(path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(busyTimeout)
    configuration.maximumReaderCount = 1
    configuration.label = "fedtop.run-file"
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          -- A rollback journal that is not flushed may leave half a round behind when the power fails.
          PRAGMA synchronous = \(isShared ? "FULL" : "NORMAL");
          -- Thinned checkpoints are no secret; zeros over them would double the writing.
          PRAGMA secure_delete = OFF;
          PRAGMA journal_size_limit = 67108864;
          """)
      // The file may have been hosted on another file system before, and remembers.
      if isShared { try database.execute(sql: "PRAGMA journal_mode = TRUNCATE") }
    }
    return isShared
      ? try DatabaseQueue(path: path, configuration: configuration)
      : try DatabasePool(path: path, configuration: configuration)
  }

  /// Deletes a run file with what SQLite keeps beside it.
  static func delete(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
  }

  /// What the system says of the last failed call.
  static func systemMessage(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }

  private static func digits(_ value: Int32, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func sanitized(_ method: String) -> String {
    let kept = method.lowercased().unicodeScalars.prefix(40).map { scalar in
      let isPlain = ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
      return isPlain ? Character(scalar) : "-"
    }
    return kept.isEmpty ? "run" : String(kept)
  }
}
