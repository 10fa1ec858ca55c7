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

  @Option(
    help: ArgumentHelp(
      "Who trains: mpi (all ranks of a job), threads or serial; by itself mpi under mpirun and srun.",
      valueName: "name"))
  var backend: String?

  @Flag(help: "JSON lines on stdout.")
  var json = false

  @Flag(
    help: "Go on with the newest run of these settings that has rounds left; for job scripts.")
  var resumeLatest = false

  func run() throws {
    let names = [Crew.backend] + BackendRegistry.recipes.map(\.name)
    if let backend, !names.contains(backend) {
      throw Failure("--backend \(backend): must be \(names.joined(separator: ", "))", .usage)
    }
    guard let crew = try Crew.join(backend) else { return try train(settings()) }
    guard crew.isLeader else {
      let status = try crew.serve({ try Federation(settings(crew)) }, failure: Failure.init)
      throw Failure(nil, status: status)
    }
    try lead(crew)
  }

  /// The settings, with as many workers as this process is to have.
  private func settings(_ crew: Crew? = nil) throws -> Settings {
    var settings = try options.settings()
    if let backend, backend != Crew.backend { settings.backend = backend }
    if let crew { settings.workers = crew.workers(settings.workers) }
    return settings
  }

  private func train(
    _ settings: Settings, _ crew: Crew? = nil, began: (RunHost) -> Void = { _ in }
  ) throws {
    let latest = resumeLatest ? try InterruptedRuns(settings).newest() : nil
    latest?.unread.forEach { StandardError.write("fedtop: \($0)") }
    let interrupted = latest?.path
    try Headless.run(json: json, isPlain: crew != nil, began: began) { guardAction, listener in
      if let interrupted {
        return try RunHost(
          resuming: interrupted, workers: settings.workers, crew: crew, guardAction: guardAction,
          listener: listener)
      }
      return try RunHost(settings, crew: crew, guardAction: guardAction, listener: listener)
    }
  }

  /// Trains with the other ranks, and ends in step with them.
  private func lead(_ crew: Crew) throws {
    StandardOutput.writeBehind()
    var simulation: Simulation?
    let start = ContinuousClock.now
    var failure: Failure?
    do {
      try train(settings(crew), crew) { host in
        simulation = host.simulation
        if !json { host.simulation.tell(Notice(level: .info, text: crew.sentence)) }
      }
    } catch {
      failure = Failure(error)
    }
    // It would wait for them at the end.
    if let loss = simulation.flatMap(crew.loss) { crew.abort(loss) }
    // What follows waits for the others, and a launcher does not wait for long.
    if let message = failure?.message { StandardError.write("fedtop: \(message)") }
    if let simulation, !json {
      let seconds = start.duration(to: .now) / .seconds(1)
      crew.report(simulation, seconds: seconds).forEach(StandardOutput.write)
    }
    StandardOutput.flush(within: failure == nil ? nil : 0.3)
    try crew.leave(status: failure?.status ?? 0)
    if let failure { throw Failure(nil, status: failure.status) }
  }
}
