import Metrics

extension Simulation {
  /// Whether the next round may begin before the answers of this one are in: nothing that they say can hold or change it.
  func mayRunAhead(of merged: UntoldRound) -> Bool {
    let chooses = federation.method.initialisation?.isDue(before: round + 1) ?? false
    return backend.isShared && !isAsynchronous && !chooses
      && !guards.mayFire(
        merged.report, clients: merged.outcome.clients,
        bytes: totals.bytesUp + totals.bytesDown + merged.report.bytesUp + merged.report.bytesDown)
  }

  /// Finds the answers that are missing, and tells of the round.
  func settle() throws {
    guard var evaluation = untold?.evaluation else { return }
    answer(&evaluation, untold?.plan)
    untold?.evaluation = evaluation
    try recordRound()
  }

  /// Takes the answers to the next question of the round that was merged last, and tells of it when they were the last.
  func take(_ answers: [Answer]) throws {
    untold?.evaluation?.take(answers)
    if untold?.evaluation?.isDone == true { try recordRound() }
  }

  /// Step 4: says what the round came to, and puts it on record.
  func recordRound() throws {
    guard let merged = untold else { return }
    untold = nil
    var report = merged.report
    // One that is cut short, as when a rank is lost, says nothing.
    if let evaluation = merged.evaluation, evaluation.isDone { note(evaluation, in: &report) }
    report.wallSeconds = watch.seconds
    watch = WorkWatch(gate)
    if let before = merged.tally, let tally { report.note(tally.shares(since: before)) }
    let outcome = merged.outcome
    let crossed = diagnose(&report, outcome.clients, outcome.signs, merged.plan)
    let shortage = shortage(merged.plan)
    totals.add(report)
    // Where only the first count, it is known now what came of whom.
    let told = outcome.clients.map(RunEvent.clientFinished)
    if merged.plan.quorum != nil { told.forEach(hub.emit) }
    hub.emit(.roundFinished(report))
    (crossed + shortage).forEach(hub.emit)
    let warnings = crossed + shortage + check(report, outcome.clients)
    hub.release()
    gate.look(isReached)
    try recorder.record(
      merged.applied + merged.choice.notices + told + [.roundFinished(report)] + warnings,
      checkpoint: checkpoint(changed: outcome.changed.union(merged.choice.changed)))
  }
}
