import Metrics

/// Fisher information of a run, with the scale that it is drawn on.
struct HeatMatrix {
  /// Values at the round that is shown, all layers (rows) by the modules that are shown (columns).
  let values: [[Double]]
  /// Names of the modules that are shown.
  let modules: [String]
  /// The layers that are shown, ascending.
  let shown: [Int]
  /// The layer under the crosshair, while it is shown.
  let selected: Int?
  /// Layers that are aggregated globally.
  let gal: Set<Int>
  /// Scale over the whole record, so that rounds compare and looking back moves nothing.
  let scale: HeatScale?

  private let record: RunSnapshot
  /// Places of the modules that are shown; nil for all.
  private let columns: [Int]?

  /// The matrix of a run.
  ///
  /// - Parameters:
  ///   - snapshot: the round that is shown.
  ///   - record: all rounds there are.
  ///   - locked: bounds that hold whatever comes.
  ///   - filter: which layers and modules are shown; the scale is that of all, so that heat means the same.
  ///   - selected: the layer under the crosshair.
  init(
    _ snapshot: RunSnapshot, record: RunSnapshot? = nil, scaling: HeatScaling = .log,
    locked: ValueScale? = nil, filter: String = "", selected: Int? = nil
  ) {
    let record = record ?? snapshot
    self.record = record
    gal = Set(snapshot.gal)
    let names = Self.modules(snapshot)
    let filter = LayerFilter(filter, of: snapshot)
    shown = filter.layers.filter(snapshot.fisher.indices.contains)
    self.selected = selected.flatMap { filter.layers.contains($0) ? $0 : nil }
    columns = filter.modules.count < names.count ? filter.modules : nil
    modules = filter.modules.map { names[$0] }
    values = snapshot.fisher.map { [columns] in Self.pick(columns, of: $0) }
    scale = HeatScale(Self.measured(record), scaling, locked: locked)
  }

  /// The matrix that a scene shows.
  init(_ scene: Scene) {
    self.init(
      scene.snapshot, record: scene.timeline?.record, scaling: scene.state.heatScaling,
      locked: scene.state.heatLock, filter: scene.state.layerFilter,
      selected: scene.state.selectedLayer)
  }

  /// Names of all modules that were measured.
  static func modules(_ snapshot: RunSnapshot) -> [String] {
    let width = snapshot.fisher.map(\.count).max() ?? 0
    let names = snapshot.started?.model.modules ?? []
    return (0..<width).map { names.indices.contains($0) ? names[$0] : "m\($0)" }
  }

  private static func pick(_ columns: [Int]?, of row: [Double]) -> [Double] {
    columns.map { $0.filter(row.indices.contains).map { row[$0] } } ?? row
  }

  /// Values that make the scale: of at most 128 rounds, without the first, in which the head is random and all traces are
  /// others than later.
  private static func measured(_ record: RunSnapshot) -> [Double] {
    let rounds = record.rounds.filter { !$0.fisher.isEmpty }
    let settled = rounds.count >= 6 ? rounds.dropFirst(max(2, rounds.count / 10)) : rounds[...]
    guard !settled.isEmpty else { return (record.initialisation?.fisher ?? []).flatMap { $0 } }
    let step = max(1, settled.count / 128)
    let some = stride(from: settled.startIndex, to: settled.endIndex, by: step)
    return some.flatMap { settled[$0].fisher.flatMap { $0 + [Self.mean($0)] } }
  }

  /// Layers.
  var layers: Int { values.count }

  /// Rounds on record.
  var rounds: [RoundReport] { record.rounds }

  /// Mean over the modules by layer, of the round at `index`; empty when it was not measured.
  func means(ofRound index: Int) -> [Double] { record.rounds[index].fisher.map(mean(of:)) }

  /// Mean over the modules that are shown, of a layer's values for all.
  func mean(of row: [Double]) -> Double { Self.mean(Self.pick(columns, of: row)) }

  /// Place of a module's value on the scale, 0 to 1.
  func fraction(layer: Int, module: Int) -> Double? {
    guard values.indices.contains(layer), values[layer].indices.contains(module) else { return nil }
    let column = values.compactMap { $0.indices.contains(module) ? $0[module] : nil }
    return scale?.fraction(values[layer][module], in: column)
  }

  /// Mean over the modules at the round that is shown.
  func mean(_ layer: Int) -> Double {
    values.indices.contains(layer) && !values[layer].isEmpty ? Self.mean(values[layer]) : 0
  }

  /// Place of a layer when all are ordered by their mean, the hottest first, from 1.
  func rank(_ layer: Int) -> Int { Self.rank(layer, in: values.indices.map(mean)) }

  /// Place of a value when all are ordered, the greatest first, from 1.
  static func rank(_ index: Int, in values: [Double]) -> Int {
    1 + values.reduce(0) { $0 + ($1 > values[index] ? 1 : 0) }
  }

  /// Of the layers that are shown, that with the greatest mean.
  var hottest: Int? { shown.max { mean($0) < mean($1) } }

  /// The places in `shown` of the layers that `rows` rows have room for, with the selected one among them.
  func window(_ rows: Int) -> Range<Int> {
    let count = min(shown.count, rows)
    let place = selected.flatMap(shown.firstIndex) ?? 0
    let top = max(0, min(place - count / 2, shown.count - count))
    return top..<top + count
  }

  /// Mean of a layer's modules; NaN of none.
  static func mean(_ row: [Double]) -> Double {
    row.isEmpty ? .nan : row.reduce(0, +) / Double(row.count)
  }
}
