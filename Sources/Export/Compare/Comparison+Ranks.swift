import Metrics

extension Comparison {
  /// Ranks over the tables of the rows that all of them have.
  struct Ranking {
    /// Names of the rows, best first.
    let labels: [String]
    /// Their average ranks and what they mean, in the same order.
    let average: AverageRanks
    /// Tables that count.
    let tables: Int
    /// Tables that have the values of another, such as those of slower links: one experiment, which is counted once.
    let repeated: Int
    /// Rows that some table lacks, or could not rank.
    let missing: [String]

    /// Sets of rows, by index, that no critical difference tells apart; none within another, none of one.
    var cliques: [ClosedRange<Int>] {
      let ranks = average.ranks
      var found: [ClosedRange<Int>] = []
      for first in ranks.indices {
        let last = ranks.lastIndex { $0 - ranks[first] < average.criticalDifference } ?? first
        if last > first, found.last.map({ $0.upperBound < last }) ?? true {
          found.append(first...last)
        }
      }
      return found
    }
  }

  /// What each table that has any says of its rows.
  private var scoredTables: [[String: Double]] {
    tables.map { table in
      Dictionary(
        table.comparable.compactMap { row in
          row.last(metric).map { (row.label, metric.score($0.mean)) }
        }.filter { !$0.1.isNaN }
      ) { first, _ in first }
    }.filter { !$0.isEmpty }
  }

  /// Average ranks; nil for less than two tables or two rows that all tables have.
  var ranking: Ranking? {
    let all = scoredTables
    // Ranks are of experiments that know nothing of each other.
    let scores = all.indices.filter { place in
      all[..<place].allSatisfy { $0 != all[place] }
    }.map { all[$0] }
    let known = scores.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
    let shared = known.filter { label in scores.allSatisfy { $0[label] != nil } }.sorted()
    guard let raw = AverageRanks(scores.map { table in shared.compactMap { table[$0] } }) else {
      return nil
    }
    let order = shared.indices.sorted { (raw.ranks[$0], $0) < (raw.ranks[$1], $1) }
    let labels = order.map { shared[$0] }
    guard let sorted = AverageRanks(scores.map { table in labels.compactMap { table[$0] } }) else {
      return nil
    }
    return Ranking(
      labels: labels, average: sorted, tables: scores.count, repeated: all.count - scores.count,
      missing: known.subtracting(shared).sorted())
  }

  /// The ranks as a part of the report, with what is to be known of them.
  var rankParts: [Report.Part] {
    guard tables.count > 1 else { return [] }
    guard let ranking else {
      let isOne = Set(scoredTables).count == 1
      return [
        .heading("ranks"),
        .note(
          isOne
            ? "no ranks: all tables have the same values, as one experiment under several conditions has"
            : "no ranks: the tables have less than two rows in common"),
      ]
    }
    let average = ranking.average
    let best = average.ranks.first ?? 0
    let rows = zip(ranking.labels, average.ranks).map { label, rank in
      let isApart = rank - best >= average.criticalDifference
      return [label, Units.fixed(rank, 2), isApart ? "worse" : "not told apart"]
    }
    var notes = [
      "Friedman χ² = \(Units.significant(average.statistic)), "
        + "\(ranking.labels.count - 1) degrees of freedom, p = \(Units.significant(average.p)); "
        + "critical difference (Nemenyi, 5 %) \(Units.fixed(average.criticalDifference, 2))"
    ]
    if ranking.repeated > 0 {
      notes.append(
        "\(ranking.repeated) of \(ranking.tables + ranking.repeated) tables have the same values as another, as other "
          + "links or devices leave them: counted once")
    }
    if !ranking.missing.isEmpty {
      notes.append("not ranked, for a table lacks them: \(ranking.missing.joined(separator: ", "))")
    }
    return [
      .heading("average ranks in \(metric.title), last, over \(ranking.tables) tables"),
      .table(
        ReportTable(header: ["method", "rank", "beside the best"], rows: rows, isNumeric: true)),
    ] + (notes + retuned(ranking.labels)).map(Report.Part.note)
  }

  /// Rows of one name whose settings are not the same in all tables.
  private func retuned(_ labels: [String]) -> [String] {
    labels.compactMap { label in
      let settings = tables.compactMap { table in
        table.rows.first { $0.label == label }?.settings
      }
      let keys = differences(settings)
      return keys.isEmpty
        ? nil : "\(label) has its own \(keys.joined(separator: ", ")) in each table"
    }
  }
}
