import Metrics

/// The tables of `fedtop bench --scale` as aligned text, a row at a time.
public enum ScaleTable {
  /// What stands above the first table.
  public static let constantsHeader = [
    "one client of a round: training, its job, its result (measured here)",
    row([
      "shape", "tokens", "train ms", "job kB", "result kB", "job µs", "ledger µs", "result µs",
      "merge µs", "workers",
    ]),
  ]

  /// What stands above the second.
  public static let scaleHeader = [
    "a round: rank 0 measured, the ranks simulated (1 worker each, 10 Gbit/s, 50 µs)",
    row([
      "shape", "clients", "cohort", "ranks", "plan ms", "ledger ms", "messages ms",
      "merge ms", "| round s", "formula s", "busy",
    ]),
  ]

  /// A row of the first.
  public static func line(_ found: ScaleBench.Constants) -> String {
    func micro(_ seconds: Double) -> String { Units.fixed(seconds * 1e6, 1) }
    return row([
      found.shape, "\(found.tokens)", Units.fixed(found.training * 1e3, 1),
      Units.fixed(Double(found.jobBytes) / 1e3, 1), Units.fixed(Double(found.resultBytes) / 1e3, 1),
      micro(found.job), micro(found.ledger), micro(found.result), micro(found.merge),
      "\(found.mostWorkers)",
    ])
  }

  /// A row of the second.
  public static func line(_ found: ScaleBench.Scale) -> String {
    func milli(_ seconds: Double) -> String { Units.fixed(seconds * 1e3, 2) }
    return row([
      found.shape, "\(found.clients)", "\(found.cohort)", "\(found.ranks)",
      milli(found.plan),
      milli(found.ledger),
      milli(found.messages), milli(found.merge), Units.fixed(found.seconds, 3),
      Units.fixed(found.formula, 3), Units.percent(found.busy),
    ])
  }

  private static func row(_ cells: [String]) -> String {
    cells.enumerated().map { index, cell in
      let space = String(repeating: " ", count: max(0, (index == 0 ? 9 : 11) - cell.count))
      return index == 0 ? cell + space : space + cell
    }.joined(separator: " ")
  }
}
