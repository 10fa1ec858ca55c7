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

  /// What it has at a key that the sweep varies; nil where it does not.
  func value(of key: String) -> String? { labels.first { $0.key == key }?.value }

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
      outline.base.workers > 0 ? outline.base.workers : Cores.allowed
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

  /// Keeps a piece of the sweep: the runs that have one of the values asked for at every key that is named.
  ///
  /// - Parameter choices: what the sweep varies (`method`, `case`, `seed`, or the key of a setting), and a value of it.
  /// - Throws: `SettingsError` for a key that the sweep does not vary, for values that no run has, and for a piece that
  ///   halving cannot be made in.
  public mutating func keep(only choices: [(key: String, value: String)]) throws(SettingsError) {
    for (key, value) in choices {
      let values = Set(runs.compactMap { $0.value(of: key) })
      guard !values.isEmpty else {
        let keys = Set(runs.flatMap { $0.labels.map(\.key) }).sorted()
        throw .conflict(
          "--only \(excerpt(key))=…: the sweep varies \(keys.joined(separator: ", "))")
      }
      guard values.contains(value) else {
        let known = values.sorted()
        let meant = Setting.nearest(to: value, in: known).map { "did you mean \($0)?" }
        throw .conflict(
          "--only \(key)=\(excerpt(value)): no run has it: "
            + (meant ?? "there is " + known.prefix(8).joined(separator: ", ")))
      }
    }
    if let halving, let other = choices.first(where: { $0.key != "seed" }) {
      throw .conflict(
        "--only \(other.key)=…: halving at round \(halving.rungs.first ?? 0) compares all runs of a seed: only "
          + "pieces by seed add up to the whole")
    }
    let wanted = Dictionary(grouping: choices, by: \.key).mapValues { Set($0.map(\.value)) }
    runs.removeAll { run in
      !wanted.allSatisfy { key, values in run.value(of: key).map(values.contains) ?? false }
    }
    guard !runs.isEmpty else {
      let pieces = choices.map { "\($0.key)=\(excerpt($0.value))" }.joined(separator: " and ")
      throw .conflict("--only \(pieces): no run has all of these")
    }
  }
}
