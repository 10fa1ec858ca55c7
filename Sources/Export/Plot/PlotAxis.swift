import Foundation

/// One axis: which values it shows, and where its ticks are.
struct PlotAxis: Equatable {
  /// Least value shown.
  let lower: Double
  /// Greatest value shown; above `lower`.
  let upper: Double
  /// Whether equal steps are equal factors.
  let isLogarithmic: Bool
  /// Values with a tick, ascending.
  let ticks: [Double]

  /// An axis that shows all of `values`.
  ///
  /// - Parameters:
  ///   - values: finite; for a logarithmic axis those above zero count.
  ///   - wholeNumbers: whether ticks between whole numbers make no sense.
  init(
    _ values: [Double], isLogarithmic: Bool = false, wholeNumbers: Bool = false,
    fromZero: Bool = false
  ) {
    self.isLogarithmic = isLogarithmic
    let shown = isLogarithmic ? values.filter { $0 > 0 }.map(log10) : values
    var low = shown.min() ?? 0
    var high = shown.max() ?? 1
    if fromZero, !isLogarithmic { low = min(0, low) }
    if high - low < max(1e-12, abs(high) * 1e-9) {
      // A single value still wants a range around it.
      let half = wholeNumbers || isLogarithmic ? 0.5 : max(abs(high) * 0.05, 1e-6)
      (low, high) = (low - half, high + half)
    }
    let step = Self.step(for: (high - low) / 5, wholeNumbers: wholeNumbers || isLogarithmic)
    if !wholeNumbers {
      low = (low / step).rounded(.down) * step
      high = (high / step).rounded(.up) * step
    }
    lower = low
    upper = high
    let first = (low / step - 1e-9).rounded(.up)
    let last = (high / step + 1e-9).rounded(.down)
    ticks = stride(from: first, through: last, by: 1).map {
      isLogarithmic ? pow(10, $0 * step) : $0 * step
    }
  }

  /// Where a value lies between the ends: 0 to 1; nil when the axis cannot show it.
  func share(_ value: Double) -> Double? {
    guard value.isFinite, !isLogarithmic || value > 0 else { return nil }
    return ((isLogarithmic ? log10(value) : value) - lower) / (upper - lower)
  }

  /// The next of 1, 2, 5, 10, … from `width` on.
  private static func step(for width: Double, wholeNumbers: Bool) -> Double {
    let magnitude = pow(10, log10(width).rounded(.down))
    let factor = [1, 2, 5, 10].first { $0 * magnitude >= width * 0.999 } ?? 10
    return wholeNumbers ? max(1, factor * magnitude) : factor * magnitude
  }
}
