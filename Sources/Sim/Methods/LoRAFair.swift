import Transformer

extension MethodRecipe {
  /// LoRA-FAIR (arXiv 2411.14961): the mean of B is corrected so that its product is nearer to the mean of the products.
  static let loRAFair = MethodRecipe(
    name: "lora-fair",
    summary:
      "LoRA, all of it travels; the server corrects the mean of B towards the mean of the products.",
    source: "arXiv 2411.14961, ICCV 2025",
    settings: LoRAModules.settings + Setting.of(\.fairLambda),
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained",
      text: """
        fedavg-lora averages A and B separately, and the product of the means is not the mean of the products. Here the
        server adds to the mean of B the D that brings the product nearest to the mean of the products, M, held small
        by λ. Clients and bytes are those of fedavg-lora. The error is never greater than without D.

        For λ → ∞ it is fedavg-lora, bit for bit from λ = 1e30 on. As λ → 0, (B̄ + D)·Ā is the best that any B can do
        with Ā. M itself is never formed.
        """,
      equations: """
        M = Σ_k p_k·B_k·A_k, Ā and B̄ as in fedavg-lora
        D = argmin ‖M − (B̄ + D)·Ā‖² + λ‖D‖² = (M − B̄·Ā)·Āᵀ·(Ā·Āᵀ + λI)⁻¹
        A ← Ā, B ← B̄ + D
        """,
      departures: """
        The distance is the squared Frobenius norm, for which D has a closed form; the paper minimises a cosine
        distance by gradient descent on the server.
        """)
  ) { settings throws(SettingsError) in
    return Method(
      modules: try LoRAModules(settings).refusing(
        [.magnitudes], "its server corrects B towards the mean of the products B·A"),
      exchange: EverythingTravels(settings),
      server: CorrectedAveraging(lambda: settings.fairLambda),
      mayBePersonal: [.upper, .lower])
  }
}

/// Federated averaging, after which B̄ + D takes the place of B̄.
struct CorrectedAveraging: ServerRule {
  /// λ.
  var lambda: Double

  /// A mean, and sums of products.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    let ranges = plan.returning
    let pairs = layout.factorPairs.filter { pair in
      [pair.a.range, pair.b.range].allSatisfy { part in
        ranges.contains { $0.lowerBound <= part.lowerBound && part.upperBound <= $0.upperBound }
      }
    }
    return Fold(
      lambda: lambda, ranges: ranges, count: layout.count,
      mean: WeightedMean(of: Message.parameters, ranges: ranges), sums: pairs.map(ProductSum.init))
  }

  private struct Fold: ServerFold {
    let lambda: Double
    let ranges: [Range<Int>]
    let count: Int
    var mean: WeightedMean
    var sums: [ProductSum]

    mutating func add(_ update: ClientUpdate) {
      mean.add(update)
      var parameters = [Float](repeating: 0, count: count)
      parameters.scatter(update.message.numbers(Message.parameters), into: ranges)
      for index in sums.indices {
        sums[index].add(
          parameters, rank: sums[index].pair.rank, weight: Double(update.samples))
      }
    }

    func finish(_ server: inout ServerState) {
      mean.finish(&server)
      for sum in sums where sum.weight > 0 {
        let pair = sum.pair
        guard let correction = correction(sum, server.parameters) else { continue }
        for row in 0..<pair.b.rows {
          for unit in 0..<pair.rank {
            server.parameters[pair.place(inB: row, unit)] += Float(correction[row, unit])
          }
        }
      }
    }

    /// D, from (Ā·Āᵀ + λI)·Dᵀ = Ā·(M − B̄·Ā)ᵀ.
    private func correction(_ sum: ProductSum, _ parameters: [Float]) -> DoubleMatrix? {
      let (a, b) = sum.pair.factors(in: parameters)
      var gram = a * a.transposed
      let product = sum.mean(times: a.transposed)
      let own = b * gram
      var rest = DoubleMatrix(rows: product.rows, columns: product.columns)
      for column in 0..<rest.columns {
        for row in 0..<rest.rows { rest[row, column] = product[row, column] - own[row, column] }
      }
      for unit in 0..<gram.rows { gram[unit, unit] += lambda }
      return gram.solution(of: rest.transposed)?.transposed
    }
  }
}

extension SettingKeys {
  var fairLambda: SettingKey<Double> {
    .number(
      "lora-fair.lambda", 0.01, in: 1e-9...1e30, "Weight λ that holds the correction D small.")
  }
}
