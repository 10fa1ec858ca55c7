import Dispatch
import Transformer

/// What travels between clients and server, and how the server merges it.
public protocol Exchange: Sendable {
  /// How many layers are chosen as global by their sensitivity; nil when layers are not chosen.
  var layerCount: LayerSelection? { get }

  /// Ranges that belong to a client for good and never travel.
  ///
  /// - Parameters:
  ///   - layout: the trained parameters.
  ///   - gal: global aggregation layers.
  func personal(_ layout: ParameterLayout, gal: Set<Int>) -> [Range<Int>]

  /// Ranges that travel in round `round` (from 1), in both directions.
  func travelling(_ layout: ParameterLayout, gal: Set<Int>, round: Int) -> [Range<Int>]

  /// Merges the cohort's updates, in client order, into the server's parameters.
  func merge(_ updates: [ClientUpdate], ranges: [Range<Int>], into server: inout [Float])
}

/// One client's contribution to a merge.
public struct ClientUpdate: Sendable {
  /// Client index.
  public var client: Int
  /// Its parameters after local training; whole layout.
  public var parameters: [Float]
  /// Its training samples n_k.
  public var samples: Int

  /// Makes an update.
  public init(client: Int, parameters: [Float], samples: Int) {
    self.client = client
    self.parameters = parameters
    self.samples = samples
  }
}

extension Exchange {
  /// Nil: layers are not chosen.
  public var layerCount: LayerSelection? { nil }

  /// Federated averaging: P ← Σ (n_k / Σ n_j) P_k over `ranges` (arXiv 1602.05629).
  ///
  /// Summed in double precision and in the order given, so that the result does not depend on timing; pieces of the
  /// vector are summed in parallel.
  public func merge(_ updates: [ClientUpdate], ranges: [Range<Int>], into server: inout [Float]) {
    let total = Double(updates.reduce(0) { $0 + $1.samples })
    guard total > 0 else { return }
    let pieces = ranges.flatMap { $0.cut(into: 1 << 14) }
    server.withUnsafeMutableBufferPointer { server in
      // Each piece writes to a place of its own.
      nonisolated(unsafe) let target = server
      DispatchQueue.concurrentPerform(iterations: pieces.count) { piece in
        let range = pieces[piece]
        var sums = [Double](repeating: 0, count: range.count)
        for update in updates {
          let weight = Double(update.samples) / total
          update.parameters.withUnsafeBufferPointer { values in
            for index in sums.indices {
              sums[index] += weight * Double(values[range.lowerBound + index])
            }
          }
        }
        for index in sums.indices { target[range.lowerBound + index] = Float(sums[index]) }
      }
    }
  }
}

extension Range where Bound == Int {
  /// Consecutive pieces of `size`; the last may be shorter.
  func cut(into size: Int) -> [Range<Int>] {
    stride(from: lowerBound, to: upperBound, by: size).map {
      $0..<Swift.min(upperBound, $0 + size)
    }
  }
}

extension Array where Element == Range<Int> {
  /// Number of values in all ranges together.
  var valueCount: Int { reduce(0) { $0 + $1.count } }
}
