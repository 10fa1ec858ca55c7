/// Median and quartiles of repeated measurements.
struct Timing: Equatable {
  private let sorted: [Double]

  /// Of at least one value.
  init(_ values: [Double]) {
    precondition(!values.isEmpty, "nothing was measured")
    sorted = values.sorted()
  }

  /// Number of values.
  var count: Int { sorted.count }
  /// The median.
  var median: Double { quantile(0.5) }
  /// Distance of the quartiles as a share of the median.
  var spread: Double { (quantile(0.75) - quantile(0.25)) / max(median, .leastNormalMagnitude) }

  /// Between two values by linear interpolation.
  private func quantile(_ share: Double) -> Double {
    let place = share * Double(sorted.count - 1)
    let low = Int(place)
    let high = min(low + 1, sorted.count - 1)
    return sorted[low] + (place - Double(low)) * (sorted[high] - sorted[low])
  }
}

/// Wall time of `work`, seconds.
func seconds(_ work: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(work) / .seconds(1)
}
