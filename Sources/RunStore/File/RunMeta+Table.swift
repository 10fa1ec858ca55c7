import Foundation
import GRDB
import Metrics

extension RunMeta {
  private enum Key: String {
    case run, method, created, program, configuration, seed, schema, resumes, kernels, sources
    case blasVersion = "blas_version"
    case blasCoreType = "blas_core_type"
    case blasThreads = "blas_threads"
    case parentRun = "parent_run"
    case parentRound = "parent_round"
  }

  /// Writes every entry.
  func insert(into database: Database) throws {
    let configuration = try EventCodec().encode(provenance.configuration)
    var entries: [(Key, (any DatabaseValueConvertible)?)] = [
      (.run, run), (.method, method), (.created, created.timeIntervalSince1970),
      (.program, provenance.program),
      (.configuration, String(decoding: configuration, as: UTF8.self)),
      // As text: SQLite's integers are signed.
      (.seed, String(provenance.seed)),
      (.blasVersion, provenance.blasVersion), (.blasCoreType, provenance.blasCoreType),
      (.blasThreads, provenance.blasThreads), (.kernels, provenance.kernels), (.schema, schema),
      (.resumes, resumes),
    ]
    if let parent = provenance.parent {
      entries += [(.parentRun, parent.run), (.parentRound, parent.round)]
    }
    if let sources = provenance.sources {
      entries.append((.sources, try SourcesCodec.text(sources)))
    }
    for (key, value) in entries {
      try database.execute(
        sql: "INSERT INTO meta (key, value) VALUES (?, ?)", arguments: [key.rawValue, value])
    }
  }

  /// Reads the table; an entry that is missing or makes no sense gets a neutral value, so that a
  /// damaged file can still be looked at.
  init(from database: Database, run name: String) throws {
    let rows = try Row.fetchAll(database, sql: "SELECT key, value FROM meta")
    let table = Dictionary(
      rows.compactMap { row in row.text(0).map { ($0, row) } }, uniquingKeysWith: { $1 })
    func text(_ key: Key) -> String? { table[key.rawValue]?.text(1) }
    func integer(_ key: Key) -> Int? { table[key.rawValue]?.integer(1).flatMap(Int.init(exactly:)) }

    let parent = text(.parentRun).map {
      RunStarted.Parent(run: $0, round: integer(.parentRound) ?? 0)
    }
    let provenance = Provenance(
      program: text(.program) ?? "",
      configuration: EventCodec().configuration(Data((text(.configuration) ?? "").utf8)),
      seed: text(.seed).flatMap { UInt64($0) } ?? 0,
      blasVersion: text(.blasVersion) ?? "", blasCoreType: text(.blasCoreType) ?? "",
      blasThreads: integer(.blasThreads) ?? 1, kernels: text(.kernels) ?? "", parent: parent,
      sources: text(.sources).flatMap(SourcesCodec.sources))
    let created = table[Key.created.rawValue]?.number(1) ?? 0
    self.init(
      run: text(.run) ?? name, method: text(.method) ?? "",
      created: Date(timeIntervalSince1970: created.isFinite ? created : 0),
      provenance: provenance, schema: integer(.schema) ?? Schema.version,
      resumes: integer(.resumes) ?? 0)
  }

  /// Counts one more resume; a follower that sees it starts over.
  static func countResume(in database: Database) throws {
    try database.execute(
      sql: "UPDATE meta SET value = value + 1 WHERE key = ?", arguments: [Key.resumes.rawValue])
  }

  /// Notes that a run goes on with other numeric kernels than those of its last part, and where its
  /// data and model are now.
  ///
  /// What was there stays, before an arrow: such a record agrees with no single machine to the last
  /// digit.
  static func goOn(with provenance: Provenance, in database: Database) throws {
    for (key, value) in [
      (Key.blasVersion, provenance.blasVersion), (.blasCoreType, provenance.blasCoreType),
      (.kernels, provenance.kernels),
    ] {
      try database.execute(
        sql: """
          UPDATE meta SET value = value || ?1 || ?2
          WHERE key = ?3 AND value != ?2 AND substr(value, -length(?1 || ?2)) != ?1 || ?2
          """, arguments: [" → ", value, key.rawValue])
    }
    if let sources = provenance.sources { try keep(sources, in: database) }
  }

  /// Writes what the run was made from, in place of what was said of it before.
  static func keep(_ sources: RunSources, in database: Database) throws {
    try database.execute(
      sql: "REPLACE INTO meta (key, value) VALUES (?, ?)",
      arguments: [Key.sources.rawValue, try SourcesCodec.text(sources)])
  }

  /// How often the run was resumed, read anew.
  static func resumes(in database: Database) throws -> Int {
    let row = try Row.fetchOne(
      database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [Key.resumes.rawValue])
    return row?.integer(0).flatMap(Int.init(exactly:)) ?? 0
  }
}
