import Metrics
import Sim

/// Every combination of a sweep opened once before the first is trained: that it can be run, what it costs, and what it is
/// made from.
struct SweepCheck {
  /// Settings of each run as it is made: with the cohort limited to the clients there are, and so on.
  let settings: [Settings]
  /// What each run is made from.
  let sources: [RunSources]
  /// Tokens that each run will pass about, times the encoder's size.
  let costs: [Double]
  /// What each run answers, to be compared with others: all but method and training.
  let questions: [String]

  /// - Throws: for the first combination that cannot be run, named.
  init(_ plan: SweepPlan) throws {
    var known: [RunIdentity: Federation] = [:]
    var settings: [Settings] = []
    var sources: [RunSources] = []
    var costs: [Double] = []
    for run in plan.runs {
      var key = run.settings
      key.seed = plan.runs[0].settings.seed
      let identity = RunIdentity(key.config)
      let federation: Federation
      if let found = known[identity] {
        federation = found
      } else {
        do {
          federation = try Federation(key, assets: Program.assets)
        } catch {
          throw SweepError(run: run.title, cause: error)
        }
        known[identity] = federation
      }
      var own = run.settings
      _ = own.limitCohort()
      own.pinFiles()
      settings.append(own)
      sources.append(try federation.fingerprint())
      costs.append(federation.predictedWork)
    }
    (self.settings, self.sources, self.costs) = (settings, sources, costs)
    questions = settings.map(Self.question)
  }

  /// The settings of a run, trained by so many workers.
  func settings(_ index: Int, workers: Int) -> Settings {
    var settings = settings[index]
    settings.workers = workers
    return settings
  }

  private static func question(_ settings: Settings) -> String {
    settings.config.filter { key, _ in
      ["model.", "data.", "federation.", "clock.", "evaluation."].contains { key.hasPrefix($0) }
        || key == "run.seed"
    }
    .map { "\($0.key)=\($0.value)" }.sorted().joined(separator: "\n")
  }
}

/// A combination of a sweep that cannot be run.
public struct SweepError: Error {
  /// What tells the run from the others.
  public let run: String
  /// What is wrong with it.
  public let cause: any Error
}
