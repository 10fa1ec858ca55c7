import Metrics
import Plain

extension SideBySide {
  /// The table for people: a column a run.
  var rows: [[String]] {
    var rows: [[String]] = []
    func row(_ title: String, _ cell: (RunResult) -> String?) {
      rows.append([title] + runs.map { cell($0) ?? "–" })
    }
    row("", \.run)
    row("method", \.method)
    row("data", \.data.name)
    row("model", \.model.name)
    for key in differingKeys {
      row(key) { RunDifferences.told(Self.settings($0)[key]?.description) }
    }
    row("rounds") { "\($0.rounds)/\($0.planned)" }
    for metric in metrics {
      row("\(metric.title), last") { $0.last(metric).map(metric.text) }
      row("\(metric.title), best") { $0.best(metric).map(metric.text) }
    }
    row("majority class, own") { $0.majorityPersonal.map(Units.percent) }
    row("majority class") { $0.majorityAccuracy.map(Units.percent) }
    row("bytes up") { Units.bytes($0.bytesUp) }
    row("bytes down") { Units.bytes($0.bytesDown) }
    if runs.contains(where: { $0.epsilon != nil }) {
      row("ε") { $0.epsilon.map { Units.significant($0) } }
    }
    if runs.contains(where: { $0.flops != nil }) {
      row("FLOPs on clients") { $0.flops.map(Units.count) }
    }
    row("virtual time") { Units.duration(seconds: $0.simSeconds) }
    row("wall time") { Units.duration(seconds: $0.wallSeconds) }
    guard let target else { return rows }
    let goal = "to \(metric.goal(target))"
    row("rounds \(goal)") { run in
      run.reached(target, metric).map { "\($0.round)" }
        ?? (run.best(metric) == nil ? nil : "not reached")
    }
    row("bytes \(goal)") { $0.reached(target, metric).map { Units.bytes($0.bytes) } }
    if runs.contains(where: { $0.flops != nil }) {
      row("FLOPs \(goal)") { $0.reached(target, metric)?.flops.map(Units.count) }
    }
    row("virtual time \(goal)") {
      $0.reached(target, metric).map { Units.duration(seconds: $0.simSeconds) }
    }
    return rows
  }

  private var metrics: [Metric] { metric.withAccuracies }

  /// The report: the table, with what speaks against reading it as one.
  public var report: Report {
    let rows = rows
    let table = ReportTable(header: rows[0], rows: Array(rows.dropFirst()))
    return Report([.table(table)] + warnings.map(Report.Part.note))
  }

  /// Why the runs should not be judged by one another.
  public var warnings: [String] {
    let keys = differences(runs.map { RunTraits($0).task })
    if !keys.isEmpty { return ["not one task: the runs differ in \(keys.joined(separator: ", "))"] }
    let isOneSplit = Dictionary(grouping: runs, by: \.seed).values.allSatisfy { runs in
      differences(runs.map(\.split)).isEmpty
    }
    let splits =
      isOneSplit ? [] : ["not one split: runs of one seed have other samples at their clients"]
    return splits
      + runs.filter { $0.branched != nil || !$0.turned.isEmpty }.map { run in
        let parts = [run.branched.map { "branched at round \($0)" }].compactMap(\.self) + run.turned
        return "\(run.run) was steered: \(parts.joined(separator: ", "))"
      }
  }

  /// A row a run, a column a number.
  public var csv: CSVTable {
    var table = CSVTable(
      header: ["run", "method", "data", "model", "seed", "rounds_planned", "rounds"]
        + metrics.flatMap { [$0.name, "best_\($0.name)"] }
        + [
          "majority_personal", "majority_accuracy", "bytes_up", "bytes_down", "epsilon",
          "flops", "sim_seconds", "wall_seconds", "target", "reached_round", "reached_bytes",
          "reached_flops", "reached_sim_seconds",
        ] + differingKeys)
    for run in runs {
      let reached = target.flatMap { run.reached($0, metric) }
      let settings = Self.settings(run)
      var row = [
        run.run, run.method, run.data.name, run.model.name, "\(run.seed)", "\(run.planned)",
        "\(run.rounds)",
      ]
      row += metrics.flatMap { [CSVTable.field(run.last($0)), CSVTable.field(run.best($0))] }
      row += [run.majorityPersonal, run.majorityAccuracy].map(CSVTable.field)
      row += ["\(run.bytesUp)", "\(run.bytesDown)", CSVTable.field(run.epsilon)]
      row += [run.flops, run.simSeconds, run.wallSeconds, target].map(CSVTable.field)
      row +=
        reached.map {
          ["\($0.round)", "\($0.bytes)", CSVTable.field($0.flops), CSVTable.field($0.simSeconds)]
        } ?? ["", "", "", ""]
      row += differingKeys.map { settings[$0]?.description ?? "" }
      table.rows.append(row.map(printable))
    }
    return table
  }

  /// The lines for programs: an object a run.
  public var lines: [Line] { runs.map { Line($0, in: self) } }

  /// One run as JSON.
  public struct Line: Encodable {
    private let run, method, data, model: String
    private let seed: UInt64
    private let settings: [String: ConfigValue]
    private let rounds, roundsPlanned: Int
    private let accuracy, bestAccuracy, accuracyGlobal, bestAccuracyGlobal: Double?
    private let majorityAccuracy, majorityPersonal: Double?
    private let bytesUp, bytesDown: Int
    private let simSeconds, wallSeconds: Double
    private let flops: Double?
    private let values, best: [String: Double]
    private let target: Double?
    private let reached: RunResult.Reached?

    enum CodingKeys: String, CodingKey {
      case run, method, data, model, seed, settings, rounds, accuracy, values, best, target
      case reached, flops
      case roundsPlanned = "rounds_planned"
      case bestAccuracy = "best_accuracy"
      case accuracyGlobal = "accuracy_global"
      case bestAccuracyGlobal = "best_accuracy_global"
      case majorityAccuracy = "majority_accuracy"
      case majorityPersonal = "majority_personal"
      case bytesUp = "bytes_up"
      case bytesDown = "bytes_down"
      case simSeconds = "sim_seconds"
      case wallSeconds = "wall_seconds"
    }

    fileprivate init(_ result: RunResult, in comparison: SideBySide) {
      let keys = Set(comparison.differingKeys)
      run = result.run
      method = result.method
      data = result.data.name
      model = result.model.name
      seed = result.seed
      settings = SideBySide.settings(result).filter { keys.contains($0.key) }
      rounds = result.rounds
      roundsPlanned = result.planned
      accuracy = result.last(.accuracy)
      bestAccuracy = result.best(.accuracy)
      accuracyGlobal = result.last(.accuracyGlobal)
      bestAccuracyGlobal = result.best(.accuracyGlobal)
      majorityAccuracy = result.majorityAccuracy
      majorityPersonal = result.majorityPersonal
      bytesUp = result.bytesUp
      bytesDown = result.bytesDown
      simSeconds = result.simSeconds
      wallSeconds = result.wallSeconds
      flops = result.flops
      let metrics = result.curve.values.keys.map(Metric.init)
      values = metrics.reduce(into: [:]) { $0[$1.name] = result.last($1) }
      best = metrics.reduce(into: [:]) { $0[$1.name] = result.best($1) }
      target = comparison.target
      reached = comparison.target.flatMap { result.reached($0, comparison.metric) }
    }
  }
}
