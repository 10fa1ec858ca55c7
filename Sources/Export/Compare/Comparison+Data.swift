import Metrics
import Plain

extension Comparison {
  /// A row a row, a column a number; means and standard deviations.
  public func csv(against reference: String? = nil) -> CSVTable {
    let metrics = metric.withAccuracies.flatMap { ["\($0.name)", "best_\($0.name)"] }
    let measures = metrics + ["bytes_up", "bytes_down", "flops", "sim_seconds", "wall_seconds"]
    var table = CSVTable(
      header: ["table", "task", "row", "method", "comparable", "front", "seeds", "n"]
        + measures.flatMap { ["\($0)_mean", "\($0)_sd"] }
        + [
          "target", "reached", "rounds_to_target", "bytes_to_target", "flops_to_target",
          "sim_seconds_to_target",
        ]
        + (reference == nil ? [] : ["difference", "difference_n", "lower", "upper"]))
    for line in lines(against: reference) {
      let spreads =
        metric.withAccuracies.flatMap { [line.last[$0.name], line.best[$0.name]] }
        + [line.bytesUp, line.bytesDown, line.flops, line.simSeconds, line.wallSeconds]
      let cost = line.toTarget
      let reached = (cost?.reached ?? 0) > 0
      var fields = [
        "\(line.table)", line.task, line.row, line.method, "\(line.comparable)", "\(line.front)",
        CSVTable.field(line.seeds), "\(line.seeds.count)",
      ]
      fields += spreads.flatMap { [CSVTable.field($0?.mean), CSVTable.field($0?.deviation)] }
      fields += [CSVTable.field(line.target), cost.map { "\($0.reached)" } ?? ""]
      fields += [cost?.rounds, cost?.bytes, cost?.flops, cost?.simSeconds].map {
        CSVTable.field(reached ? $0.flatMap { $0.isNaN ? nil : $0 } : nil)
      }
      if reference != nil {
        let difference = line.difference
        fields += [CSVTable.field(difference?.spread.mean)]
        fields += [difference.map { "\($0.spread.count)" } ?? ""]
        fields += [difference?.lower, difference?.upper].map(CSVTable.field)
      }
      table.rows.append(fields.map(printable))
    }
    return table
  }

  /// The lines for programs: an object a row.
  public func lines(against reference: String? = nil) -> [Line] {
    tables.flatMap { table in
      table.rows.map { row in
        Line(row, in: table, of: self, against: reference.flatMap(table.row))
      }
    }
  }

  /// What was told apart, an object a sentence.
  public var notes: [NoteLine] {
    tables.flatMap { table in table.notes.map { NoteLine(table: table.number, note: $0) } }
  }

  /// The ranks over tables; nil where there are none.
  public var rankLine: RankLine? { ranking.map(RankLine.init) }

  /// One row as JSON.
  public struct Line: Encodable {
    let table: Int
    let task, row, method: String
    let comparable, front: Bool
    let seeds: [UInt64]
    let runs: [String]
    let last, best: [String: Spread]
    let bytesUp, bytesDown, flops, simSeconds, wallSeconds: Spread?
    let target: Double?
    let toTarget: TargetCost?
    let against: String?
    let difference: PairedDifference?

    enum CodingKeys: String, CodingKey {
      case table, task, row, method, comparable, front, seeds, runs, last, best, flops, target,
        against
      case difference = "paired"
      case bytesUp = "bytes_up"
      case bytesDown = "bytes_down"
      case simSeconds = "sim_seconds"
      case wallSeconds = "wall_seconds"
      case toTarget = "to_target"
    }

    fileprivate init(
      _ row: ComparisonRow, in table: ComparisonTable, of comparison: Comparison,
      against reference: ComparisonRow?
    ) {
      let metric = comparison.metric
      self.table = table.number
      task = comparison.title(table)
      self.row = row.label
      method = row.method
      comparable = row.isComparable
      front = row.isOnFront
      seeds = row.seeds
      runs = row.runs.map(\.run)
      let names = Comparison.metrics(row.runs)
      last = names.reduce(into: [:]) { $0[$1] = row.last(Metric($1)) }
      best = names.reduce(into: [:]) { values, name in
        values[name] = row.spread { $0.best(Metric(name)) }
      }
      bytesUp = row.spread { Double($0.bytesUp) }
      bytesDown = row.spread { Double($0.bytesDown) }
      flops = row.spread(\.flops)
      simSeconds = row.spread(\.simSeconds)
      wallSeconds = row.spread(\.wallSeconds)
      target = table.target
      toTarget = table.target.map { row.cost(of: $0, metric) }
      let other = reference.flatMap { $0.label == row.label ? nil : $0 }
      against = other?.label
      difference = other.flatMap { row.difference(to: $0, metric) }
    }
  }

  /// A sentence under a table as JSON.
  public struct NoteLine: Encodable {
    let table: Int
    /// The sentence.
    public let note: String
  }

  /// Average ranks as JSON.
  public struct RankLine: Encodable {
    private let ranks: [String: Double]
    private let tables: Int
    private let friedman, p, criticalDifference: Double

    enum CodingKeys: String, CodingKey {
      case ranks, tables, friedman, p
      case criticalDifference = "critical_difference"
    }

    fileprivate init(_ ranking: Ranking) {
      ranks = Dictionary(zip(ranking.labels, ranking.average.ranks)) { first, _ in first }
      tables = ranking.tables
      friedman = ranking.average.statistic
      p = ranking.average.p
      criticalDifference = ranking.average.criticalDifference
    }
  }
}
