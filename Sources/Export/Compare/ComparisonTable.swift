import Foundation
import Metrics

/// Rows of one task: methods on the same data, model and federation.
struct ComparisonTable {
  /// Its place among the tables, from 1.
  let number: Int
  /// What its runs share, as text by key.
  let task: [String: String]
  /// What data and model are called.
  let data, model: String
  /// The rows, best first; those that cannot be compared with the others come last.
  var rows: [ComparisonRow]
  /// The seeds that rows have means over.
  let seeds: [UInt64]
  /// The value to reach; nil when no run was evaluated.
  let target: Double?
  /// What was told apart, a sentence each.
  var notes: [String]

  /// The rows that may be ranked.
  var comparable: [ComparisonRow] { rows.filter(\.isComparable) }

  /// Makes the table of finished runs of one task.
  ///
  /// - Parameter target: the value to reach; what every run reaches when nil.
  init(
    number: Int, task: [String: String], data: String, model: String,
    runs: [(run: RunResult, traits: RunTraits)],
    notes: [String], metric: Metric, target: Double?
  ) {
    self.number = number
    self.task = task
    self.data = data
    self.model = model
    self.notes = notes
    var rows = Self.grouped(runs, notes: &self.notes)
    seeds = Self.seeds(rows)
    Self.name(&rows)
    for index in rows.indices {
      self.notes += Self.settle(&rows[index], seeds: seeds)
    }
    rows.sort { Self.order($0, $1, metric) }
    Self.markFront(&rows, metric)
    let byLabel = rows.indices.sorted { rows[$0].label < rows[$1].label }
    for (color, index) in byLabel.enumerated() { rows[index].color = color }
    self.rows = rows
    self.target = target ?? RunResult.target(rows.flatMap(\.runs), metric)
  }

  /// The rows of runs, one run a seed: of several the last one made.
  private static func grouped(
    _ runs: [(run: RunResult, traits: RunTraits)], notes: inout [String]
  ) -> [ComparisonRow] {
    var groups: [(method: String, variant: [String: String], runs: [RunResult])] = []
    for (run, traits) in runs {
      if let index = groups.firstIndex(where: {
        $0.method == run.method && $0.variant == traits.variant
      }) {
        groups[index].runs.append(run)
      } else {
        groups.append((run.method, traits.variant, [run]))
      }
    }
    return groups.map { group in
      var kept: [UInt64: RunResult] = [:]
      for run in group.runs.sorted(by: { ($0.created, $0.run) < ($1.created, $1.run) }) {
        if let older = kept[run.seed], older != run {
          let same = older.curve == run.curve ? ", with the same numbers" : ", with other numbers"
          notes.append(
            "\(older.run) left out: \(run.run) has the same method, settings and seed\(same)")
        }
        kept[run.seed] = run
      }
      return ComparisonRow(
        label: group.method, method: group.method, settings: group.variant,
        runs: kept.sorted { $0.key < $1.key }.map(\.value))
    }
  }

  /// The seeds that most rows have; of several such sets the largest.
  private static func seeds(_ rows: [ComparisonRow]) -> [UInt64] {
    let sets = Dictionary(grouping: rows.map(\.seeds)) { $0 }
    let best = sets.max { left, right in
      if left.value.count != right.value.count { return left.value.count < right.value.count }
      if left.key.count != right.key.count { return left.key.count < right.key.count }
      return right.key.lexicographicallyPrecedes(left.key)
    }
    return best?.key ?? []
  }

  /// Leaves out the runs of a row that other rows have no match for, or marks a row that lacks seeds; says so.
  private static func settle(_ row: inout ComparisonRow, seeds: [UInt64]) -> [String] {
    guard row.seeds != seeds else { return [] }
    let own = row.seeds.map(String.init).joined(separator: ", ")
    let common = seeds.map(String.init).joined(separator: ", ")
    if Set(row.seeds).isSuperset(of: seeds) {
      row = ComparisonRow(
        label: row.label, method: row.method, settings: row.settings,
        runs: row.runs.filter { seeds.contains($0.seed) })
      return ["\(row.label) has seeds \(own): averaged over \(common), which the others have"]
    }
    row.isComparable = false
    return [
      "\(row.label) has seeds \(own), not \(common): marked with a dagger, and not ranked"
    ]
  }

  /// Calls rows by their method, and by the settings in which rows of one method differ.
  private static func name(_ rows: inout [ComparisonRow]) {
    for (method, group) in Dictionary(grouping: rows.indices, by: { rows[$0].method }) {
      let settings = group.map { rows[$0].settings }
      // What was done by hand is told even where it is all there is.
      let byHand = ["branched", "turned"].filter { key in settings.contains { $0[key] != nil } }
      let keys = Set(differences(settings) + byHand).sorted()
      for index in group {
        let parts = keys.map { key in
          let value = rows[index].settings[key]
          return key == "turned" || key == "branched"
            ? (value.map { "\(key) \($0)" } ?? "not \(key)")
            : RunDifferences.label(key, value)
        }
        rows[index].label = ([method] + parts).joined(separator: " ")
      }
    }
  }

  private static func order(
    _ left: ComparisonRow, _ right: ComparisonRow, _ metric: Metric
  ) -> Bool {
    guard left.isComparable == right.isComparable else { return left.isComparable }
    let scores = [left, right].map { row in
      row.last(metric).map { metric.score($0.mean) }.flatMap { $0.isNaN ? nil : $0 }
        ?? -.infinity
    }
    return scores[0] != scores[1] ? scores[0] > scores[1] : left.label < right.label
  }

  /// Marks the rows that no other row beats: not in one of metric, bytes and virtual time without losing in another.
  private static func markFront(_ rows: inout [ComparisonRow], _ metric: Metric) {
    let places = rows.map { row -> [Double]? in
      guard row.isComparable, let spread = row.last(metric), !spread.mean.isNaN else { return nil }
      return [metric.score(spread.mean), -row.bytes, -row.simSeconds]
    }
    for (index, place) in places.enumerated() {
      guard let place else { continue }
      rows[index].isOnFront = !places.contains { other in
        guard let other, other != place else { return false }
        return zip(other, place).allSatisfy(>=)
      }
    }
  }
}
