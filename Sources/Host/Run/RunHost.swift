import Metrics
import RunStore
import Sim

/// Makes the host of a run, given what a guard does and who listens.
public typealias HostMaker =
  @Sendable (
    _ guardAction: GuardAction, _ listener: @escaping @Sendable (RunEvent) -> Void
  ) throws -> RunHost

/// A run with its file, new, resumed or forked: trains on the thread that asks, and takes commands from attached
/// terminals through the file.
///
/// Each way to make one leaves things as they were when anything throws: no file that was not there, no change to one
/// that was.
public final class RunHost: Sendable {
  /// The simulation.
  public let simulation: Simulation
  private let writer: RunWriter
  private let mail: CommandMail

  /// Opens model and data and makes the run file; nothing is written when anything is wrong.
  ///
  /// - Parameters:
  ///   - crew: the ranks that share its work, all of which have the same; nil: this process alone.
  ///   - guardAction: what happens when a guard fires.
  ///   - listener: hears every event as it happens.
  public convenience init(
    _ settings: Settings, crew: Crew? = nil, guardAction: GuardAction,
    listener: @escaping @Sendable (RunEvent) -> Void
  ) throws {
    let federation = try Federation(settings, assets: Program.assets)
    let ranks = try crew?.assemble(federation, federation.fingerprint())
    let writer = try RunWriter.create(
      directory: settings.runs, method: settings.method,
      provenance: Program.provenance(federation.settings, sources: federation.sources))
    let recorder = FileRecorder(writer: writer, sources: federation.fingerprint)
    let simulation = Self.simulation(
      federation, name: writer.name, recorder, guardAction, listener, ranks: ranks)
    self.init(simulation, writer, CommandMail(writer: writer, simulation: simulation))
  }

  /// A simulation whose record goes to `recorder`.
  static func simulation(
    _ federation: Federation, name: String, _ recorder: FileRecorder, _ guardAction: GuardAction,
    _ listener: @escaping @Sendable (RunEvent) -> Void,
    ranks: (team: FarmTeam, warnings: [Notice])? = nil
  ) -> Simulation {
    let hear = { @Sendable (event: RunEvent) in
      recorder.hear(event)
      listener(event)
    }
    guard let ranks else {
      return Simulation(
        federation, name: name, recorder: recorder, guardAction: guardAction, listener: hear)
    }
    let simulation = Simulation(
      federation, name: name, recorder: recorder, guardAction: guardAction, team: ranks.team,
      listener: hear)
    simulation.announce(ranks.warnings)
    return simulation
  }

  /// Puts together what has been opened.
  init(_ simulation: Simulation, _ writer: RunWriter, _ mail: CommandMail) {
    self.simulation = simulation
    self.writer = writer
    self.mail = mail
  }

  /// Path of the run file.
  public var path: String { writer.path }

  /// Trains to the end, or until told to finish, and closes the file.
  ///
  /// - Parameter last: a round to stop after, as if told to finish then; nil: none.
  public func run(until last: Int? = nil) throws -> RunSummary {
    let close = mail.open()
    defer { close() }
    let summary = try simulation.run(until: last)
    // The file closes only when nobody reads it any more.
    close()
    writer.setStatus(summary.interrupted ? .interrupted : .finished)
    try writer.close()
    return summary
  }
}
