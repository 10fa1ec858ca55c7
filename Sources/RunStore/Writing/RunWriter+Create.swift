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

  /// Makes the file of a new run that begins with `history`, if any; `isShared` says that other machines may have it open,
  /// nil: as its file system says.
  static func create(
    directory: String, method: String, provenance: Provenance, policy: CheckpointPolicy,
    date: Date, history: SharedHistory?, isShared: Bool? = nil
  ) throws(StoreError) -> RunWriter {
    let directory = RunFile.absolute(directory)
    let made = try makeDirectory(directory)
    do {
      let draft = try DraftFile(in: directory, method: method, date: date)
      let meta = RunMeta(
        run: RunFile.name(of: draft.target), method: method, created: date, provenance: provenance,
        schema: Schema.version, resumes: 0)
      var history = history
      history?.adjustStart { $0.run = meta.run }
      return try begin(
        draft, meta: meta, policy: policy, history: history, directories: made,
        isShared: isShared)
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

  private static func begin(
    _ draft: DraftFile, meta: RunMeta, policy: CheckpointPolicy, history: SharedHistory?,
    directories: [String], isShared: Bool?
  ) throws(StoreError) -> RunWriter {
    let path = draft.target
    let isShared = isShared ?? SharedFileSystem.holds(draft.path)
    do {
      let totals = try draft.fill(hasLog: !isShared) { database in
        try Schema.create(in: database)
        try meta.insert(into: database)
        let totals =
          try history?.write(to: database, policy: policy) ?? RunTotals()
        let now = Date().timeIntervalSince1970
        try StatusRow(state: .initialising, host: .current, heartbeat: now, totals: totals)
          .replace(in: database)
        return totals
      }
      return RunWriter(
        path: path, database: try RunFile.openForHosting(path, isShared: isShared), policy: policy,
        totals: totals, state: .initialising, wallSeconds: history?.wallSeconds ?? 0,
        history: history?.events.map(\.event) ?? [], directories: directories)
    } catch {
      RunFile.delete(path)
      throw StoreError(error, path: path, access: .writing)
    }
  }
}
