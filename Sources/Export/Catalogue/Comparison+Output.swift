import Metrics
import Plain

extension Comparison {
  /// The table for people: a column a run.
  public var table: TextTable {
    var table = TextTable()
    func row(_ title: String, _ cell: (Entry) -> String?) {
      table.rows.append(([title] + entries.map { cell($0) ?? "–" }).map(printable))
    }
    row("", \.name)
    row("method") { $0.snapshot.started?.method }
    row("data") { $0.snapshot.started?.data }
    row("model") { $0.snapshot.started?.model.name }
    for key in differingKeys { row(key) { $0.configuration[key]?.description } }
    row("rounds") { "\($0.snapshot.round)/\($0.snapshot.started?.rounds ?? 0)" }
    row("accuracy, last") { $0.lastAccuracy.map(Units.percent) }
    row("accuracy, best") { $0.bestAccuracy.map(Units.percent) }
    row("global, last") { $0.lastGlobal.map(Units.percent) }
    row("global, best") { $0.bestGlobal.map(Units.percent) }
    row("majority class, own") {
      $0.snapshot.started?.majorityPersonal.map(Units.percent)
    }
    row("majority class") { $0.snapshot.started?.majorityAccuracy.map(Units.percent) }
    row("bytes up") { Units.bytes($0.snapshot.ledger.up) }
    row("bytes down") { Units.bytes($0.snapshot.ledger.down) }
    if entries.contains(where: { $0.epsilon != nil }) {
      row("ε") { $0.epsilon.map { Units.significant($0) } }
    }
    if entries.contains(where: { $0.snapshot.flops != nil }) {
      row("FLOPs on clients") { $0.snapshot.flops.map(Units.count) }
    }
    row("virtual time") { Units.duration(seconds: $0.snapshot.simSeconds) }
    row("wall time") { Units.duration(seconds: $0.snapshot.wallSeconds) }
    guard let target else { return table }
    let goal = "to \(Units.percent(target))"
    row("rounds \(goal)") { $0.reached(target).map { "\($0.round)" } }
    row("bytes \(goal)") { $0.reached(target).map { Units.bytes($0.bytes) } }
    row("virtual time \(goal)") {
      $0.reached(target).map { Units.duration(seconds: $0.simSeconds) }
    }
    return table
  }

  /// The lines for programs: an object a run.
  public var lines: [Line] { entries.map { Line($0, in: self) } }

  /// One run as JSON.
  public struct Line: Encodable {
    private let run: String
    private let method, data, model: String?
    private let settings: [String: ConfigValue]
    private let rounds: Int
    private let accuracy, bestAccuracy, accuracyGlobal, bestAccuracyGlobal: Double?
    private let majorityAccuracy, majorityPersonal: Double?
    private let bytesUp, bytesDown: Int
    private let simSeconds, wallSeconds: Double
    private let flops: Double?
    private let target: Double?
    private let reached: Reached?

    enum CodingKeys: String, CodingKey {
      case run, method, data, model, settings, rounds, accuracy, target, reached, flops
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

    fileprivate init(_ entry: Entry, in comparison: Comparison) {
      let keys = Set(comparison.differingKeys)
      let snapshot = entry.snapshot
      run = entry.name
      method = snapshot.started?.method
      data = snapshot.started?.data
      model = snapshot.started?.model.name
      settings = entry.configuration.filter { keys.contains($0.key) }
      rounds = snapshot.round
      accuracy = entry.lastAccuracy
      bestAccuracy = entry.bestAccuracy
      accuracyGlobal = entry.lastGlobal
      bestAccuracyGlobal = entry.bestGlobal
      majorityAccuracy = snapshot.started?.majorityAccuracy
      majorityPersonal = snapshot.started?.majorityPersonal
      bytesUp = snapshot.ledger.up
      bytesDown = snapshot.ledger.down
      simSeconds = snapshot.simSeconds
      wallSeconds = snapshot.wallSeconds
      flops = snapshot.flops
      target = comparison.target
      reached = comparison.target.flatMap(entry.reached)
    }
  }
}
