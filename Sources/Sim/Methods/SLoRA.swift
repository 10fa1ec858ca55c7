import Transformer

extension MethodRecipe {
  /// SLoRA (arXiv 2308.06522): some rounds train a sparse change of the weights, of which LoRA then starts.
  static let sLoRA = MethodRecipe(
    name: "slora",
    summary:
      "Some rounds train the same few random entries of the weights; the singular vectors of that change are where "
      + "LoRA starts.",
    source: "arXiv 2308.06522",
    settings: LoRAModules.settings + Setting.of(\.sloraRounds, \.sloraDensity, \.sloraSplit),
    card: MethodCard(
      trains: "first entries of the weights, then LoRA; head",
      travels: "what is trained in the round",
      text: """
        LoRA's start knows nothing of the task, and clients with unlike data pull its factors apart. SLoRA starts
        elsewhere. In stage 1, the first slora.sparse_rounds rounds, a share of the entries of the weights themselves is
        trained and averaged. Which entries is drawn from the seed, the same for all, so that their places need not
        travel. Then the server decomposes the change of each weight, takes its r largest singular values as B and A,
        and the weights go back to what they were. Stage 2 is fedavg-lora from there: the weights cost nothing any
        more.

        (α/r)·B·A is the best approximation of the change of rank r, whichever way Σ is split; what it misses is lost.
        Of diag(3, 2, 1) rank 2 misses 1.
        """,
      equations: """
        stage 1: W = W⁰ + M∘Δ, Δ ← Σ_k p_k·Δ_k, M a random mask of density δ
        Δ = U·Σ·Vᵀ, s = α/r
        stage 2 starts from B = U·√Σ/√s and A = √Σ·Vᵀ/√s, or B = U·Σ/s and A = Vᵀ; W = W⁰
        """,
      departures: """
        The first value of slora.density, 1/8, makes a round of stage 1 as expensive as one of stage 2 in the embedded
        experiment. Both stages have one learning rate.
        """)
  ) { settings throws(SettingsError) in
    let lora = try LoRAModules(settings).refusing(
      [.magnitudes, .patterns], "its factors start as the best product B·A for a change of W")
    let sparse = SparseDelta(
      density: settings.sloraDensity, seed: UInt64(settings.seed), sites: lora.sites)
    let exchange = StagesTravel(
      sparseRounds: settings.sloraRounds, headTravels: settings.head != .personal)
    return Method(
      modules: SparseThenLowRank(lora: lora, sparse: sparse), exchange: exchange,
      schedule: SentAndOwn(),
      server: DecomposingAveraging(
        sparseRounds: settings.sloraRounds, sparse: sparse,
        scale: Double(lora.scale.factor), split: settings.sloraSplit), mayBePersonal: [])
  }
}

/// LoRA, and a sparse change of the same weights.
struct SparseThenLowRank: ModuleChoice {
  var lora: LoRAModules
  var sparse: SparseDelta

  func plan(
    for configuration: EncoderConfiguration, head: HeadPolicy
  ) throws(SettingsError) -> TrainingPlan {
    var plan = try lora.plan(for: configuration, head: head)
    plan.modules.append(sparse)
    return plan
  }
}

/// The sparse change travels in the first rounds, LoRA in the others; the head in all.
struct StagesTravel: Exchange {
  /// Rounds of stage 1.
  var sparseRounds: Int
  /// Whether the task head travels; else each client keeps its own.
  var headTravels: Bool

  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    layout.head(isPersonal: !headTravels)
  }

  func travelling(_ layout: ParameterLayout, global: Set<Int>, round: Int) -> [Range<Int>] {
    layout.ranges { segment in
      if segment.isHeld { return false }
      if segment.role == .head { return headTravels }
      return (segment.role == .added) == (round <= sparseRounds)
    }
  }
}

/// Federated averaging that turns the sparse change into factors at the end of stage 1.
struct DecomposingAveraging: ServerRule {
  /// Rounds of stage 1.
  var sparseRounds: Int
  /// What was trained in it.
  var sparse: SparseDelta
  /// s = α/r.
  var scale: Double
  /// Where the singular values go.
  var split: SingularValues.Split

  /// A weighted mean.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    Fold(
      rule: self, isLast: plan.round == sparseRounds, layout: layout,
      mean: WeightedMean(of: Message.parameters, ranges: plan.returning))
  }

  /// Puts the best approximation of each map's change into its pair, and takes the change back.
  func decompose(_ parameters: inout [Float], _ layout: ParameterLayout) {
    for values in layout.segments where values.role == .added && !values.isHeld {
      func own(_ role: ParameterSegment.Role, isHeld: Bool = false) -> ParameterSegment? {
        layout.segments.first {
          $0.layer == values.layer && $0.module == values.module && $0.role == role
            && $0.isHeld == isHeld
        }
      }
      guard let a = own(.loraA), let b = own(.loraB), let layer = values.layer,
        let site = LinearSite(rawValue: values.module)
      else { continue }
      let places = sparse.places(of: site, layer: layer, count: b.rows * a.columns)
      var change = DoubleMatrix(rows: b.rows, columns: a.columns)
      for (index, place) in places.enumerated() {
        change[Int(place) / a.columns, Int(place) % a.columns] =
          Double(parameters[values.offset + index])
        parameters[values.offset + index] = 0
      }
      if let used = own(.added, isHeld: true) { parameters[used.offset] = 0 }
      guard let found = SingularValues(change) else { continue }
      let factors = found.factors(rank: a.rows, scale: scale, split: split)
      parameters.replaceSubrange(a.range, with: factors.a)
      parameters.replaceSubrange(b.range, with: factors.b)
    }
  }

  private struct Fold: ServerFold {
    let rule: DecomposingAveraging
    let isLast: Bool
    let layout: ParameterLayout
    var mean: WeightedMean

    mutating func add(_ update: ClientUpdate) { mean.add(update) }

    func finish(_ server: inout ServerState) {
      mean.finish(&server)
      if isLast { rule.decompose(&server.parameters, layout) }
    }
  }
}

extension SettingKeys {
  var sloraRounds: SettingKey<Int> {
    .integer("slora.sparse_rounds", 2, in: 1...1_000_000, "Rounds of stage 1.")
  }
  var sloraDensity: SettingKey<Double> {
    .number(
      "slora.density", 0.125, in: 1e-5...1, "Share of the weights' entries that stage 1 trains, δ.")
  }
  var sloraSplit: SettingKey<SingularValues.Split> {
    .choice(
      "slora.split", .even, "Whether the singular values go into both factors or into B (left).")
  }
}
