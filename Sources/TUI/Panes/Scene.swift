import Metrics

/// All that a pane may look at when it draws.
struct Scene {
  /// The run.
  let snapshot: RunSnapshot
  /// What the person has chosen.
  let state: MonitorState
  /// Figures derived from the run, once a frame.
  let facts: RunFacts
  /// Knobs with their next values, once a frame.
  let knobs: [KnobStatus]
  /// All runs that are drawn behind this one, once a frame.
  let ghosts: [Ghost]
  /// The rung of the screen.
  let rung: Rung
  /// Seconds on a clock that only moves forward, for marks that turn.
  let now: Double
  /// How the monitor is tied to the run.
  let session: Session
  /// Rounds that can be looked at; nil when there is no looking back.
  let timeline: Timeline?
  /// Names of the themes to choose from.
  let themes: [String]
  /// What is known of the client that is looked at alone, beside what the record tells.
  let detail: ClientDetail?
  /// Names of the runs beside this one.
  let runs: [String]
  /// What keys do.
  let keys: KeyMap

  /// State of the run now, also while an old round is looked at.
  var runState: RunState {
    state.cursor == nil ? snapshot.state : timeline?.state ?? snapshot.state
  }

  /// The run with all rounds there are, also while an old one is looked at.
  var record: RunSnapshot { state.cursor == nil ? snapshot : timeline?.record ?? snapshot }

  /// The run behind this one that it is compared with: one that was asked for before one that is there by itself.
  var ghost: Ghost? { ghosts.first { $0.relation == .overlay } ?? ghosts.first }

  /// Rounds on the axes of time.
  var axisSpan: Int {
    let rounds = max(record.rounds.count, ghosts.map(\.loss.count).max() ?? 0)
    return LineChart.span(rounds: rounds, total: facts.total)
  }

  /// What was done to the run, as axes tell it; nothing while marks are hidden.
  var marks: [SteeringMark] { state.showsMarks ? SteeringMark.all(record) : [] }

  /// The axis of time.
  var timeAxis: TimeAxis {
    TimeAxis(
      first: record.rounds.first?.round ?? 1, span: axisSpan, marks: marks,
      fork: snapshot.started?.parent?.round, cursor: state.cursor)
  }
}
