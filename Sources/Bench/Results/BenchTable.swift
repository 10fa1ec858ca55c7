import Metrics

/// Results as an aligned table, a row at a time.
public struct BenchTable {
  /// Whether there is a column of ratios.
  let compares: Bool

  /// A table, with or without a column of ratios.
  public init(compares: Bool) { self.compares = compares }

  private static let columns: [(title: String, width: Int)] = [
    ("case", 26), ("workers", 7), ("ms", 9), ("spread", 7), ("tokens/s", 9), ("GFLOP/s", 8),
    ("sgemm", 7), ("share", 7), ("MB", 6),
  ]

  /// The line above the rows.
  public var header: String {
    row(Self.columns.map(\.title) + (compares ? ["speedup"] : []))
  }

  /// The row of a result, and what else there is to say of it.
  public func lines(_ result: BenchResult) -> [String] {
    let cells = [
      result.name, String(result.workers), number(result.milliseconds),
      result.repeats > 1 ? Units.percent(result.spread) : "–",
      result.tokensPerSecond.map { number($0) } ?? "",
      result.gflops.map { Units.fixed($0, 1) } ?? "",
      result.gemmGflops.map { Units.fixed($0, 1) } ?? "",
      result.shareOfGemmPeak.map(Units.percent) ?? "", Units.fixed(result.memoryMB, 0),
    ]
    let ratio = compares ? [result.speedup.map { Units.fixed($0, 2) + "x" } ?? "new"] : []
    func against(_ other: Double, _ what: String) -> String {
      let times = Units.fixed(result.milliseconds / other, 2)
      return "  = \(times) times \(what), of \(number(other)) ms"
    }
    return [row(cells + ratio)]
      + [
        result.millisecondsPlain.map { against($0, "a pass without traces") },
        result.millisecondsLoRA.map { against($0, "a step of fedavg-lora") },
      ].compactMap(\.self)
  }

  /// Five digits at most, so that a column of times can be compared by eye.
  private func number(_ value: Double) -> String {
    Units.fixed(value, value < 1 ? 4 : value < 100 ? 2 : value < 1000 ? 1 : 0)
  }

  private func row(_ cells: [String]) -> String {
    let widths = Self.columns.map(\.width) + [8]
    return zip(cells, widths).enumerated().map { index, cell in
      let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
      return index == 0 ? cell.0 + space : space + cell.0
    }.joined(separator: " ")
  }
}
