import Foundation
import Testing

/// What a run has recorded, without what no two runs share: its name and the time on the wall.
struct Record: Equatable {
  /// An event a line, digit by digit.
  let events: [String]

  /// The record of the newest run in `scratch`.
  init(of scratch: Scratch) throws {
    let exported = try Program.run(["export", "latest", "--to", "jsonl", "-"], in: scratch)
    events = exported.lines.map { line in
      line.replacing(/"wall_seconds":[^,}]+/, with: "")
        .replacing(/"run":"[^"]*"/, with: "")
        .replacing(/"run\.workers":[0-9]+/, with: "")
    }
  }

  /// The first event in which both differ, shortened; nil when they are equal.
  func difference(from other: Record) -> String? {
    guard events != other.events else { return nil }
    guard let place = zip(events, other.events).enumerated().first(where: { $1.0 != $1.1 }) else {
      return "\(events.count) events, not \(other.events.count)"
    }
    return "event \(place.offset): \(place.element.0.prefix(300))"
  }

  /// The events that `isWanted` picks by their round, 0 outside of rounds.
  func filtered(_ isWanted: (Int) -> Bool) -> [String] {
    events.filter { line in
      // The start of a fork names a round, but of its parent.
      guard !line.contains(#""event":"run_started""#) else { return isWanted(0) }
      return isWanted(line.firstMatch(of: /"round":([0-9]+)/).flatMap { Int($0.1) } ?? 0)
    }
  }

  /// The run of `ResumeTests.settings` that was left alone, and how long its process took.
  static let whole = Result {
    let scratch = try Scratch()
    let start = ContinuousClock.now
    let outcome = try Program.run(["run", "--workers", "1"] + ResumeTests.settings, in: scratch)
    let seconds = start.duration(to: .now) / .seconds(1)
    guard outcome.status == 0 else { throw POSIXError(.ECHILD) }
    return (record: try Record(of: scratch), seconds: seconds)
  }
}

/// A way to stop a run.
struct Interruption: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What the process is sent.
  let signal: Int32
  /// Workers of the run.
  let workers: Int
  /// How the process ends of it, as `Outcome` tells.
  let status: Int32

  static let all = [
    Interruption(testDescription: "SIGKILL", signal: SIGKILL, workers: 1, status: -SIGKILL),
    Interruption(
      testDescription: "SIGKILL, two workers", signal: SIGKILL, workers: 2, status: -SIGKILL),
    Interruption(testDescription: "SIGTERM", signal: SIGTERM, workers: 1, status: 143),
  ]
}
