import Transformer

/// Mean diagonal Fisher by layer and module: the heatmap.
struct FisherHeat: Sendable, Equatable, Codable {
  /// Names of the modules, in the order of the columns.
  private(set) var modules: [String] = []
  private var sums: [[Double]] = []
  private var counts: [[Int]] = []
  private var weight = 0.0

  /// Columns of the heatmap of this layout.
  static func modules(_ layout: ParameterLayout) -> [String] {
    layout.segments.reduce(into: []) { names, segment in
      if segment.layer != nil, !segment.isHeld, !names.contains(segment.module) {
        names.append(segment.module)
      }
    }
  }

  /// Adds a client's diagonal; one value a parameter.
  mutating func add(_ diagonal: [Float], _ layout: ParameterLayout, weight: Double = 1) {
    guard !diagonal.isEmpty else { return }
    if modules.isEmpty { prepare(layout) }
    self.weight += weight
    for segment in layout.segments where !segment.isHeld {
      guard let layer = segment.layer, let column = modules.firstIndex(of: segment.module) else {
        continue
      }
      let sum = segment.range.reduce(0.0) { $0 + Double(diagonal[$1]) }
      sums[layer][column] += weight * sum
    }
  }

  /// Adds another client's heat.
  mutating func merge(_ other: FisherHeat) {
    guard !other.modules.isEmpty else { return }
    if modules.isEmpty {
      self = other
      return
    }
    weight += other.weight
    for layer in sums.indices {
      for column in sums[layer].indices { sums[layer][column] += other.sums[layer][column] }
    }
  }

  /// Layers by modules, divided by the number of parameters and by `samples` (or the weights added).
  func means(samples: Double? = nil) -> [[Double]] {
    let divisor = max(samples ?? weight, 1e-300)
    return zip(sums, counts).map { row, counts in
      zip(row, counts).map { $1 > 0 ? $0 / (Double($1) * divisor) : 0 }
    }
  }

  /// Mean of `diagonal` over each layer's parameters.
  static func layerMeans(
    _ diagonal: [Float], _ layout: ParameterLayout, layers: Int
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: layers)
    var counts = [Int](repeating: 0, count: layers)
    for segment in layout.segments where !segment.isHeld {
      guard let layer = segment.layer, !diagonal.isEmpty else { continue }
      sums[layer] += segment.range.reduce(0.0) { $0 + Double(diagonal[$1]) }
      counts[layer] += segment.count
    }
    return zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
  }

  private mutating func prepare(_ layout: ParameterLayout) {
    modules = Self.modules(layout)
    let layers = (layout.segments.compactMap(\.layer).max() ?? -1) + 1
    sums = Array(repeating: Array(repeating: 0, count: modules.count), count: layers)
    counts = Array(repeating: Array(repeating: 0, count: modules.count), count: layers)
    for segment in layout.segments where !segment.isHeld {
      if let layer = segment.layer, let column = modules.firstIndex(of: segment.module) {
        counts[layer][column] += segment.count
      }
    }
  }
}
