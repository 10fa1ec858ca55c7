import Metrics
import RunStore
import Sim

/// Every combination of a sweep opened once before the first is trained: that it can be run, what it costs, and what it is
/// made from.
struct SweepCheck {
  /// What each run is made from.
  let sources: [RunSources]
  /// The split that each run is made with where it is read from a file; nil: it is drawn.
  private let splits: [String?]
  /// Tokens that each run will pass about, times the encoder's size.
  let costs: [Double]
  /// What each run answers, to be compared with others: all but method and training.
  let questions: [String]

  /// - Throws: for the first combination that cannot be run, named.
  init(_ plan: SweepPlan) throws {
    var known: [RunIdentity: (sources: RunSources, split: String?, cost: Double)] = [:]
    let found = try plan.runs.map { run in
      var first = run
      first.settings.seed = plan.runs[0].settings.seed
      if let found = known[first.identity] { return found }
      do {
        let federation = try Federation(first.settings, assets: Program.assets)
        let split = first.settings.splitManifest.isEmpty ? nil : federation.partitionHash
        let found = (try federation.fingerprint(), split, federation.predictedWork)
        known[first.identity] = found
        return found
      } catch {
        throw SweepError(run: run.title, cause: error)
      }
    }
    sources = found.map(\.sources)
    splits = found.map(\.split)
    costs = found.map(\.cost)
    questions = plan.runs.map { Self.question($0.settings) }
  }

  /// Whether a run that is there was made from the same bytes as run `index` would be.
  func isMade(_ item: SweepShelf.Item, as index: Int) throws -> Bool {
    guard item.isMade(of: sources[index]) else { return false }
    guard let split = splits[index], let started = try RunReader(path: item.path).started() else {
      return true
    }
    return started.partitionHash == split
  }

  private static func question(_ settings: Settings) -> String {
    settings.config.filter { Setting.isCondition($0.key) || $0.key == "run.seed" }
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
