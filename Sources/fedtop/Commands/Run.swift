import ArgumentParser
import Foundation
import Host
import Metrics
import RunStore
import Sim

/// `fedtop run`: a run without a terminal view.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run without a terminal view: one line a round, a summary at the end.")

  @OptionGroup var options: RunOptions

  @Flag(help: "JSON lines on stdout.")
  var json = false

  @Flag(
    help: "Go on with the newest run of these settings that has rounds left; for job scripts.")
  var resumeLatest = false

  func run() throws {
    let settings = try options.settings()
    let interrupted = resumeLatest ? try InterruptedRuns(settings).newest() : nil
    try Headless.run(json: json) { guardAction, listener in
      if let interrupted {
        return try RunHost(
          resuming: interrupted, workers: settings.workers, guardAction: guardAction,
          listener: listener)
      }
      return try RunHost(settings, guardAction: guardAction, listener: listener)
    }
  }
}
