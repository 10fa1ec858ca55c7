import Foundation
import GRDB

/// A run file in the making: hidden until it is whole, so that a kill leaves no file that is no run.
struct DraftFile {
  /// Where the run file will be; no other run has the name.
  let target: String
  /// Where it is until then.
  let path: String

  /// Reserves a name in `directory`.
  ///
  /// Whoever holds the draft of a name is alone with it until the file has the name itself.
  ///
  /// - Throws: `cannotWrite`.
  init(in directory: String, method: String, date: Date) throws(StoreError) {
    for _ in 0..<64 {
      let name = RunFile.name(
        method: method, date: date, tag: UInt16.random(in: UInt16.min...UInt16.max))
      let (target, path) = ("\(directory)/\(name)\(RunFile.suffix)", "\(directory)/.\(name).new")
      let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o666)
      if file >= 0 {
        close(file)
        if access(target, F_OK) != 0 {
          (self.target, self.path) = (target, path)
          return
        }
        unlink(path)
      } else if errno != EEXIST {
        break
      }
    }
    throw .cannotWrite(
      path: directory, reason: "\(RunFile.systemMessage()): choose another with --runs DIR")
  }

  /// Fills the file in one transaction and gives it its name; nothing is left when that fails.
  ///
  /// - Parameter hasLog: whether it is to be opened with a write-ahead log.
  func fill<Value>(hasLog: Bool, _ updates: (Database) throws -> Value) throws -> Value {
    do {
      var configuration = Configuration()
      configuration.label = "fedtop.run-file.draft"
      configuration.prepareDatabase { database in
        // Nobody reads a draft that was left: there is nothing to roll back.
        try database.execute(sql: "PRAGMA journal_mode = MEMORY")
      }
      let database = try DatabaseQueue(path: path, configuration: configuration)
      let value = try database.write(updates)
      if hasLog {
        try database.writeWithoutTransaction { database in
          // Two bytes of a file that is on the disk, and sound with either: whoever opens it need not wait for the disk thrice.
          try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL")
        }
      }
      try database.close()
      guard rename(path, target) == 0 else {
        throw StoreError.cannotWrite(path: target, reason: RunFile.systemMessage())
      }
      return value
    } catch {
      unlink(path)
      throw error
    }
  }
}
