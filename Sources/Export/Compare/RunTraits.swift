import Metrics
import Sim

/// What tells runs apart: what they must share to stand in one table, and what makes them different methods there.
struct RunTraits: Equatable {
  /// Data, model, federation, rounds, clock and evaluation, as text by key: runs are compared only where all are equal.
  var task: [String: String] = [:]
  /// All other settings, as text by key: runs are averaged only where all are equal.
  var variant: [String: String] = [:]

  /// The traits of a run.
  init(_ run: RunResult) {
    for (key, value) in Self.complete(run) {
      if Setting.isCondition(key) {
        task[key] = value.plainText
      } else {
        variant[key] = value.plainText
      }
    }
    Self.identify(run.data, as: "data", in: &task)
    Self.identify(run.model, as: "model", in: &task)
    // What a path names is known by its hash.
    if !run.data.sha256.isEmpty { task["data.test"] = nil }
    task["federation.rounds"] = "\(run.planned)"
    if let round = run.branched { variant["branched"] = "round \(round)" }
    if !run.turned.isEmpty { variant["turned"] = run.turned.joined(separator: ", ") }
  }

  /// A run's settings, with the first values of those that it was made before there were.
  private static func complete(_ run: RunResult) -> [String: ConfigValue] {
    guard let recipe = try? MethodRegistry.recipe(run.method) else { return run.settings }
    var own: [String: ConfigValue] = ["method.name": .text(run.method)]
    own["method.reading"] = run.settings["method.reading"]
    // Before there were devices, there were none.
    own["clock.devices"] = .text("")
    guard let first = try? Settings(config: own) else { return run.settings }
    let read = Setting.all.filter { setting in
      setting.isRead(by: recipe) && setting.key != "method.name"
        && !["run", "guard"].contains(setting.section)
    }
    let values = read.map { ($0.key, $0.value(in: first)) }
    return Dictionary(uniqueKeysWithValues: values).merging(run.settings) { $1 }
  }

  /// Names data or a model by its hashes where they are known and are the same for every seed, else by its name.
  private static func identify(
    _ source: RunResult.Source, as part: String, in task: inout [String: String]
  ) {
    guard !source.sha256.isEmpty, !source.builtIn else {
      task["\(part).name"] = source.name
      return
    }
    task["\(part).name"] = nil
    task["\(part).sha256"] = Self.short(source.sha256)
  }

  /// The hashes of a source, each by its beginning.
  static func short(_ hashes: [String: String]) -> String {
    hashes.sorted { $0.key < $1.key }.map { ResultFile.brief($0.value) }.joined(separator: " ")
  }
}

extension RunResult {
  /// Who has which sample, as far as it is known: runs of one seed and task must agree in it.
  var split: [String: String] {
    var split: [String: String] = [:]
    split["partition"] = partitionHash.map(ResultFile.brief)
    if !data.sha256.isEmpty { split["data"] = RunTraits.short(data.sha256) }
    return split
  }
}

/// Keys at which dictionaries have different values, ascending.
func differences(_ traits: [[String: String]]) -> [String] {
  Set(traits.flatMap(\.keys)).filter { key in
    traits.dropFirst().contains { $0[key] != traits.first?[key] }
  }.sorted()
}
