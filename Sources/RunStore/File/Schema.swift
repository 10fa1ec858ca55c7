import GRDB

/// The tables of a run file.
enum Schema {
  /// Version of the tables, kept in `PRAGMA user_version` and in `meta`.
  ///
  /// Since 2 `meta` holds what a run was made from. Files of 1 can be looked at.
  static let version = 2
  /// `PRAGMA application_id` of a run file: "fdtp".
  static let applicationID = 0x6664_7470

  /// Every table of a run file; a file that lacks one is not a run file.
  static let tables: Set<String> = [
    "meta", "events", "checkpoints", "client_states", "commands", "status",
  ]

  private static let definition = """
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(version);
    CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value) WITHOUT ROWID;
    CREATE TABLE events (
      -- Never used again, not even after a resume deleted rows: a follower's place stays valid.
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      previous INTEGER NOT NULL, -- the event before it: shows when one is missing
      round INTEGER,
      kind TEXT NOT NULL,
      payload TEXT NOT NULL,
      sim_seconds REAL NOT NULL,
      wall_seconds REAL NOT NULL,
      checksum INTEGER NOT NULL
    );
    CREATE TABLE checkpoints (
      round INTEGER PRIMARY KEY,
      last_sequence INTEGER NOT NULL, -- the last event that the checkpoint has seen
      checksum INTEGER NOT NULL, -- of the blob
      clients_checksum INTEGER NOT NULL, -- of every client's newest part not after the round
      blob BLOB NOT NULL -- the server
    );
    CREATE TABLE client_states (
      round INTEGER NOT NULL, -- in force until the client's next one
      client INTEGER NOT NULL,
      checksum INTEGER NOT NULL,
      blob BLOB NOT NULL,
      PRIMARY KEY (client, round)
    );
    CREATE INDEX client_states_by_round ON client_states (round);
    CREATE TABLE commands (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      identity TEXT NOT NULL UNIQUE, -- what tells the command from every other
      name TEXT NOT NULL,
      value REAL,
      round INTEGER NOT NULL, -- the earliest round it can apply to
      origin TEXT NOT NULL,
      settled_round INTEGER -- the round it took effect in; 0: dropped; null: waiting
    );
    CREATE TABLE status (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      state TEXT NOT NULL,
      pid INTEGER NOT NULL, -- 0: no host
      process_start INTEGER NOT NULL,
      host TEXT NOT NULL,
      heartbeat REAL NOT NULL, -- seconds since 1970
      last_event INTEGER NOT NULL,
      round INTEGER NOT NULL,
      accuracy REAL,
      bytes_up INTEGER NOT NULL,
      bytes_down INTEGER NOT NULL
    );
    """

  /// Makes the tables in an empty file.
  static func create(in database: Database) throws {
    try database.execute(sql: definition)
  }

  /// Throws unless `database` is a run file that this program understands.
  static func check(_ database: Database, path: String) throws {
    let application = try integer("PRAGMA application_id", in: database)
    guard application == Int64(applicationID) else { throw StoreError.notARunFile(path: path) }
    let found = try integer("PRAGMA user_version", in: database)
    guard found <= Int64(version) else {
      throw StoreError.newerVersion(path: path, version: Int(found))
    }
    let names = try Row.fetchAll(
      database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
    guard tables.isSubset(of: Set(names.compactMap { $0.text(0) })) else {
      throw StoreError.damaged(path: path, detail: "a table is missing")
    }
  }

  private static func integer(_ sql: String, in database: Database) throws -> Int64 {
    try Row.fetchOne(database, sql: sql)?.integer(0) ?? 0
  }
}
