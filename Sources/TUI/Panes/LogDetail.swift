import Metrics

/// How much the log tells.
enum LogDetail: String, Sendable, CaseIterable {
  /// What was asked, what went wrong, what got better.
  case story = "the story"
  /// Every round, evaluation and checkpoint besides.
  case all = "every round, evaluation and checkpoint"
}

extension LogEntry {
  /// What an ordinary round came to.
  init(round report: RoundReport) {
    let loss = report.trainLoss.map { "loss \(Units.significant($0))" } ?? "no loss"
    let bytes = Units.bytes(report.bytesUp &+ report.bytesDown)
    let clients = "\(report.cohort.count - report.failures) of \(report.cohort.count) clients"
    self.init(
      round: report.round, level: .detail,
      text: "round: \(loss), \(clients), share \(Units.percent(report.share)), \(bytes)")
  }

  /// What an evaluation found; nil for a round without one.
  init?(evaluation report: RoundReport, _ score: Score) {
    guard let value = score.value(of: report) else { return nil }
    let title = score == .accuracy ? "" : score.title + " "
    let global = score.global(of: report).map { ", global \(score.text($0))" } ?? ""
    let loss = report.loss.map { ", test loss \(Units.significant($0))" } ?? ""
    self.init(
      round: report.round, level: .detail,
      text: "evaluation: \(title)\(score.text(value))\(global)\(loss)")
  }

  /// That the run file has a checkpoint of a round.
  init(checkpoint round: Int) {
    self.init(
      round: round, level: .detail,
      text: "checkpoint: resume and branches can begin here without computing anew")
  }
}
