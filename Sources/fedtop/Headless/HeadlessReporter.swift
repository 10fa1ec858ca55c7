import Foundation
import Host
import Metrics
import Plain
import Synchronization

/// A run without a terminal view: JSON lines, a line a round, or a progress line.
final class HeadlessReporter: Sendable {
  /// How to report.
  enum Form: Sendable {
    /// JSON lines on stdout, notices on stderr.
    case json
    /// A line a round.
    case lines
    /// One line that is written over, and a line a round above it.
    case progress
  }

  private let form: Form
  private let state = Mutex(RunSnapshot())

  init(form: Form) { self.form = form }

  /// Takes an event as it happens.
  func report(_ event: RunEvent) {
    switch form {
    case .json: reportJSON(event)
    case .lines, .progress: reportText(event)
    }
  }

  private func reportJSON(_ event: RunEvent) {
    switch event {
    case .runStarted, .initialised, .roundFinished, .commandApplied, .runFinished:
      JSONLines.print(event)
    case .notice(let notice):
      JSONLines.print(event)
      StandardError.write("fedtop: \(notice.text)")
    case .clientStarted, .clientFinished, .commandQueued, .stateChanged, .progressed, .ghostTraced:
      break
    }
  }

  private func reportText(_ event: RunEvent) {
    state.withLock { snapshot in
      snapshot.apply(event)
      switch event {
      case .runStarted(let started): say(start(started))
      case .initialised(let initialised): say(initialisation(initialised, snapshot))
      case .notice(let notice):
        // What looks wrong in the data is told beside the lines of the run, which somebody may keep.
        if notice.level == .warning, snapshot.started != nil, snapshot.initialisation == nil {
          StandardError.write("fedtop: \(notice.text)")
        } else {
          say(notice.text)
        }
      case .roundFinished(let report): say(round(report, snapshot))
      case .commandApplied(let record): say(command(record))
      case .clientFinished: progress(snapshot)
      case .runFinished(let summary):
        summary.lines(snapshot.started).forEach(say)
      case .clientStarted, .commandQueued, .stateChanged, .progressed, .ghostTraced: break
      }
    }
  }

  private func command(_ record: CommandRecord) -> String {
    let author = record.origin == "monitor" ? "" : ", asked by \(record.origin)"
    if case .set(let knob, let value)? = record.command {
      return "\(knob) = \(Units.significant(value)) from round \(record.round)\(author)"
    }
    if case .note(let text)? = record.command {
      return record.origin == CommandRecord.goal ? text : "note: \(text)\(author)"
    }
    let count = record.value.map { " \(Units.fixed($0, 0))" } ?? ""
    return "\(record.name)\(count) in round \(record.round)\(author)"
  }

  private func say(_ line: String) {
    StandardOutput.writeRaw((form == .progress ? "\r\u{1B}[K" : "") + printable(line) + "\n")
  }

  private func progress(_ snapshot: RunSnapshot) {
    guard form == .progress, let started = snapshot.started else { return }
    let cohort = Int(snapshot.knobs.first { $0.name == "cohort" }?.value ?? 0)
    let seconds = snapshot.rounds.last?.wallSeconds ?? 0
    let left = Double(started.rounds - snapshot.round) * seconds
    let rest = seconds > 0 ? ", about \(Units.duration(seconds: left)) left" : ""
    StandardOutput.writeRaw(
      "\r\u{1B}[Kround \(snapshot.currentRound)/\(started.rounds), "
        + "client \(snapshot.finishedInRound)/\(cohort)\(rest)")
  }

  private func start(_ started: RunStarted) -> String {
    let model = started.model
    return "\(started.run): \(started.method) on \(started.data), \(model.name) "
      + "(\(model.layers) layers of \(model.hidden), "
      + "\(Units.count(Double(model.parameters))) parameters, "
      + "\(Units.count(Double(model.trainable))) trained), \(started.clientCount) clients"
  }

  private func initialisation(_ report: Initialisation, _ snapshot: RunSnapshot) -> String {
    let layers = report.gal.map(String.init).joined(separator: " ")
    let score = snapshot.score
    let accuracy = report.accuracy.map { ", \(score.title) \(Units.percent($0))" } ?? ""
    let perplexity = Self.perplexity(report.metrics).map { ", \($0)" } ?? ""
    return "start: global layers [\(layers)] (\(report.rule))\(accuracy)\(perplexity), "
      + "virtual \(Units.duration(seconds: report.simSeconds)), "
      + "wall \(Units.duration(seconds: report.wallSeconds))"
  }

