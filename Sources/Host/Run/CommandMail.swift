import Dispatch
import Metrics
import RunStore
import Sim

/// Brings commands from the run file to the simulation: five times a second those that attached terminals left there,
/// and once what the last host of the file still had to do.
final class CommandMail: Sendable {
  private let writer: RunWriter
  private let simulation: Simulation
  private let queue = DispatchQueue(label: "fedtop.mail")

  init(writer: RunWriter, simulation: Simulation) {
    self.writer = writer
    self.simulation = simulation
  }

  /// Takes over what waits in the file of a run that goes on: each change of a knob keeps its round.
  ///
  /// Call once, when the simulation is where the file's checkpoint left it and before it runs.
  func takeOver() throws {
    for queued in try writer.takeCommands() {
      if case .set? = queued.record.command {
        simulation.schedule([queued.record])
      } else {
        deliver(queued)
      }
    }
  }

  /// Begins to look.
  ///
  /// The timer is made only now: Dispatch ends the process over one that is let go of before it ever ran, and a run that
  /// is refused on its way here never looks.
  ///
  /// - Returns: what ends it, and must be called; a look that is under way has ended when that returns.
  func open() -> () -> Void {
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
    timer.setEventHandler { [self] in
      // A failure of the file surfaces at the next commit, where the run can end in order.
      guard let commands = try? writer.takeCommands() else { return }
      commands.forEach(deliver)
    }
    timer.resume()
    return { [queue] in
      timer.cancel()
      queue.sync {}
    }
  }

  private func deliver(_ queued: QueuedCommand) {
    guard let command = queued.record.command else {
      try? writer.appliedCommands([queued.id], round: 0)
      return
    }
    simulation.submit(queued.record)
    // A knob is settled by the event of the round in which it takes effect.
    if case .set = command { return }
    try? writer.appliedCommands([queued.id], round: queued.record.round)
  }
}
