import Transformer

/// The two factors of one low-rank pair: A [r, in] and B [out, r].
struct FactorPair {
  let a: ParameterSegment
  let b: ParameterSegment

  /// Rank r.
  var rank: Int { a.rows }

  /// ‖B·A‖_F, which is √tr((BᵀB)(AAᵀ)): without the product itself.
  func norm(in parameters: [Float]) -> Double {
    var trace = 0.0
    for i in 0..<rank {
      for j in 0...i {
        let inA = (0..<a.columns).reduce(0.0) { sum, column in
          sum + Double(parameters[place(inA: i, column)])
            * Double(parameters[place(inA: j, column)])
        }
        let inB = (0..<b.rows).reduce(0.0) { sum, row in
          sum + Double(parameters[place(inB: row, i)]) * Double(parameters[place(inB: row, j)])
        }
        trace += (i == j ? 1 : 2) * inA * inB
      }
    }
    return max(0, trace).squareRoot()
  }

  /// Norms ‖A‖_F and ‖B‖_F of the rank units in `units`: rows of A, columns of B.
  func norms(of units: Range<Int>, in parameters: [Float]) -> (a: Double, b: Double) {
    var (inA, inB) = (0.0, 0.0)
    for unit in units {
      for column in 0..<a.columns {
        let value = Double(parameters[place(inA: unit, column)])
        inA += value * value
      }
      for row in 0..<b.rows {
        let value = Double(parameters[place(inB: row, unit)])
        inB += value * value
      }
    }
    return (inA.squareRoot(), inB.squareRoot())
  }

  /// A [r, in] and B [out, r].
  func factors(in parameters: [Float]) -> (a: DoubleMatrix, b: DoubleMatrix) {
    let a = DoubleMatrix(rows: a.columns, values: parameters[a.range].map(Double.init)).transposed
    let b = DoubleMatrix(rows: b.columns, values: parameters[b.range].map(Double.init)).transposed
    return (a, b)
  }

  /// Index of a value of A in the flat vector.
  func place(inA unit: Int, _ column: Int) -> Int { a.offset + unit * a.columns + column }

  /// Index of a value of B in the flat vector.
  func place(inB row: Int, _ unit: Int) -> Int { b.offset + row * b.columns + unit }
}

extension ParameterLayout {
  /// The low-rank pairs: every A with the B behind it.
  var factorPairs: some Sequence<FactorPair> {
    zip(segments, segments.dropFirst()).lazy
      .filter { $0.role == .loraA && $1.role == .loraB && $0.rows == $1.columns }
      .map { FactorPair(a: $0, b: $1) }
  }

  /// The rank of the first pair of which something lies in `ranges`: its number of rows of A; 0 without one.
  func rank(of ranges: [Range<Int>]) -> Int {
    for pair in factorPairs {
      let count = ranges.reduce(0) { $0 + $1.clamped(to: pair.a.range).count }
      if count > 0 { return count / pair.a.columns }
    }
    return 0
  }

  /// What is there of the parameters at rank `rank`: of every pair the first rows of A and columns of B, and all else.
  func ranges(rank: Int) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    func add(_ range: Range<Int>) {
      if let last = ranges.last, last.upperBound == range.lowerBound {
        ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
      } else if !range.isEmpty {
        ranges.append(range)
      }
    }
    for segment in segments {
      switch segment.role {
      case .loraA: add(segment.offset..<segment.offset + min(rank, segment.rows) * segment.columns)
      case .loraB:
        for row in 0..<segment.rows {
          let first = segment.offset + row * segment.columns
          add(first..<first + min(rank, segment.columns))
        }
      default: add(segment.range)
      }
    }
    return ranges
  }
}
