import Metrics

/// What the Fisher pane shows.
enum FisherView: String, Sendable, CaseIterable {
  /// Layers by modules, and their means over rounds.
  case modules
  /// Layers by rounds, on the axis of the curves.
  case rounds
  /// Layers by clients.
  case clients
  /// Sensitivity of the layers, and why so many are global.
  case scores
}

/// How values are laid out on the ramp of heat.
enum HeatScaling: String, Sendable, CaseIterable {
  /// By their logarithms.
  case log
  /// From zero on.
  case linear
  /// By their places among all: as many of each heat.
  case quantile
  /// Each column by itself, from its least to its greatest.
  case column = "each alone"
}

/// A scale of heat: bounds, and what lies between them.
struct HeatScale: Equatable, Sendable {
  /// How values are laid out.
  var scaling: HeatScaling
  /// Least and greatest value.
  var bounds: ValueScale
  /// All values that it was made of, ascending: for quantiles.
  private let sorted: [Double]

  /// The scale of some values; nil when none of them is a positive number.
  ///
  /// - Parameter locked: bounds that hold whatever the values are.
  init?(_ values: [Double], _ scaling: HeatScaling, locked: ValueScale?) {
    guard let found = ValueScale(values, logarithmic: true) else { return nil }
    self.scaling = scaling
    bounds = locked ?? found
    sorted = scaling == .quantile ? values.filter { $0.isFinite && $0 > 0 }.sorted() : []
  }

  /// The place of a value among those of its column, 0 to 1; nil for a value that has none.
  func fraction(_ value: Double, in column: [Double]) -> Double? {
    guard value.isFinite, value > 0 else { return nil }
    switch scaling {
    case .log: return bounds.fraction(value)
    case .linear: return bounds.high > 0 ? min(1, value / bounds.high) : nil
    case .quantile:
      var (low, high) = (0, sorted.count)
      while low < high {
        let middle = (low + high) / 2
        if sorted[middle] < value { low = middle + 1 } else { high = middle }
      }
      return sorted.count > 1 ? min(1, Double(low) / Double(sorted.count - 1)) : 0.5
    case .column: return ValueScale(column)?.fraction(value)
    }
  }
}
