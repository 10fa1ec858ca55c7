import GRDB

extension RunReader {
  /// Bytes that a round adds to the file, on average; nil before the first round.
  ///
  /// An estimate for "how long will the disk last": the pages in use, less what the run began with
  /// (its description, its first checkpoint with every client), over the rounds done. Thinned
  /// checkpoints are not in use, so the figure falls while a run is young.
  public func growth() throws(StoreError) -> Int? {
    try read { database in
      guard let rounds = try StatusRow(from: database)?.round, rounds > 0 else { return nil }
      func integer(_ sql: String) throws -> Int {
        Int(clamping: try Row.fetchOne(database, sql: sql)?.integer(0) ?? 0)
      }
      let pages = try integer("PRAGMA page_count") - integer("PRAGMA freelist_count")
      let beginning = try integer(
        """
        WITH first AS (SELECT min(round) AS round FROM checkpoints)
        SELECT
          (SELECT ifnull(sum(length(payload)), 0) FROM (
            SELECT kind, payload FROM events ORDER BY sequence LIMIT 32)
            WHERE kind IN ('run_started', 'init'))
          + ifnull((SELECT length(blob) FROM checkpoints JOIN first USING (round)), 0)
          + (SELECT ifnull(sum(length(blob)), 0) FROM client_states
            WHERE round <= (SELECT round FROM first))
        """)
      let used = try pages.multipliedReportingOverflow(by: integer("PRAGMA page_size"))
      return used.overflow ? nil : max(0, used.partialValue - beginning) / rounds
    }
  }
}
