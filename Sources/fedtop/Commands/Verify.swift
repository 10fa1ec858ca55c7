import ArgumentParser
import Foundation
import Host
import Metrics
import Sim

/// `fedtop verify`: computes a run again and compares every number.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute a run again from its file and compare every number; exit status 0 or 1.")

  @OptionGroup var stored: StoredRunOptions
  @OptionGroup var moved: MovedOptions

  @Option(help: "Workers, one thread each; 0: one a core. The result does not depend on them.")
  var workers = 0

  /// Difference allowed between different kernels, relative to the larger number or to 1.
  private static let tolerance = 1e-2

  func run() throws {
    let file = try StoredRun(path: try stored.path())
    let federation = try file.federation(moved.sources, workers: workers, mayReplaceBLAS: true)
    let page = try file.reader.events()
    let events = page.events.map(\.event)
    let warning = file.machineWarning(federation)
    if let warning {
      StandardError.write(
        "fedtop: \(warning); compared with a tolerance of \(Self.tolerance)")
    }
    let verification = Verification(
      events, damage: page.damage, tolerance: warning == nil ? 0 : Self.tolerance)
    let simulation = Simulation(
      federation, name: file.reader.name, recorder: verification,
      guardAction: .stopFrom(round: events.roundOfGuard))
    simulation.schedule(events.knobChanges)
    do {
      try simulation.run()
    } catch Verification.Outcome.complete {
      // The record ends here: an interrupted run has no last event.
    } catch Verification.Outcome.different(let difference) {
      throw Failure("\(file.reader.name): \(difference)", .different)
    }
    let rounds = events.last { $0.round != nil }?.round ?? 0
    let agreement =
      warning == nil
      ? "are as recorded"
      : "agree with the record, the largest difference is "
        + Units.significant(verification.largestDifference)
    StandardOutput.write(
      "\(file.reader.name): \(verification.compared) events of \(rounds) rounds \(agreement)")
    if !verification.lacking.isEmpty {
      StandardError.write(
        "fedtop: an earlier program made the record: \(verification.lacking.joined(separator: ", ")) "
          + "not in it, and not compared")
    }
  }
}
