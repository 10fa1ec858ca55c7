import Dispatch
import RunStore
import Sim

/// Brings commands that attached terminals left in the run file to the simulation, five times a second.
final class CommandMail: @unchecked Sendable {
  // Unchecked for the timer: it is set up before anybody else sees it, and Dispatch sources are thread-safe.
  private let writer: RunWriter
  private let simulation: Simulation
  private let queue = DispatchQueue(label: "fedtop.mail")
  private let timer: any DispatchSourceTimer

  init(writer: RunWriter, simulation: Simulation) {
    self.writer = writer
    self.simulation = simulation
    timer = DispatchSource.makeTimerSource(queue: queue)
  }

  /// Begins to look.
  func open() {
    timer.schedule(deadline: .now() + 0.2, repeating: 0.2)
    timer.setEventHandler { [writer, simulation] in
      // A failure of the file surfaces at the next commit, where the run can end in order.
      guard let commands = try? writer.takeCommands() else { return }
      for queued in commands {
        guard let command = queued.record.command else {
          try? writer.appliedCommands([queued.id], round: 0)
          continue
        }
        simulation.submit(command, origin: queued.record.origin)
        // A knob is settled by the event of the round in which it takes effect.
        if case .set = command { continue }
        try? writer.appliedCommands([queued.id], round: queued.record.round)
      }
    }
    timer.resume()
  }

  /// Stops looking; a look that is under way has ended when this returns.
  func close() {
    timer.cancel()
    queue.sync {}
  }
}
