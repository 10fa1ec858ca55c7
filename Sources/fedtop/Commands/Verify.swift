import ArgumentParser
import Foundation
import Metrics
import Sim

/// `fedtop verify`: computes a run again and compares every number.
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute a run again from its file and compare every number; exit status 0 or 1.")

  @OptionGroup var stored: StoredRunOptions

  @Option(help: "Workers, one thread each; 0: one a core. The result does not depend on them.")
  var workers = 0

  /// Relative difference allowed between different kernels.
  private static let tolerance = 1e-2

  func run() throws {
    let file = try StoredRun(path: try stored.path())
    let page = try file.reader.events()
    let events = page.events.map(\.event)
    if let damage = page.damage {
      let place = brokenRound(after: events).map { "round \($0): " } ?? ""
      throw Failure("\(file.reader.name): \(place)\(damage)", .different)
    }
    let tolerance = file.machineWarning == nil ? 0 : Self.tolerance
    if let warning = file.machineWarning {
      StandardError.write("fedtop: \(warning); compared within \(Self.tolerance) relative")
    }
    var settings = file.settings
    settings.workers = workers
    let verification = Verification(events, tolerance: tolerance)
    let simulation = Simulation(
      try Federation(settings), name: file.reader.name, recorder: verification)
    simulation.schedule(try file.knobChanges(rounds: 1...Int.max))
    do {
      try simulation.run()
    } catch Verification.Outcome.complete {
      // The record ends here: an interrupted run has no last event.
    } catch Verification.Outcome.different(let difference) {
      throw Failure("\(file.reader.name): \(difference)", .different)
    }
    let rounds = events.last { $0.round != nil }?.round ?? 0
    StandardOutput.write(
      "\(file.reader.name): \(verification.compared) events of \(rounds) rounds are as recorded")
  }

  /// The round in which a record breaks off whose whole part is `events`.
  private func brokenRound(after events: [RunEvent]) -> Int? {
    for event in events.reversed() {
      if case .roundFinished(let report) = event { return report.round + 1 }
      if let round = event.round { return round }
    }
    return events.isEmpty ? nil : 1
  }
}
