import ArgumentParser
import Host
import TUI

/// How a recording of a replay is to look and to go.
struct CastOptions: ParsableArguments {
  @Option(help: "For cast: columns and rows; 120x36 if not given.")
  var size: String?

  @Option(help: "For cast: how much faster than it was; 4 if not given.")
  var speed: String?

  @Option(help: "For cast: a theme by name or path; see fedtop themes.")
  var theme: String?

  /// Whether nothing was asked for.
  var isEmpty: Bool { size == nil && speed == nil && theme == nil }

  /// The replay that is to be recorded.
  /// - Throws: a usage `Failure`, `ThemeError`.
  func recorder() throws -> ReplayRecorder {
    let pace = speed.map { Double($0) ?? 0 } ?? 4
    guard pace > 0, pace.isFinite else {
      throw Failure("--speed \(speed ?? ""): must be a number above 0, such as 4", .usage)
    }
    return ReplayRecorder(
      monitor: DisplayOptions.monitor(try ThemeOptions.resolved(theme)),
      size: try Size(option: size ?? "120x36"),
      speed: pace)
  }
}
