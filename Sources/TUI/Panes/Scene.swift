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
  /// The run that is drawn behind this one, if there is one, once a frame.
  let ghost: Ghost?
  /// The rung of the screen.
  let rung: Rung
  /// Seconds on a clock that only moves forward, for marks that turn.
  let now: Double
  /// How the monitor is tied to the run.
  let session: Session
  /// Rounds that can be looked at; nil when there is no looking back.
  let timeline: Timeline?
  /// Themes to choose from.
  let themes: Int

  /// State of the run now, also while an old round is looked at.
  var runState: RunState {
    state.cursor == nil ? snapshot.state : timeline?.state ?? snapshot.state
  }

  /// Rounds on the axes of time.
  var axisSpan: Int {
    let rounds = max(snapshot.rounds.count, ghost?.loss.count ?? 0)
    return LineChart.span(rounds: rounds, total: facts.total)
  }

  /// The axis of time.
  var timeAxis: TimeAxis {
    TimeAxis(
      first: snapshot.rounds.first?.round ?? 1, span: axisSpan, marks: snapshot.applied,
      fork: snapshot.started?.parent?.round)
  }
}
