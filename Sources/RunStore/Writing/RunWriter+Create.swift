import Foundation
import GRDB
import Metrics

extension RunWriter {
  /// Makes the file of a new run in `directory` (made when missing) and takes hold of it.
  ///
  /// The file is `<yyyymmdd-hhmmss>-<method>-<4 hex>.sqlite`, the time in UTC. When anything fails,
  /// nothing is left behind: no file, and no directory that was not there before.
  ///
  /// - Parameters:
  ///   - directory: where runs are kept, such as `runs`.
  ///   - method: registry name of the method.
  ///   - provenance: what is needed to compute the run again.
  ///   - policy: which checkpoints the file keeps.
  ///   - date: when the run starts.
  /// - Throws: `cannotWrite` when the directory or the file cannot be made.
  public static func create(
    directory: String, method: String, provenance: Provenance,
    policy: CheckpointPolicy = .standard, date: Date = Date()
  ) throws(StoreError) -> RunWriter {
    try create(
      directory: directory, method: method, provenance: provenance, policy: policy, date: date,
      history: nil)
  }

  /// Makes the file of a new run that begins with `history`, if any.
  static func create(
    directory: String, method: String, provenance: Provenance, policy: CheckpointPolicy,
    date: Date, history: SharedHistory?
  ) throws(StoreError) -> RunWriter {
    let directory = RunFile.absolute(directory)
    let made = try makeDirectory(directory)
    do {
      let path = try reserveFile(in: directory, method: method, date: date)
      let meta = RunMeta(
        run: RunFile.name(of: path), method: method, created: date, provenance: provenance,
        schema: Schema.version, resumes: 0)
      return try begin(path, meta: meta, policy: policy, history: history)
    } catch {
      for directory in made.reversed() { rmdir(directory) }
      throw error
    }
  }

  /// Makes `directory` and what is missing above it; returns what it made, outermost first.
  private static func makeDirectory(_ directory: String) throws(StoreError) -> [String] {
    var missing: [String] = []
    var current = directory
    while access(current, F_OK) != 0, errno == ENOENT, current != "/" {
      missing.append(current)
      current = (current as NSString).deletingLastPathComponent
    }
    var made: [String] = []
    for path in missing.reversed() {
      guard mkdir(path, 0o777) != 0, errno != EEXIST else {
        made.append(path)
        continue
      }
      let reason = RunFile.systemMessage()
      for path in made.reversed() { rmdir(path) }
      throw .cannotWrite(path: directory, reason: "\(reason): choose another with --runs DIR")
    }
    var info = stat()
    guard stat(directory, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
      throw .cannotWrite(path: directory, reason: "Not a directory: choose another with --runs DIR")
    }
    return made
  }

  /// Makes an empty file that no other run has.
  private static func reserveFile(
    in directory: String, method: String, date: Date
  ) throws(StoreError) -> String {
    for _ in 0..<64 {
      let name = RunFile.name(
        method: method, date: date, tag: UInt16.random(in: UInt16.min...UInt16.max))
      let path = directory + "/" + name + RunFile.suffix
      let file = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o666)
      if file >= 0 {
        Foundation.close(file)
        return path
      }
      guard errno == EEXIST else { break }
    }
    throw .cannotWrite(
      path: directory, reason: "\(RunFile.systemMessage()): choose another with --runs DIR")
  }

  private static func begin(
    _ path: String, meta: RunMeta, policy: CheckpointPolicy, history: SharedHistory?
  ) throws(StoreError) -> RunWriter {
    var database: DatabasePool?
    do {
      let opened = try RunFile.openForHosting(path)
      database = opened
      let totals = try opened.write { database in
        try Schema.create(in: database)
        try meta.insert(into: database)
        let totals =
          try history?.write(to: database, run: meta.run, policy: policy) ?? RunTotals()
        let now = Date().timeIntervalSince1970
        try StatusRow(state: .initialising, host: .current, heartbeat: now, totals: totals)
          .replace(in: database)
        return totals
      }
      return RunWriter(
        path: path, database: opened, policy: policy, totals: totals, state: .initialising,
        wallSeconds: history?.wallSeconds ?? 0)
    } catch {
      try? database?.close()
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
      throw StoreError(error, path: path, access: .writing)
    }
  }
}
