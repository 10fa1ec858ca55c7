import Foundation

/// Average ranks of methods over tables, and how far apart they must be to mean something (Demšar 2006).
struct AverageRanks: Equatable {
  /// The mean over tables of each method's rank; 1 is best.
  let ranks: [Double]
  /// Friedman's statistic, corrected for ties; about χ² with one less degree of freedom than there are methods.
  let statistic: Double
  /// The chance of a statistic as large, were all methods equal.
  let p: Double
  /// Nemenyi's critical difference of average ranks at 5 %.
  let criticalDifference: Double

  /// Ranks `scores`, a row a table and a column a method; larger is better.
  ///
  /// - Returns: nil for less than two tables or methods, or a score that is not a number.
  init?(_ scores: [[Double]]) {
    let (tables, methods) = (scores.count, scores.first?.count ?? 0)
    guard tables > 1, methods > 1, scores.allSatisfy({ $0.count == methods }),
      !scores.joined().contains(where: \.isNaN)
    else { return nil }
    let ranked = scores.map(Self.ranks)
    let (n, k) = (Double(tables), Double(methods))
    ranks = (0..<methods).map { method in ranked.reduce(0) { $0 + $1[method] } / n }
    let squares = ranks.reduce(0) { $0 + ($1 - (k + 1) / 2) * ($1 - (k + 1) / 2) }
    let tied = scores.reduce(0) { $0 + Self.tied($1) }
    let correction = 1 - tied / (n * (k * k * k - k))
    // Were all scores of every table equal, nothing would speak against equal methods.
    statistic = correction > 0 ? 12 * n / (k * (k + 1)) * squares / correction : 0
    p = ChiSquared.upperTail(statistic, degrees: methods - 1)
    criticalDifference =
      StudentizedRange.quantile(0.95, groups: methods) / 2.0.squareRoot()
      * (k * (k + 1) / (6 * n)).squareRoot()
  }

  /// Ranks of one table from 1, the largest score; equal ones share the mean of their places.
  static func ranks(_ scores: [Double]) -> [Double] {
    scores.map { score in
      let above = scores.count { $0 > score }
      let equal = scores.count { $0 == score }
      return Double(above) + Double(equal + 1) / 2
    }
  }

  /// The sum of t³ - t over groups of t equal scores.
  private static func tied(_ scores: [Double]) -> Double {
    Dictionary(grouping: scores) { $0 }.values.reduce(0) { sum, group in
      let size = Double(group.count)
      return sum + size * size * size - size
    }
  }
}
