import Metrics

extension Simulation {
  /// Lets the guards look at a round: one that fires pauses a watched run and ends a headless one.
  /// - Returns: what they have to tell, for the record of the round.
  func check(_ report: RoundReport, _ clients: [ClientReport]) -> [RunEvent] {
    guard let verdict = verdict(report, clients) else { return [] }
    let notice = RunEvent.notice(
      Notice(level: .warning, round: report.round, text: verdict.reason))
    hub.emit(notice)
    if case .pause = guardAction { submit(.pause, origin: "guard") }
    if report.round >= guardAction.firstStop { guardVerdict = verdict }
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
    guardVerdict = report.flatMap { verdict($0, clients) }
  }

  private func verdict(_ report: RoundReport, _ clients: [ClientReport]) -> GuardVerdict? {
    guards.verdict(report, clients: clients, bytes: totals.bytesUp + totals.bytesDown)
  }
}
