import Foundation

/// How uneven a partition is.
public struct SkewReport: Sendable, Equatable {
  /// The mean over clients of the share of their commonest label; 1 means one label each.
  public var meanTopLabelShare: Double
  /// The mean over clients of the entropy of their labels, in nats; 0 means one label each.
  public var meanLabelEntropy: Double
  /// Samples of the smallest client.
  public var smallest: Int
  /// Samples of the middle client (the upper one of two).
  public var median: Int
  /// Samples of the largest client.
  public var largest: Int

  /// Measures a partition; clients without samples count for sizes only.
  public init(parts: [[Int]], labels: [Int]) {
    let sizes = parts.map(\.count).sorted()
    smallest = sizes.first ?? 0
    median = sizes.isEmpty ? 0 : sizes[sizes.count / 2]
    largest = sizes.last ?? 0
    var top = 0.0
    var entropy = 0.0
    var counted = 0.0
    for part in parts {
      var counts: [Int: Int] = [:]
      for index in part where labels.indices.contains(index) {
        counts[labels[index], default: 0] += 1
      }
      let total = Double(counts.values.reduce(0, +))
      guard total > 0 else { continue }
      let shares = counts.values.sorted().map { Double($0) / total }
      counted += 1
      top += shares.last ?? 0
      entropy -= shares.reduce(0) { $0 + $1 * log($1) }
    }
    meanTopLabelShare = counted > 0 ? top / counted : 0
    meanLabelEntropy = counted > 0 ? entropy / counted : 0
  }
}
