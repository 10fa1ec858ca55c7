import Metrics
import Plain
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
    /// The file as it was when checkpoints were looked for, and those that were found.
    var kept: (stamp: FileStamp, checkpoints: [Int])?
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

  /// Rounds with a checkpoint.
  ///
  /// A host writes them behind its rounds, also while it holds: the file is asked when it has changed.
  var checkpoints: [Int] {
    let stamp = FileStamp(run: reader.path)
    return state.withLock { state in
      if let kept = state.kept, kept.stamp == stamp { return kept.checkpoints }
      let found = (try? reader.checkpointRounds()) ?? state.kept?.checkpoints ?? []
      state.kept = (stamp, found)
      return found
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
