/// The least and greatest of some values, and the place of a value between them.
struct ValueScale: Equatable, Sendable {
  /// Least value.
  var low: Double
  /// Greatest value.
  var high: Double
  /// Whether places are those of logarithms.
  var logarithmic = false

  /// The scale of the finite values, and of the positive ones only when logarithmic; nil without
  /// any.
  init?(_ values: some Sequence<Double>, logarithmic: Bool = false) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite && (!logarithmic || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high else { return nil }
    self.low = low
    self.high = high
    self.logarithmic = logarithmic
  }

  /// The place of a value, 0 to 1; nil for a value that has none.
  func fraction(_ value: Double) -> Double? {
    guard value.isFinite else { return nil }
    if logarithmic, value <= 0 { return nil }
    let span = logarithmic ? (high / low).naturalLogarithm : high - low
    guard span > 0, span.isFinite else { return high > 0 || !logarithmic ? 0.5 : nil }
    let offset = logarithmic ? (value / low).naturalLogarithm : value - low
    return min(1, max(0, offset / span))
  }
}
