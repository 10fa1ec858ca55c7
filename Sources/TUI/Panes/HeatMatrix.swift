import Metrics

/// Fisher information by layer and module, with the scale that it is drawn on.
struct HeatMatrix {
  /// Values, layers (rows) by modules (columns).
  let values: [[Double]]
  /// Names of the columns.
  let modules: [String]
  /// Layers that are aggregated globally.
  let gal: Set<Int>
  /// Scale over all rounds that are drawn, so that rounds compare.
  let scale: ValueScale?
  /// Mean over the modules by layer, one entry a drawn round.
  let history: [[Double]]

  /// The matrix of a snapshot, with at most `columns` rounds of history.
  init(_ snapshot: RunSnapshot, columns: Int) {
    values = snapshot.fisher
    gal = Set(snapshot.gal)
    let width = values.map(\.count).max() ?? 0
    let names = snapshot.started?.model.modules ?? []
    modules = (0..<width).map { names.indices.contains($0) ? names[$0] : "m\($0)" }
    let rounds = snapshot.rounds
    let shown = min(max(0, columns), rounds.count)
    history = (0..<shown).map { column in
      let report = rounds[(column + 1) * rounds.count / shown - 1]
      return report.fisher.map { row in
        row.isEmpty ? .nan : row.reduce(0, +) / Double(row.count)
      }
    }
    scale = ValueScale(
      values.lazy.joined().map { $0 } + history.lazy.joined(), logarithmic: true)
  }

  /// Layers.
  var layers: Int { values.count }

  /// Place of a value on the scale, 0 to 1.
  func fraction(layer: Int, module: Int) -> Double? {
    guard values.indices.contains(layer), values[layer].indices.contains(module) else { return nil }
    return scale?.fraction(values[layer][module])
  }

  /// Mean over the modules.
  func mean(_ layer: Int) -> Double {
    guard values.indices.contains(layer), !values[layer].isEmpty else { return 0 }
    return values[layer].reduce(0, +) / Double(values[layer].count)
  }

  /// Place of a layer when all are ordered by their mean, the hottest first, from 1.
  func rank(_ layer: Int) -> Int {
    let own = mean(layer)
    return 1 + values.indices.reduce(0) { $0 + (mean($1) > own ? 1 : 0) }
  }

  /// The layer with the greatest mean.
  var hottest: Int? { values.indices.max { mean($0) < mean($1) } }
}
