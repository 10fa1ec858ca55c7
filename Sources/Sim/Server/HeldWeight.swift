import Transformer

/// A linear map whose weight the server moves: where W [out, in], A [r, in] and B [out, r] of it lie.
struct HeldWeight {
  let weight: ParameterSegment
  let a: ParameterSegment
  let b: ParameterSegment
}

extension ParameterLayout {
  /// Every held weight that has a low-rank pair, in layout order.
  var heldWeights: [HeldWeight] {
    segments.filter { $0.isHeld && $0.role == .base }.compactMap { weight in
      func factor(_ role: ParameterSegment.Role) -> ParameterSegment? {
        lowRankFactors.first {
          $0.layer == weight.layer && $0.module == weight.module && $0.role == role
        }
      }
      guard let a = factor(.loraA), let b = factor(.loraB) else { return nil }
      return HeldWeight(weight: weight, a: a, b: b)
    }
  }
}

/// A change of all held weights as factors, W += s·B·A: the clients' factors side by side.
struct FactorStack: Equatable {
  /// Rows of every A, columns of every B.
  var rank: Int
  /// Map by map A [rank, in], then B [out, rank].
  var values: [Float]

  /// Number of values for each unit of the rank.
  static func width(_ weights: [HeldWeight]) -> Int {
    weights.reduce(0) { $0 + $1.weight.rows + $1.weight.columns }
  }

  /// Puts together what clients sent: Σ pₖ·(Bₖ − B̄)·(Aₖ − Ā), or Σ pₖ·Bₖ·Aₖ without a centre.
  ///
  /// The share multiplies one side only: on both it would count twice.
  ///
  /// - Parameters:
  ///   - clients: the share pₖ of each and its values in `ranges`.
  ///   - ranges: where they come from; all factors are in them.
  ///   - centre: the parameters that Ā and B̄ are in.
  init(
    of clients: [(share: Double, values: [Float])], in ranges: [Range<Int>],
    around centre: [Float]? = nil, _ weights: [HeldWeight]
  ) {
    rank = clients.count * (weights.first?.a.rows ?? 0)
    values = []
    values.reserveCapacity(rank * Self.width(weights))
    for place in weights {
      guard let a = ranges.position(of: place.a.offset), let b = ranges.position(of: place.b.offset)
      else { continue }
      for client in clients {
        for index in 0..<place.a.count {
          let value =
            Double(client.values[a + index]) - Double(centre?[place.a.offset + index] ?? 0)
          values.append(Float(client.share * value))
        }
      }
      for row in 0..<place.b.rows {
        for client in clients {
          for index in row * place.b.columns..<(row + 1) * place.b.columns {
            values.append(client.values[b + index] - (centre?[place.b.offset + index] ?? 0))
          }
        }
      }
    }
  }

  /// A stack as it travelled.
  init(rank: Int, values: [Float]) {
    self.rank = rank
    self.values = values
  }

  /// W += scale·B·A in the held ranges of `parameters`: the same whoever does it.
  func add(to parameters: inout [Float], scale: Float, _ weights: [HeldWeight]) {
    guard rank > 0, values.count == rank * Self.width(weights) else { return }
    values.withUnsafeBufferPointer { values in
      parameters.withUnsafeMutableBufferPointer { parameters in
        guard var next = values.baseAddress, let start = parameters.baseAddress else { return }
        for place in weights {
          let (rows, columns) = (place.weight.rows, place.weight.columns)
          let a = Matrix(next, rows: rank, columns: columns)
          next += a.rows * a.columns
          let b = Matrix(next, rows: rows, columns: rank)
          next += b.rows * b.columns
          multiply(
            b, a, into: Matrix(start + place.weight.offset, rows: rows, columns: columns),
            scale: scale, adding: true)
        }
      }
    }
  }
}

extension Array where Element == Range<Int> {
  /// Where the value at `index` comes when the ranges lie end to end; nil outside of them.
  func position(of index: Int) -> Int? {
    var before = 0
    for range in self {
      if range.contains(index) { return before + index - range.lowerBound }
      before += range.count
    }
    return nil
  }
}
