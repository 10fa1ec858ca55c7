import Foundation
import Metrics
import Plain
import Sim

/// One run of a sweep: its settings, and what tells it from the others.
public struct SweepRun: Sendable {
  /// What it has of all that the sweep varies: key and value, the method first and the seed last.
  public var labels: [(key: String, value: String)]
  /// Its settings.
  public var settings: Settings

  /// The labels in a line.
  public var title: String {
    labels.map { $0.key == "method" || $0.key == "case" ? $0.value : "\($0.key) \($0.value)" }
      .joined(separator: ", ")
  }

  /// What it computes, data and model by the names that the file gives them.
  var identity: RunIdentity {
    RunIdentity(settings, places: AssetPlaces(data: settings.data, model: settings.model))
  }
}

/// The runs of a sweep, none twice, in the order of the file that asked for them.
public struct SweepPlan: Sendable {
  /// Name of the sweep.
  public let name: String
  /// Directory of the run files.
  public let directory: String
  /// Workers that the runs share.
  public let workers: Int
  /// The runs.
  public private(set) var runs: [SweepRun] = []
  /// Which of them end early; nil: none.
  public let halving: Halving?
  /// What was left out, a sentence each.
  public private(set) var notes: [String] = []

  /// Puts together every combination.
  ///
  /// A setting that a method does not read is left out for it, so that its runs are not made twice.
  /// - Throws: `SettingsError` for a method, key or value that there is not, for a setting that no method of the sweep reads,
  ///   and for a combination that makes no sense.
  public init(_ outline: SweepOutline) throws(SettingsError) {
    name = outline.name
    directory = outline.base.runs
    halving = outline.halving
    workers =
      outline.base.workers > 0 ? outline.base.workers : ProcessInfo.processInfo.activeProcessorCount
    let combinations = Combinations(outline)
    try combinations.check()
    var known: Set<RunIdentity> = []
    var repeated = 0
    for run in try combinations.runs() {
      if known.insert(run.identity).inserted {
        runs.append(run)
      } else {
        repeated += 1
      }
    }
    notes = combinations.notes
    if repeated > 0, notes.isEmpty {
      notes.append("\(repeated) combinations ask for a run that another asks for: made once")
    }
  }
}
