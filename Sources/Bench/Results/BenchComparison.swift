import Foundation
import Host
import Transformer

/// An earlier measurement to compare with: JSON lines of `fedtop bench --json`.
public struct BenchComparison {
  private struct Key: Hashable {
    let name: String
    let workers: Int
    let pooling: String?
    let precision: String
  }

  private let results: [Key: BenchResult]
  private var ratios: [Double] = []

  /// Reads a file.
  /// - Throws: `Failure` when it is not there, or a line is no result.
  public init(path: String) throws(Failure) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Failure("\(path): no such file; fedtop bench --json >\(path) writes one", .notFound)
    }
    try self.init(text: String(decoding: data, as: UTF8.self), name: path)
  }

  /// Reads JSON lines; of several lines of one case the last counts.
  init(text: String, name: String) throws(Failure) {
    var results: [Key: BenchResult] = [:]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
      guard let result = try? JSONDecoder().decode(BenchResult.self, from: Data(line.utf8)),
        result.milliseconds > 0
      else {
        throw Failure("\(name):\(number + 1): not a line of fedtop bench --json", .data)
      }
      results[Self.key(result)] = result
    }
    guard !results.isEmpty else { throw Failure("\(name): holds no results", .data) }
    self.results = results
  }

  /// `result` with how many times as fast it is as before; unchanged when it was not measured then.
  public mutating func compared(_ result: BenchResult) -> BenchResult {
    guard let old = results[Self.key(result)] else { return result }
    var compared = result
    compared.speedup = old.milliseconds / result.milliseconds
    ratios.append(old.milliseconds / result.milliseconds)
    return compared
  }

  /// Number of compared cases, and the geometric mean of their ratios; nil before the first.
  public var summary: (count: Int, mean: Double)? {
    guard !ratios.isEmpty else { return nil }
    let logarithm = ratios.reduce(0) { $0 + log($1) } / Double(ratios.count)
    return (ratios.count, exp(logarithm))
  }

  private static func key(_ result: BenchResult) -> Key {
    Key(
      name: result.name, workers: result.workers, pooling: result.pooling,
      precision: result.precision ?? Precision.float32.rawValue)
  }
}