  private func round(_ report: RoundReport, _ snapshot: RunSnapshot) -> String {
    var parts = ["round \(report.round)/\(snapshot.started?.rounds ?? report.round)"]
    if let loss = report.trainLoss { parts.append("loss \(Units.fixed(loss, 4))") }
    if let accuracy = report.accuracy {
      parts.append("\(snapshot.score.title) \(Units.percent(accuracy))")
    }
    if let global = report.accuracyGlobal, global != report.accuracy {
      parts.append("global \(Units.percent(global))")
    }
    if let perplexity = Self.perplexity(report.metrics) { parts.append(perplexity) }
    parts.append("share \(Units.percent(report.share))")
    if let longest = report.longest { parts.append("cut to \(longest) tokens") }
    parts.append("up \(Units.bytes(report.bytesUp))")
    if let epsilon = report.epsilon { parts.append("ε \(Units.significant(epsilon))") }
    if report.failures > 0 { parts.append("\(report.failures) failed") }
    if let stale = report.stale { parts.append("\(stale) late") }
    parts.append("virtual \(Units.duration(seconds: report.simSeconds))")
    parts.append("wall \(Units.duration(seconds: report.wallSeconds))")
    return parts.joined(separator: "  ")
  }

  /// What an evaluation of a language model says; nil of a classifier.
  private static func perplexity(_ metrics: [String: Double]?) -> String? {
    metrics?[Score.perplexity.rawValue].map { "perplexity \(Units.significant($0))" }
  }
}

extension RunSummary {
  /// The summary for people, a few lines.
  func lines(_ started: RunStarted?) -> [String] {
    var lines = [
      "",
      "\(interrupted ? "interrupted after" : reason == nil ? "finished" : "ended after") "
        + "\(rounds) rounds in "
        + "\(Units.duration(seconds: wallSeconds)) of wall time, \(Units.duration(seconds: simSeconds)) virtual",
    ]
    if let reason { lines.append(reason) }
    let score = (started?.score ?? .accuracy).title
    if let accuracy, let bestAccuracy {
      let accuracies =
        "\(score) \(Units.percent(accuracy)) personalised, "
        + "\(accuracyGlobal.map(Units.percent) ?? "–") global, best \(Units.percent(bestAccuracy))"
      lines.append(accuracies + floors(started))
    }
    lines += metricLines(score)
    if let flops { lines.append("computed on clients \(Units.amount(flops, of: "FLOP"))") }
    lines.append("bytes up \(Units.bytes(bytesUp)), down \(Units.bytes(bytesDown))")
    lines.append("parameters sha256 \(parametersSHA256)")
    return lines
  }

  /// What the last evaluation says beside accuracy.
  private func metricLines(_ score: String) -> [String] {
    guard let metrics else { return [] }
    func pair(_ title: String, _ name: String, _ write: (Double) -> String) -> String? {
      metrics[name].map { own in
        "\(title) \(write(own)) personalised, \(metrics[name + "_global"].map(write) ?? "–") global"
      }
    }
    func number(_ value: Double) -> String { Units.fixed(value, 3) }
    let scores = [
      pair("macro F1", "f1", Units.percent), pair("Matthews", "matthews", number),
      pair("Pearson", "pearson", number), pair("Spearman", "spearman", number),
      pair("perplexity", Score.perplexity.rawValue, Units.significant),
    ].compactMap(\.self)
    var lines = scores.isEmpty ? [] : [scores.joined(separator: "; ")]
    if let mean = metrics["client_mean"], let worst = metrics["client_worst_tenth"],
      let variance = metrics["client_variance"], let jain = metrics["client_jain"]
    {
      lines.append(
        "clients: mean \(score) \(Units.percent(mean)), worst tenth \(Units.percent(worst)), variance "
          + "\(Units.significant(variance)), Jain's index \(number(jain))")
    }
    if let accuracy = metrics["accuracy_unseen"] {
      let fresh = metrics["accuracy_unseen_fresh"].map {
        ", \(Units.percent($0)) after fresh steps"
      }
      lines.append("unseen clients: \(score) \(Units.percent(accuracy))\(fresh ?? "")")
    }
    return lines
  }

  /// What answering the commonest label would give, to be held against the accuracies.
  private func floors(_ started: RunStarted?) -> String {
    guard let global = started?.majorityAccuracy else { return "" }
    let own = started?.majorityPersonal.map { "\(Units.percent($0)) own, " } ?? ""
    return ", majority class \(own)\(Units.percent(global))"
      + (own.isEmpty ? "" : " global")
  }
}
