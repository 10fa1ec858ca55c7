import Export
import Foundation
import Host
import Metrics
import Plain
import Synchronization

/// A sweep without a terminal view: a line when a run begins or ends, or JSON lines.
final class SweepReporter: Sendable {
  private struct Progress {
    var states: [SweepState] = []
    /// Share of each run that was done when the sweep began.
    var done: [Double] = []
    var start = ContinuousClock.now
    /// Whether a screen tells what happens.
    var isHushed = false
  }

  private let plan: SweepPlan
  private let json: Bool
  private let progress = Mutex(Progress())

  init(_ plan: SweepPlan, json: Bool) {
    self.plan = plan
    self.json = json
  }

  /// Tells what is about to be run, and what of it is done.
  func introduce(_ notes: [String], _ states: [SweepState]) {
    guard !json else {
      JSONLines.print(Line(event: "sweep_started", sweep: plan.name, runs: states))
      return notes.forEach { StandardError.write("fedtop: \(printable($0))") }
    }
    let finished = states.count { $0.condition == .finished }
    let halved = states.count { $0.condition == .halved }
    let begun = states.count { $0.condition == .waiting && $0.round > 0 }
    let parts = [
      finished > 0 ? "\(finished) finished already" : nil,
      halved > 0 ? "\(halved) ended at a rung" : nil,
      begun > 0 ? "\(begun) begun" : nil,
    ].compactMap(\.self)
    say(
      "\(plan.name): \(states.count) runs\(parts.isEmpty ? "" : ", " + parts.joined(separator: ", ")); "
        + "files in \(plan.directory)")
    notes.forEach(say)
  }

  /// Takes an event as it happens.
  func report(_ event: SweepEvent) {
    progress.withLock { progress in
      switch event {
      case .began(let states):
        progress.states = states
        progress.done = states.map(Self.share)
        progress.start = .now
      case .changed(let index, let state):
        let before = progress.states[index].condition
        progress.states[index] = state
        guard before != state.condition, !progress.isHushed else { return }
        tell(index, state, progress)
      }
    }
  }

  /// Tells no more of what happens: a screen does.
  func hush() { progress.withLock { $0.isHushed = true } }

  /// Every run and how it stands.
  func list(_ states: [SweepState]) {
    guard !json else { return }
    let rows = states.map { state in
      [
        state.title, state.condition.rawValue, "\(state.round)/\(state.rounds)",
        state.values.personal ?? "–", state.values.global ?? "–",
      ].map(printable)
    }
    let scores = Set(states.map(\.score.title))
    let value = scores.count == 1 ? scores.first ?? "" : "value"
    let table = TextTable(
      rows: [["run", "state", "rounds", value, "global"]] + rows, rightAligned: [2, 3, 4])
    table.lines.forEach(say)
  }

  /// Tells how the sweep ended, and what to do with its runs.
  func conclude(_ states: [SweepState]) {
    guard !json else {
      return JSONLines.print(Line(event: "sweep_finished", sweep: plan.name, runs: states))
    }
    let counts = [
      (SweepState.Condition.finished, "finished"), (.halved, "ended at a rung"),
      (.interrupted, "interrupted"), (.waiting, "not begun"), (.failed, "failed"),
    ].map { condition, word in (states.count { $0.condition == condition }, word) }
    say(
      counts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        + "; see fedtop compare \(plan.directory)")
  }

  private func tell(_ index: Int, _ state: SweepState, _ progress: Progress) {
    guard !json else {
      return JSONLines.print(Line(event: "sweep_run", sweep: plan.name, index: index, state: state))
    }
    let ended = progress.states.count { $0.condition != .waiting && $0.condition != .training }
    switch state.condition {
    case .waiting: break
    case .training:
      say("begins  \(state.title)" + (state.round > 0 ? ", from round \(state.round)" : ""))
    case .interrupted:
      say("stopped \(state.title) after round \(state.round)")
    case .finished, .halved, .failed:
      var parts = ["[\(ended)/\(progress.states.count)] \(state.title):"]
      if let value = state.values.personal {
        let name = state.score == .accuracy ? "" : "\(state.score.title) "
        let global = state.values.global.map { " (global \($0))" } ?? ""
        parts.append("\(name)\(value)\(global),")
      }
      parts.append(
        "\(Units.bytes(state.bytes)), virtual \(Units.duration(seconds: state.simSeconds)),")
      parts.append("wall \(Units.duration(seconds: state.wallSeconds))")
      if let reason = state.reason { parts.append("– \(reason)") }
      say(parts.joined(separator: " ") + left(progress))
    }
  }

  /// About how long it will take, by what has been done since it began.
  private func left(_ progress: Progress) -> String {
    let isOver: (SweepState) -> Bool = { $0.condition != .waiting && $0.condition != .training }
    let now = progress.states.map { isOver($0) ? 1 : Self.share($0) }
    let done = zip(now, progress.done).reduce(0) { $0 + $1.0 - $1.1 }
    let rest = now.reduce(0) { $0 + 1 - $1 }
    guard done > 0, rest > 0 else { return "" }
    let seconds = progress.start.duration(to: .now) / .seconds(1)
    return "; about \(Units.duration(seconds: seconds / done * rest)) left"
  }

  private static func share(_ state: SweepState) -> Double {
    Double(state.round) / Double(max(1, state.rounds))
  }

  private func say(_ line: String) { StandardOutput.write(printable(line)) }

  /// A line for programs.
  private struct Line: Encodable {
    var event: String
    var sweep: String
    var runs: [SweepState]?
    var index: Int?
    var state: SweepState?
  }
}
