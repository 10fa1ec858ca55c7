import Metrics

/// Runs in tables: a table a task, a row a method with its settings, a mean over seeds.
public struct Comparison {
  /// What rows are ranked by: its value after the last round.
  let metric: Metric
  /// The tables, in the order in which their tasks were met.
  var tables: [ComparisonTable]

  /// Compares runs.
  ///
  /// - Parameters:
  ///   - metric: what rows are ranked by.
  ///   - target: the value of it to reach; what every run of a table reaches when nil.
  public init(_ runs: [RunResult], metric: Metric = .accuracy, target: Double? = nil) {
    self.metric = metric
    var tasks: [Task] = []
    for run in runs {
      let traits = RunTraits(run)
      if let index = tasks.firstIndex(where: { $0.takes(run, traits) }) {
        tasks[index].add(run, traits)
      } else {
        var task = Task(traits: traits.task, data: run.data.name, model: run.model.name)
        task.otherSplit = tasks.firstIndex { $0.traits == traits.task }.map { $0 + 1 }
        task.add(run, traits)
        tasks.append(task)
      }
    }
    tables = tasks.enumerated().map { index, task in
      ComparisonTable(
        number: index + 1, task: task.traits, data: task.data, model: task.model,
        runs: task.finished,
        notes: (index == 0 ? [] : [Self.difference(task, tasks[0], index + 1)]) + task.unfinished,
        metric: metric, target: target)
    }
  }

  /// What every evaluation of some run measured, by name.
  public static func metrics(_ runs: [RunResult]) -> [String] {
    Set(runs.flatMap(\.curve.values.keys)).sorted()
  }

  /// Only one of the tables, by its number; nil when there is none of it.
  public func table(_ number: Int) -> Comparison? {
    guard let table = tables.first(where: { $0.number == number }) else { return nil }
    var single = self
    single.tables = [table]
    return single
  }

  /// Numbers of the tables.
  public var numbers: [Int] { tables.map(\.number) }

  /// Whether every row of every table has one run.
  public var hasSingleRuns: Bool { tables.allSatisfy { $0.rows.allSatisfy { $0.runs.count < 2 } } }

  /// What rows of all tables are called, each once.
  public var labels: [String] {
    var known: Set<String> = []
    return tables.flatMap { $0.rows.map(\.label) }.filter { known.insert($0).inserted }
  }

  /// Methods of the rows, each once.
  public var methods: [String] {
    Set(tables.flatMap { $0.rows.map(\.method) }).sorted()
  }

  /// Whether every table that has the method or label `name` has one row of it.
  public func hasRow(_ name: String) -> Bool {
    tables.allSatisfy { table in
      table.row(name) != nil || !table.rows.contains { $0.method == name }
    }
  }

  /// Runs of one task.
  private struct Task {
    let traits: [String: String]
    /// What the first run called them.
    let data, model: String
    /// The table of the same settings with another split, if that is what this one is for.
    var otherSplit: Int?
    var finished: [(run: RunResult, traits: RunTraits)] = []
    var unfinished: [String] = []
    /// Who has which sample, by seed.
    private var splits: [UInt64: [String: String]] = [:]

    init(traits: [String: String], data: String, model: String) {
      self.traits = traits
      self.data = data
      self.model = model
    }

    /// Whether a run is of this task: equal settings, and the same samples at the same clients where its seed is known.
    func takes(_ run: RunResult, _ traits: RunTraits) -> Bool {
      guard traits.task == self.traits else { return false }
      let own = splits[run.seed] ?? [:]
      return run.split.allSatisfy { own[$0.key] == nil || own[$0.key] == $0.value }
    }

    mutating func add(_ run: RunResult, _ traits: RunTraits) {
      splits[run.seed, default: [:]].merge(run.split) { own, _ in own }
      guard run.isFinished else {
        unfinished.append(
          "\(run.run) (\(run.method), seed \(run.seed)) left out: "
            + "unfinished, round \(run.rounds) of \(run.planned)")
        return
      }
      finished.append((run, traits))
    }
  }

  private static func difference(_ task: Task, _ first: Task, _ number: Int) -> String {
    if let other = task.otherSplit {
      return
        "told apart from table \(other): the same settings and seeds, but other samples at its "
        + "clients"
    }
    let keys = differences([first.traits, task.traits])
    let parts = keys.prefix(4).map { key in
      let (there, here) = (first.traits[key], task.traits[key])
      return "\(key) \(RunDifferences.told(there)) there, \(RunDifferences.told(here)) here"
    }
    let more = keys.count > 4 ? "; \(keys.count - 4) more" : ""
    return "told apart from table 1: \(parts.joined(separator: "; "))\(more)"
  }
}
