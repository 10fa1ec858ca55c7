import Foundation
import GRDB

/// A checked connection to a run file for reading.
struct ReadConnection {
  var database: DatabaseQueue
  var meta: RunMeta
  var isCutShort: Bool

  /// Ways to open a file, from the best to the last resort.
  private enum Mode: CaseIterable {
    /// As SQLite likes it. Reading a write-ahead log needs its index beside it; a connection that
    /// may write also takes both away again when it is the last one, where a read-only one would
    /// litter the folder.
    case shared
    /// A file or folder that we may not write.
    case readOnly
    /// A file on a medium that nobody can write: no log, no locks.
    case immutable
    /// A file that ends before its header says: SQLite refuses it unless told that repairs are
    /// meant.
    case cutShort
  }

  /// Opens the file, which must exist, in the first way that works.
  static func open(_ path: String) throws(StoreError) -> ReadConnection {
    var failure: StoreError?
    for mode in Mode.allCases {
      // Damage is not cured by another way of sharing the file.
      if case .damaged? = failure, mode != .cutShort { continue }
      do {
        return try open(path, mode: mode)
      } catch {
        let next = StoreError(error, path: path, access: .reading)
        switch next {
        case .notARunFile, .newerVersion, .locked: throw next
        default: failure = mode == .cutShort ? failure ?? next : next
        }
      }
    }
    throw failure ?? .notARunFile(path: path)
  }

  private static func open(_ path: String, mode: Mode) throws -> ReadConnection {
    var configuration = Configuration()
    configuration.busyMode = .timeout(RunFile.busyTimeout)
    configuration.label = "fedtop.run-file.reader"
    configuration.readonly = mode != .shared
    configuration.prepareDatabase { database in
      // The file may come from anywhere: look at its cells before trusting them, run nothing it
      // brings along.
      try database.execute(sql: "PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF")
      if mode == .cutShort { try database.execute(sql: "PRAGMA writable_schema = ON") }
    }
    let hasLog = fileSize(path + "-wal") > 0
    let isImmutable = mode == .immutable || (mode == .cutShort && !hasLog)
    let database = try DatabaseQueue(
      path: isImmutable ? immutableAddress(path) : path, configuration: configuration)
    let meta = try database.read { database in
      try Schema.check(database, path: path)
      return try RunMeta(from: database, run: RunFile.name(of: path))
    }
    return ReadConnection(database: database, meta: meta, isCutShort: mode == .cutShort)
  }

  private static func immutableAddress(_ path: String) -> String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#%"))
    let escaped = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    return "file://\(escaped)?immutable=1"
  }

  private static func fileSize(_ path: String) -> Int {
    var info = stat()
    return stat(path, &info) == 0 ? Int(info.st_size) : 0
  }
}
