import Foundation

/// Mean and spread of a few numbers.
struct Spread: Equatable, Encodable {
  /// How many numbers there were.
  let count: Int
  /// Their mean; NaN of none.
  let mean: Double
  /// Their standard deviation (n - 1 below the line); nil of less than two.
  let deviation: Double?

  enum CodingKeys: String, CodingKey {
    case mean
    case count = "n"
    case deviation = "sd"
  }

  /// Of `values`, in two passes: the deviations from the mean are small where the values are large.
  init(_ values: [Double]) {
    count = values.count
    guard let first = values.first else {
      (mean, deviation) = (.nan, nil)
      return
    }
    // Exact for equal values, whose sum need not divide back to them.
    mean = first + values.reduce(0) { $0 + ($1 - first) } / Double(count)
    guard count > 1 else {
      deviation = nil
      return
    }
    let center = mean
    let squares = values.reduce(0) { $0 + ($1 - center) * ($1 - center) }
    deviation = (squares / Double(count - 1)).squareRoot()
  }
}

/// The value that a share of `values` lies below, by lines between neighbours (Hyndman and Fan 1996, definition 7).
///
/// - Parameters:
///   - share: 0 to 1; 0.5 is the median.
/// - Returns: NaN of no values.
func quantile(_ values: [Double], _ share: Double) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.last else { return .nan }
  let place = share * Double(sorted.count - 1)
  let below = Int(place)
  guard below + 1 < sorted.count else { return last }
  return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
}
