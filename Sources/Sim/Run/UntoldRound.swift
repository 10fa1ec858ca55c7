import Metrics

/// A round that is merged and of which nothing has been told: its answers may still come in.
struct UntoldRound {
  let plan: RoundPlan
  var report: RoundReport
  let outcome: RoundMerge.Outcome
  /// Commands that took effect in it.
  let applied: [RunEvent]
  /// The choice of layers before it.
  let choice: LayersChosen
  /// What the ranks had done when it began; nil in a run of one process.
  let tally: FarmTally?
  /// Its test; nil when it has none.
  var evaluation: OpenEvaluation?

  init(
    plan: RoundPlan, outcome: RoundMerge.Outcome, applied: [RunEvent], choice: LayersChosen,
    tally: FarmTally?
  ) {
    self.plan = plan
    self.outcome = outcome
    self.applied = applied
    self.choice = choice
    self.tally = tally
    report = outcome.report
  }
}
