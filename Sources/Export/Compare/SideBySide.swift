import Metrics

/// Runs side by side, a column a run.
public struct SideBySide {
  /// The runs, in the order given.
  let runs: [RunResult]
  /// What is to be reached.
  let metric: Metric
  /// The value to reach; nil when no run was evaluated.
  let target: Double?

  /// Puts runs beside one another, with the cost of a target, or of what all of them reach when nil.
  public init(_ runs: [RunResult], metric: Metric = .accuracy, target: Double? = nil) {
    self.runs = runs
    self.metric = metric
    self.target = target ?? RunResult.target(runs, metric)
  }

  /// Settings that are not the same everywhere, by key.
  ///
  /// A setting that a method does not read differs from nothing. A file of data counts as its path and the SHA-256 of its
  /// parts; left out are those with a row of their own.
  var differingKeys: [String] {
    let settings = runs.map(Self.settings)
    return Set(settings.flatMap(\.keys)).subtracting(["model.name"]).filter { key in
      let values = settings.compactMap { $0[key] }
      return values.dropFirst().contains { $0 != values.first }
    }.sorted()
  }

  /// The settings of a run, seed and source of the data among them.
  static func settings(_ run: RunResult) -> [String: ConfigValue] {
    var settings = run.settings
    settings["run.seed"] = .integer(Int(clamping: run.seed))
    // Two files of one name are two data sets, and so are two states of one file.
    if !run.data.builtIn {
      settings["data.path"] = run.data.location.map(ConfigValue.text)
      settings["data.sha256"] =
        run.data.sha256.isEmpty ? nil : .text(RunTraits.short(run.data.sha256))
    }
    return settings
  }
}
