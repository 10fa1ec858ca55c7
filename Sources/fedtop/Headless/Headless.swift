import Foundation
import Host
import Metrics
import Sim

/// A run without a terminal view: what `run` does, and the others where there is no terminal.
enum Headless {
  /// Whether the terminal says that it is one without a cursor to place.
  static var isDumb: Bool { ProcessInfo.processInfo.environment["TERM"] == "dumb" }

  /// Lets the run train, and reports it.
  ///
  /// - Parameters:
  ///   - isPlain: whether nothing may be written over: Open MPI gives every rank a terminal that is a log.
  ///   - began: hears of the host before it trains.
  static func run(
    json: Bool, isPlain: Bool = false, began: (RunHost) -> Void = { _ in }, _ make: HostMaker
  ) throws {
    let canOverwrite = isatty(STDOUT_FILENO) != 0 && !isDumb && !isPlain
    let reporter = HeadlessReporter(form: json ? .json : canOverwrite ? .progress : .lines)
    let host = try make(.stop) { reporter.report($0) }
    began(host)
    let signals = StopSignals()
    signals.listen { [simulation = host.simulation] in
      simulation.submit(.finish, origin: "signal")
    }
    let summary = try host.run()
    guard summary.interrupted else { return try endOfGuards(host, summary) }
    let status: Failure.Status =
      switch signals.signal {
      case SIGTERM: .terminated
      case SIGHUP: .hungUp
      default: .interrupted
      }
    throw Failure(
      "stopped after round \(summary.rounds), which the run file holds; "
        + "go on with: fedtop \(isPlain ? "run --resume-latest" : "resume \(summary.run)")", status)
  }

  /// A run whose numbers broke did not do what it was asked to.
  private static func endOfGuards(_ host: RunHost, _ summary: RunSummary) throws {
    guard let verdict = host.simulation.guardVerdict, verdict.isFault else { return }
    throw Failure(
      "stopped after round \(summary.rounds): \(verdict.reason); see fedtop replay \(summary.run), "
        + "or fedtop fork \(summary.run) --round \(max(0, summary.rounds - 1)) with another setting",
      .different)
  }
}
