import ArgumentParser
import Foundation
import Host
import Plain
import Screen

/// `fedtop sweep`: many runs from one file.
struct Sweep: TrainsAlone {
  static let configuration = CommandConfiguration(
    abstract: "Run every combination that a file asks for; started again, go on where it stopped.",
    discussion: """
      The file is a configuration file with a table [sweep] of what varies: methods, seeds, a grid of settings, cases \
      (settings that go together), a random search, and rungs at which the worse runs end. docs/sweeps.md has it all.
      On a terminal the list of its runs is shown while they train, as fedtop runs does.
      """)

  @Argument(help: "A TOML file with a table [sweep].")
  var file: String

  @Option(help: "Workers, shared by all runs; 0: one a core.")
  var workers: Int?

  @Option(help: "Runs at a time; as many as workers if not given.")
  var parallel: Int?

  @Option(help: "Where run files go; a folder of the file's name in runs if not given.")
  var runs: String?

  @Option(
    help: ArgumentHelp(
      "A piece of it: runs whose method, case, seed or setting has this value; given several times, all must hold, and "
        + "one of those of one key.", valueName: "key=value"))
  var only: [String] = []

  @Flag(help: "List the runs and how they stand, and train nothing.")
  var dryRun = false

  @Flag(help: "Lines on stdout, even on a terminal.")
  var plain = false

  @Flag(help: "JSON lines on stdout.")
  var json = false

  @OptionGroup var display: DisplayOptions

  func validate() throws {
    if let workers, !(0...1024).contains(workers) {
      throw ValidationError("--workers \(workers): must be a whole number from 0 to 1024")
    }
    if let parallel, !(1...1024).contains(parallel) {
      throw ValidationError("--parallel \(parallel): must be a whole number from 1 to 1024")
    }
  }

  private func pieces() throws -> [(key: String, value: String)] {
    try only.map { text in
      let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      guard halves.count == 2, !halves[0].isEmpty else {
        throw Failure(
          "--only \(excerpt(text)): must be KEY=VALUE, such as seed=42 or method=fibecfed", .usage)
      }
      return (halves[0], halves[1])
    }
  }

  func run() throws {
    var outline = try SweepFile(path: file).outline()
    if let workers { outline.base.workers = workers }
    if let runs { outline.base.runs = runs.homeExpanded }
    var plan = try SweepPlan(outline)
    try plan.keep(only: pieces())
    let reporter = SweepReporter(plan, json: json)
    let host = try SweepHost(plan, parallel: parallel) { reporter.report($0) }
    reporter.introduce(host.notes, host.states)
    guard !dryRun else { return reporter.list(host.states) }
    let signal = try train(host, reporter)
    reporter.conclude(host.states)
    if let signal {
      throw Failure("stopped; go on with the same command", status: 128 + signal)
    }
    guard host.states.allSatisfy({ $0.condition == .finished || $0.condition == .halved }) else {
      throw Failure("some runs did not end well, as told above", .different)
    }
  }

  /// Trains, shown as asked for.
  ///
  /// - Returns: the signal that stopped it, or that stands for a person who did; nil when it ran to its end.
  private func train(_ host: SweepHost, _ reporter: SweepReporter) throws -> Int32? {
    let monitor = try display.monitor()
    let options = display.screen(for: monitor)
    if !json, !plain, let screen = LiveView.screen(options, ScreenWaker()) {
      reporter.hush()
      let end = try SweepView(host).run(monitor, on: screen)
      guard !end.isComplete else { return nil }
      return end.signal == .terminate ? SIGTERM : end.signal == .hangup ? SIGHUP : SIGINT
    }
    let signals = StopSignals()
    signals.listen { host.stop() }
    host.run()
    return signals.signal
  }
}
