import Metrics

extension Simulation {
  /// Lets the guards look at a round: one that fires pauses a watched run and ends a headless one.
  /// - Returns: what they have to tell, for the record of the round.
  func check(_ report: RoundReport, _ clients: [ClientReport]) -> [RunEvent] {
    let ends = report.round >= guardAction.firstStop
    // Who goes on behind a goal or a budget knows of it: it is told when it is passed.
    let before = hub.current.rounds.last { $0.round < report.round && $0.accuracy != nil }
    let sent = report.round > 1 ? bytes - report.bytes : 0
    let guards = ends ? guards : guards.after(accuracy: before?.accuracy, bytes: sent)
    guard let verdict = guards.verdict(report, clients: clients, bytes: bytes) else { return [] }
    let notice = RunEvent.notice(
      Notice(level: .warning, round: report.round, text: verdict.reason))
    hub.emit(notice)
    if case .pause = guardAction { submit(.pause, origin: "guard") }
    if ends { guardVerdict = verdict }
    return [notice]
  }

  /// Ends a run that was killed after the round at which a guard ended it, before its last event was on record.
  ///
  /// For a run that goes on, after `restore`; a fork goes on from there on purpose.
  ///
  /// - Parameter history: the record up to the checkpoint.
  public func checkAgain(_ history: [RunEvent]) {
    guard round >= guardAction.firstStop else { return }
    var report: RoundReport?
    var clients: [ClientReport] = []
    for event in history where event.round == round {
      switch event {
      case .roundFinished(let found): report = found
      case .clientFinished(let found): clients.append(found)
      default: break
      }
    }
    guardVerdict = report.flatMap { guards.verdict($0, clients: clients, bytes: bytes) }
  }

  /// Bytes so far, both directions.
  private var bytes: Int { totals.bytesUp + totals.bytesDown }
}

extension RoundReport {
  /// Bytes of the round, both directions.
  fileprivate var bytes: Int { bytesUp + bytesDown }
}
