import Metrics
import RunStore
import Synchronization

/// The rounds of a run file as a cursor moves over them: each event is read once, however often it is looked at.
final class RecordedRounds: Sendable {
  private struct State {
    var events: [RunEvent] = []
    var controls: [CommandRecord] = []
    var sequence: Int64 = 0
    var shown = TapePlace()
    var way = Waypoints()
    /// The last round for which checkpoints were looked for, and those that were found.
    var kept = (round: -1, checkpoints: [Int]())
  }

  private let reader: RunReader
  private let state = Mutex(State())

  init(reader: RunReader) { self.reader = reader }

  /// The run at the end of a round; nil when the file cannot be read.
  func snapshot(throughRound round: Int) -> RunSnapshot? {
    state.withLock { state in
      guard (try? update(&state)) != nil else { return nil }
      state.shown = state.events.wound(to: round, from: state.shown, along: &state.way)
      var shown = state.shown.snapshot
      shown.apply(controls: state.controls, throughRound: round)
      if shown.summary == nil { shown.apply(.stateChanged(.running)) }
      return shown
    }
  }

  /// Rounds with a checkpoint, as the file had them when `round` was first asked for: a host writes behind its rounds.
  func checkpoints(at round: Int) -> [Int] {
    state.withLock { state in
      if state.kept.round != round {
        state.kept = (round, (try? reader.checkpointRounds()) ?? state.kept.checkpoints)
      }
      return state.kept.checkpoints
    }
  }

  /// Reads what is new; all of it again where a resumed host has taken rounds back.
  private func update(_ state: inout State) throws {
    var page = try reader.events(after: state.sequence)
    if page.damage != nil, state.sequence > 0 {
      state = State()
      page = try reader.events()
    }
    state.controls = try reader.controls()
    state.events += page.events.map(\.event)
    state.sequence = page.events.last?.sequence ?? state.sequence
  }
}
