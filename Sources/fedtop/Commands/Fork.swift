import ArgumentParser
import Host
import Metrics
import Sim

/// `fedtop fork`: branches a run at a round.
struct Fork: TrainsAlone {
  static let configuration = CommandConfiguration(
    abstract: "Begin a new run at the end of a round of another, with other knobs.")

  @OptionGroup var stored: StoredRunOptions
  @OptionGroup var moved: MovedOptions
  @OptionGroup var live: LiveOptions

  @Option(help: "Last round that both share; 0: right after the initialisation.")
  var round: Int

  @Option(help: "Kept fraction of neurons from then on.")
  var sparsity: Double?

  @Option(help: "Learning rate from then on.")
  var lr: Double?

  @Option(help: "Local epochs from then on.")
  var localEpochs: Int?

  @Option(help: "Clients of a round from then on.")
  var cohort: Int?

  func run() throws {
    let path = try stored.path()
    let settings = try StoredRun(path: path).settings
    let changes = try checked(settings)
    try live.run { guardAction, listener in
      try RunHost(
        forking: path, round: round, changes: changes, moved: moved.sources,
        directory: stored.folder.runs, workers: live.workers, guardAction: guardAction,
        listener: listener)
    }
  }

  private func checked(_ settings: Settings) throws -> [(knob: String, value: Double)] {
    let wanted: [(knob: String, flag: String, value: Double?, typed: String?)] = [
      ("sparsity", "--sparsity", sparsity, sparsity?.description),
      ("learning_rate", "--lr", lr, lr?.description),
      ("local_epochs", "--local-epochs", localEpochs.map(Double.init), localEpochs?.description),
      ("cohort", "--cohort", cohort.map(Double.init), cohort?.description),
    ]
    let recipe = try MethodRegistry.recipe(settings.method)
    var changes: [(knob: String, value: Double)] = []
    for (name, flag, value, typed) in wanted {
      guard let value, let typed else { continue }
      guard let knob = recipe.knob(name, in: settings) else {
        throw Failure(
          "\(flag) \(typed): no knob of \(recipe.name); see fedtop methods \(recipe.name)", .usage)
      }
      var changed = settings
      guard recipe.turn(name, to: value, in: &changed) else {
        throw Failure(
          "\(flag) \(typed): must be \(plain(knob.minimum)) to \(plain(knob.maximum)) in this run",
          .usage)
      }
      changes.append((name, value))
    }
    return changes
  }

  private func plain(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? "\(value)"
  }
}
