import Foundation
import Metrics
import RunStore

extension EventFile {
  /// The record of a run: its rounds as steps, at the wall time of their ends.
  ///
  /// - Parameter created: when the run was made.
  public init(_ events: [StoredEvent], created: Date) {
    let start = created.timeIntervalSince1970
    self.init(wallTime: start)
    var modules: [String] = []
    var ledger = ByteLedger()
    var score = Score.accuracy
    for stored in events {
      let wallTime = start + stored.wallSeconds
      switch stored.event {
      case .runStarted(let started):
        modules = started.model.modules
        score = started.score ?? .accuracy
      case .initialised(let report):
        ledger.add(up: report.bytesUp, down: report.bytesDown, dense: 0)
        append(Self.scalars(report, score, modules, ledger), step: 0, wallTime: wallTime)
      case .roundFinished(let report):
        ledger.add(up: report.bytesUp, down: report.bytesDown, dense: 0)
        append(Self.scalars(report, score, modules, ledger), step: report.round, wallTime: wallTime)
      default: break
      }
    }
  }

  private static func scalars(
    _ report: Initialisation, _ score: Score, _ modules: [String], _ ledger: ByteLedger
  ) -> [Scalar] {
    named([
      ("\(score.rawValue)/personalised", score.value(of: report)),
      ("seconds/virtual", report.simSeconds), ("work/flops", report.flops),
    ]) + metrics(report.metrics, score) + totals(ledger) + heat(report.fisher, modules)
  }

  private static func scalars(
    _ report: RoundReport, _ score: Score, _ modules: [String], _ ledger: ByteLedger
  ) -> [Scalar] {
    named([
      ("\(score.rawValue)/personalised", score.value(of: report)),
      ("\(score.rawValue)/global", score.global(of: report)),
      ("loss/test", report.loss), ("loss/train", report.trainLoss),
      ("bytes/up", Double(report.bytesUp)), ("bytes/down", Double(report.bytesDown)),
      ("round/share", report.share), ("round/sparsity_ratio", report.sparsityRatio),
      ("round/learning_rate", report.learningRate), ("round/tokens", Double(report.tokens)),
      ("round/failures", Double(report.failures)), ("seconds/virtual", report.simSeconds),
      ("seconds/wall", report.wallSeconds), ("round/longest", report.longest.map(Double.init)),
      ("privacy/epsilon", report.epsilon), ("work/flops", report.flops),
      ("round/stale", report.stale.map(Double.init)),
    ]) + metrics(report.metrics, score) + totals(ledger) + heat(report.fisher, modules)
  }

  /// What else an evaluation says, by its names in the record, but for what the score has already.
  private static func metrics(_ metrics: [String: Double]?, _ score: Score) -> [Scalar] {
    let told = score.isShare ? [] : [score.rawValue, score.rawValue + "_global"]
    return named(
      (metrics ?? [:]).sorted { $0.key < $1.key }.filter { !told.contains($0.key) }
        .map { ("metrics/\($0.key)", $0.value) })
  }

  private static func totals(_ ledger: ByteLedger) -> [Scalar] {
    named([("bytes/up_total", Double(ledger.up)), ("bytes/down_total", Double(ledger.down))])
  }

  private static func heat(_ fisher: [[Double]], _ modules: [String]) -> [Scalar] {
    fisher.enumerated().flatMap { layer, row in
      row.enumerated().map { column, value in
        let module = modules.indices.contains(column) ? modules[column] : "module_\(column)"
        return Scalar(tag: "fisher_\(module)/layer_\(layer)", value: Float(value))
      }
    }
  }

  private static func named(_ values: [(String, Double?)]) -> [Scalar] {
    values.compactMap { tag, value in value.map { Scalar(tag: tag, value: Float($0)) } }
  }
}
