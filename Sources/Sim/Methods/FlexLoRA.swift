import Transformer

extension MethodRecipe {
  /// FlexLoRA (arXiv 2402.11505): clients of different ranks; the server decomposes the mean of their products.
  static let flexLoRA = MethodRecipe(
    name: "flexlora",
    summary:
      "LoRA of a rank by client; the server averages the products B·A and sends each client their best "
      + "approximation of its rank.",
    source: "arXiv 2402.11505, NeurIPS 2024",
    settings: Setting.of(\.flexRanks) + LoRAModules.besideRank,
    card: MethodCard(
      trains: "LoRA, head", travels: "LoRA of the client's rank, head",
      text: """
        Each client has a rank r_k, drawn once with the run's seed from flexlora.ranks: devices with more room hold more.
        The server forms the mean of the products B_k·A_k, which is exact whatever the ranks, decomposes it into
        singular values, and sends client k the first r_k of them: the best approximation of that rank, whose error is
        √(Σ_{i>r_k} σ_i²). The server's own model, which is evaluated, has the greatest rank.

        No matrix as large as the weight is made: the decomposition is that of the stacked factors, through their QR.
        The server turns the factors in each round, so that optimiser's moments that are kept over rounds
        (train.keep_moments) belong to directions that are no longer there.
        """,
      equations: """
        M = Σ_k p_k·B_k·A_k = U·Σ·Vᵀ
        client k gets B = U·Σ and A = Vᵀ, the first r_k columns and rows
        """,
      departures: """
        The scale α/r is that of the greatest rank for all clients; the paper's s_k = α/r_k then stands in M and in B,
        and cancels.

        Where the products of a round have fewer than r directions, the rows of A left over stay as they were and their
        columns of B are zero: zeros in both would never be trained again.
        """),
    notes: { ClientRanks.notes(SettingKeys().flexRanks, $0) }
  ) { settings throws(SettingsError) in
    let ranks = try ClientRanks(SettingKeys().flexRanks, settings)
    return Method(
      modules: try ranks.modules(settings), exchange: EverythingTravels(settings),
      schedule: SentAndOwn(), server: ProductDecomposition(ranks: ranks),
      mayBePersonal: [])
  }
}

/// The mean of the products, decomposed anew; a client has the first units of its rank.
struct ProductDecomposition: ServerRule {
  var ranks: ClientRanks

  /// Clients send and get the first units of every pair.
  func plans(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout
  ) -> (@Sendable (Int) -> RoundPlan)? { plan.narrowed(layout, rank: ranks.rank) }

  /// Sums of products, and a mean of the rest.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold { Fold(ranks: ranks, update: PaddedUpdates(plan, layout)) }

  private struct Fold: ServerFold {
    let ranks: ClientRanks
    var update: PaddedUpdates
    var sums: [ProductSum]

    init(ranks: ClientRanks, update: PaddedUpdates) {
      self.ranks = ranks
      self.update = update
      sums = update.pairs.map(ProductSum.init)
    }

    mutating func add(_ update: ClientUpdate) {
      let rank = ranks.rank(ofClient: update.client)
      guard let parameters = self.update.add(update, rank: rank) else { return }
      for index in sums.indices {
        sums[index].add(parameters, rank: rank, weight: Double(update.samples))
      }
    }

    func finish(_ server: inout ServerState) {
      update.finish(&server)
      for sum in sums {
        guard let found = sum.decomposed() else { continue }
        let pair = sum.pair
        for unit in 0..<pair.rank {
          let isThere = unit < found.values.count
          for row in 0..<pair.b.rows {
            server.parameters[pair.place(inB: row, unit)] =
              isThere ? Float(found.left[row, unit] * found.values[unit]) : 0
          }
          guard isThere else { continue }
          for column in 0..<pair.a.columns {
            server.parameters[pair.place(inA: unit, column)] = Float(found.right[column, unit])
          }
        }
      }
    }
  }
}

extension SettingKeys {
  var flexRanks: SettingKey<String> {
    .text(
      "flexlora.ranks", "4,8", "Ranks that clients may have, such as 4,8; drawn client by client.")
  }
}
