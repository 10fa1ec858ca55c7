import Foundation

/// Golden values that `scripts/reference/make_golden.py` writes.
struct Golden: Decodable {
  struct Fisher: Decodable {
    var losses, traces, diagonal, rowSumsA, rowSumsB: [Double]
    var order: [Int]
    var meanTrace, squaredNormOfMean: Double
  }
  struct PacingTable: Decodable {
    var rounds, linearOf17: [Int]
    var shares: [String: [Double]]
  }
  struct Noise: Decodable {
    var delta, scores: [Double]
  }
  struct Spectrum: Decodable {
    var matrix, probe, eigenvalues: [Double]
    var quotient: Double
    var topErrors: [String: Double]
  }
  struct BaseFunction: Decodable {
    var exact: Double
  }
  struct Contrast: Decodable {
    var loss: Double
    var cosines, gradient: [Double]
  }

  var fisher: Fisher
  var pacing: PacingTable
  var sensitivity: [String: Noise]
  var lanczos: Spectrum
  var baseFunction: BaseFunction
  var momentum: [[Double]]
  var contrast: Contrast

  /// Reads the stored values.
  static func load() throws -> Golden {
    let file = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/golden.json")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Golden.self, from: Data(contentsOf: file))
  }
}

/// Whether all values agree within `tolerance`, relative to the larger of 1 and their size.
func agree(_ left: [Double], _ right: [Double], _ tolerance: Double) -> Bool {
  left.count == right.count
    && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($0), abs($1)) }
}
