import GRDB
import Metrics

extension RunReader {
  /// The reports of the finished rounds, oldest first, up to the first that is not what was written.
  ///
  /// Decodes no other event, so it costs a tenth of the whole record.
  public func rounds() throws(StoreError) -> [RoundReport] {
    try read { database in
      let cursor = try Row.fetchCursor(
        database,
        sql: "SELECT checksum, payload FROM events WHERE kind = 'round' ORDER BY sequence")
      let codec = EventCodec()
      var reports: [RoundReport] = []
      while let row = try cursor.next() {
        guard let payload = row.bytes(1), row.integer(0) == Checksum.of(payload),
          case .roundFinished(let report)? = try? codec.event(payload)
        else { break }
        reports.append(report)
      }
      return reports
    }
  }
}

/// What a list of runs tells, from their JSON as it lies in the file.
extension RunReader {
  /// What the run's answers are judged by.
  func score() throws(StoreError) -> Score {
    let name = try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT json_extract(payload, '$.score') FROM events
          WHERE sequence = (SELECT MIN(sequence) FROM events) AND json_valid(payload)
          """)?.text(0)
    }
    return name.flatMap(Score.init) ?? .accuracy
  }

  /// The last value of a score that is a metric of rounds; nil before the first evaluation.
  func lastMetric(_ score: Score) throws(StoreError) -> Double? {
    try read { database in
      try Row.fetchOne(
        database,
        sql: """
          SELECT json_extract(payload, ?1) AS value FROM events
          WHERE kind = 'round' AND json_valid(payload) AND value IS NOT NULL
          ORDER BY sequence DESC LIMIT 1
          """, arguments: ["$.metrics.\(score.rawValue)"])?.number(0)
    }
  }
}

extension RunReader {
  /// The virtual clock at the end of the last round on record, seconds; 0 before the first.
  public func clock() throws(StoreError) -> Double {
    try read { database in
      try Row.fetchOne(
        database,
        sql: "SELECT sim_seconds FROM events WHERE kind = 'round' ORDER BY sequence DESC LIMIT 1"
      )?.number(0) ?? 0
    }
  }
}
