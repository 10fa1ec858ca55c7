import Metrics

extension Comparison {
  /// The report for people.
  ///
  /// - Parameter reference: the label or method of the row that the others are held against, in each table that has it.
  public func report(against reference: String? = nil) -> Report {
    var parts: [Report.Part] = []
    for table in tables {
      parts.append(.heading(title(table)))
      if !table.rows.isEmpty {
        parts.append(.table(qualities(table, reference.flatMap(table.row))))
        parts.append(.table(costs(table)))
        if let target = table.target { parts.append(.table(costs(table, to: target))) }
      }
      parts += notes(table, reference).map(Report.Part.note)
    }
    return Report(parts + legend(reference).map(Report.Part.note) + rankParts)
  }

  /// What the runs of a table share.
  func title(_ table: ComparisonTable, withSeeds: Bool = true) -> String {
    let number = tables.count > 1 ? "table \(table.number): " : ""
    var words = [table.data, table.model]
    let settings = table.task
    if let clients = settings["federation.clients"] { words.append("\(clients) clients") }
    if let cohort = settings["federation.cohort"] { words.append("\(cohort) a round") }
    if let partition = settings["federation.partition"] {
      let alpha = partition == "dirichlet" ? settings["federation.alpha"].map { " \($0)" } : nil
      words.append(partition + (alpha ?? ""))
    }
    if let rounds = settings["federation.rounds"] { words.append("\(rounds) rounds") }
    let seeds = table.seeds.map(String.init).joined(separator: ", ")
    if withSeeds, !seeds.isEmpty {
      words.append(table.seeds.count == 1 ? "seed \(seeds)" : "seeds \(seeds)")
    }
    return number + words.joined(separator: " · ")
  }

  private func qualities(_ table: ComparisonTable, _ reference: ComparisonRow?) -> ReportTable {
    let metrics = metric.withAccuracies
    var result = ReportTable(
      header: ["method", "runs"] + metrics.flatMap { ["\($0.title), last", "\($0.title), best"] },
      rows: [], isNumeric: true)
    if let reference { result.header += ["minus \(reference.label)", "95 % interval"] }
    result.header.append("front")
    result.rows = table.rows.map { row in
      var cells = [name(row), "\(row.runs.count)"]
      for metric in metrics {
        cells.append(row.last(metric).map(metric.text) ?? "–")
        cells.append(row.spread { $0.best(metric) }.map(metric.text) ?? "–")
      }
      if let reference { cells += difference(row, reference) }
      return cells + [row.isOnFront ? "●" : ""]
    }
    return result
  }

  private func difference(_ row: ComparisonRow, _ reference: ComparisonRow) -> [String] {
    guard row.label != reference.label, let difference = row.difference(to: reference, metric)
    else { return ["", ""] }
    let mean = "\(metric.difference(difference.spread.mean)) (n = \(difference.spread.count))"
    guard let lower = difference.lower, let upper = difference.upper else { return [mean, "none"] }
    return [mean, "\(metric.difference(lower)) to \(metric.difference(upper))"]
  }

  private func costs(_ table: ComparisonTable) -> ReportTable {
    func cell(
      _ row: ComparisonRow, _ value: (RunResult) -> Double?, _ text: (Double) -> String
    ) -> String {
      guard let spread = row.spread(value) else { return "–" }
      let deviation = spread.deviation.flatMap { $0 > 0 ? " ± \(text($0))" : nil }
      return text(spread.mean) + (deviation ?? "")
    }
    return ReportTable(
      header: ["cost", "bytes up", "bytes down", "FLOPs", "virtual time", "wall time"],
      rows: table.rows.map { row in
        [
          name(row), cell(row, { Double($0.bytesUp) }, Self.bytes),
          cell(row, { Double($0.bytesDown) }, Self.bytes), cell(row, \.flops, Units.count),
          cell(row, \.simSeconds, Self.duration), cell(row, \.wallSeconds, Self.duration),
        ]
      }, isNumeric: true)
  }

  private func costs(_ table: ComparisonTable, to target: Double) -> ReportTable {
    ReportTable(
      header: ["to \(metric.goal(target))", "rounds", "bytes", "FLOPs", "virtual time", "reached"],
      rows: table.rows.map { row in
        let cost = row.cost(of: target, metric)
        let share = "\(cost.reached) of \(cost.of)"
        guard cost.reached > 0 else { return [name(row), "not reached", "–", "–", "–", share] }
        let rounds = Units.fixed(cost.rounds, cost.rounds == cost.rounds.rounded() ? 0 : 1)
        return [
          name(row), rounds, Self.bytes(cost.bytes), Units.count(cost.flops),
          Self.duration(cost.simSeconds), share,
        ]
      }, isNumeric: true)
  }

  private func name(_ row: ComparisonRow) -> String { row.label + (row.isComparable ? "" : " †") }

  static func bytes(_ value: Double) -> String {
    Units.bytes(Int(exactly: value.rounded()) ?? .max)
  }

  static func duration(_ value: Double) -> String { Units.duration(seconds: value) }

  /// What is to be known of one table.
  private func notes(_ table: ComparisonTable, _ reference: String?) -> [String] {
    var notes: [String] = []
    func floor(_ value: (RunResult) -> Double?) -> String? {
      let values = table.rows.flatMap(\.runs).compactMap(value)
      return values.isEmpty ? nil : Units.percent(Spread(values).mean)
    }
    if let personal = floor(\.majorityPersonal), let global = floor(\.majorityAccuracy) {
      notes.append("answering each client's commonest label gives \(personal), one label \(global)")
    }
    if let reference, table.row(reference) == nil { notes.append("no row of \(reference) here") }
    return notes + table.notes
  }

  /// How all tables are to be read.
  private func legend(_ reference: String?) -> [String] {
    var notes: [String] = []
    let rows = tables.flatMap(\.rows)
    if rows.contains(where: { $0.runs.count > 1 }) {
      notes.append("mean ± standard deviation over seeds; to a target: median of the seeds")
    }
    if rows.contains(where: \.isOnFront) {
      notes.append("● no other row is at least as good in \(metric.title), bytes and virtual time")
    }
    guard let reference else { return notes }
    let counts = tables.flatMap { table -> [Int] in
      guard let row = table.row(reference) else { return [] }
      return table.rows.filter { $0.label != row.label }
        .map { $0.differences(to: row, metric).count }.filter { $0 > 0 }
    }
    let fewest = PairedDifference.fewestForInterval
    var words = "differences in \(metric.title), last, paired by seed"
    if metric.isShare { words += ", in points" }
    if counts.contains(where: { $0 >= fewest }) {
      words += "; interval: percentile bootstrap, \(PairedDifference.resamples) resamples"
    }
    if counts.contains(where: { $0 < fewest }) { words += "; none for less than \(fewest) seeds" }
    return notes + [words]
  }
}

extension ComparisonTable {
  /// The row of that label, or the only one of that method.
  func row(_ name: String) -> ComparisonRow? {
    if let row = rows.first(where: { $0.label == name }) { return row }
    let rows = rows.filter { $0.method == name }
    return rows.count == 1 ? rows[0] : nil
  }
}
