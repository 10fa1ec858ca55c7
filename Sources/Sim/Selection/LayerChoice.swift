import Metrics
import Plain
import Transformer

/// The choice of the global aggregation layers (FibecFed, the initialisation phase): all clients or a sample of them score
/// the layers at the initial model, the server weighs the scores and tells everybody.
public struct LayerChoice: MethodInitialisation {
  /// How layers are scored and counted.
  public var selection: LayerSelection

  private let scores: (@Sendable (ClientData) -> [Double])?

  /// The choice that `settings` ask for.
  ///
  /// - Parameter scores: what a client gives each layer; nil: its sensitivity.
  public init(_ settings: Settings, scores: (@Sendable (ClientData) -> [Double])? = nil) {
    selection = LayerSelection(settings)
    self.scores = scores
  }

  /// Names of the parts of a client's message.
  enum Part {
    static let sensitivity = "sensitivity"
    static let keptShare = "kept share"
    static let samples = "samples"
  }

  /// Fails for a count or a list that this encoder does not have.
  public func check(layers: Int) throws(SettingsError) {
    _ = try LayerCount(selection.count, layers: layers)
    _ = try selection.fixedLayers(of: layers)
  }

  /// The layers that are named, else the first of as many as are asked for, else all.
  public func likelyLayers(of layers: Int) -> [Int] {
    if let fixed = try? selection.fixedLayers(of: layers) { return fixed }
    let count =
      switch try? LayerCount(selection.count, layers: layers) {
      case .none?: 0
      case .fixed(let count): count
      case .fraction(let share): LayerCount.layers(share: share, of: layers)
      default: layers
      }
    return Array(0..<count)
  }

  /// Every so many rounds, if at all.
  public func isDue(before round: Int) -> Bool {
    selection.every > 0 && round > 1 && (round - 1) % selection.every == 0
  }

  /// All clients or a seeded sample of them; nobody when there is nothing to score for.
  public func members(_ federation: Federation) -> [Int] {
    let layers = federation.encoder.configuration.layers
    switch try? LayerCount(selection.count, layers: layers) {
    case .all, .none?: return []
    default: if !selection.fixed.isEmpty { return [] }
    }
    let clients = federation.participants
    let wanted = selection.clients > 0 ? selection.clients : clients.count
    guard wanted < clients.count else { return Array(clients) }
    var random = CounterRandom(seed: UInt64(federation.settings.seed), purpose: .scorers)
    return random.sample(wanted, of: clients.count).map { clients[$0] }
  }

  /// Layer scores, kept share (not a number where no rule asks for one) and number of samples: L + 2 numbers.
  public func answer(_ data: ClientData) -> InitialisationAnswer {
    var answer = InitialisationAnswer(client: data.client)
    let found = scores.map { (used: $0(data), own: []) } ?? sensitivity(data)
    answer.message.add(Part.sensitivity, found.used.map(Float.init))
    answer.ownScores = found.own
    let layers = data.federation.encoder.configuration.layers
    var kept = Double.nan
    switch try? LayerCount(selection.count, layers: layers) {
    case .gap: kept = gap(data, &answer)
    case .plateau where searches(data): kept = plateau(data, &answer)
    default: break
    }
    answer.message.add(Part.keptShare, [Float(kept)])
    answer.message.add(Part.samples, [Float(data.count)])
    answer.work = data.work
    return answer
  }

  /// Whether a client makes the plateau search: of all clients those of the first cohort, of a sample each.
  private func searches(_ data: ClientData) -> Bool {
    selection.clients > 0 || data.federation.cohort(round: 1).contains(data.client)
  }

  /// Counts and ranks the layers.
  public func conclude(
    _ answers: [InitialisationAnswer], _ federation: Federation, _ server: inout ServerState
  ) -> InitialisationOutcome {
    let layers = federation.encoder.configuration.layers
    var outcome = InitialisationOutcome()
    if let fixed = try? selection.fixedLayers(of: layers) {
      server.globalLayers = fixed
      outcome.rule = "given, \(fixed.count) of \(layers)"
    } else {
      outcome.layerScores = Self.weightedMean(answers, Part.sensitivity)
      outcome.ownScores = Self.ownScores(answers)
      let (number, rule) = count(answers, of: layers)
      var random = CounterRandom(seed: UInt64(federation.settings.seed), purpose: .layers)
      // Without scores all layers are asked for, or none.
      let scores =
        outcome.layerScores.isEmpty
        ? [Double](repeating: 0, count: layers) : outcome.layerScores
      server.globalLayers = selection.layers(number, scores: scores, using: &random)
      outcome.rule = "\(rule), \(number) of \(layers)"
      outcome.spectrum = Self.spectrum(answers)
    }
    let global = Set(server.globalLayers)
    outcome.told.add("global layers", flags: (0..<layers).map(global.contains))
    return outcome
  }

  /// How many layers become global, and by which rule.
  private func count(
    _ answers: [InitialisationAnswer], of layers: Int
  ) -> (number: Int, rule: String) {
    switch try? LayerCount(selection.count, layers: layers) {
    case .all, nil: return (layers, "all layers")
    case .none?: return (0, "no layer")
    case .fixed(let fixed): return (fixed, "fixed count")
    case .fraction(let share):
      return (LayerCount.layers(share: share, of: layers), "fraction \(share)")
    case .gap, .plateau:
      let judged = answers.filter { $0.message.numbers(Part.keptShare).first?.isFinite == true }
      let share = Self.weightedMean(judged, Part.keptShare).first ?? 0
      let fired = answers.reduce(into: [String: Int]()) {
        if !$1.note.isEmpty { $0[$1.note, default: 0] += 1 }
      }
      let rules = fired.sorted { $0.key < $1.key }
        .map { "\($0.key) on \($0.value) clients" }.joined(separator: ", ")
      return (
        LayerCount.layers(share: share, of: layers),
        "\(rules): kept share \(Units.fixed(share, 3))"
      )
    }
  }

  /// The spectrum of the client that would keep the share nearest to the mean of all, the first of equals.
  static func spectrum(_ answers: [InitialisationAnswer]) -> LayerSpectrum? {
    let judged = answers.filter { $0.spectrum != nil }
    let share = weightedMean(judged, Part.keptShare).first ?? 0
    return judged.compactMap(\.spectrum).min { left, right in
      abs(left.share - share) < abs(right.share - share)
    }
  }

  /// The same of what each layer itself amplifies, which nobody sends: for the diagnosis.
  private static func ownScores(_ answers: [InitialisationAnswer]) -> [Double] {
    let weights = answers.map { Double($0.message.numbers(Part.samples).first ?? 0) }
    let total = max(weights.reduce(0, +), 1e-300)
    let layers = answers.first?.ownScores.count ?? 0
    return (0..<layers).map { layer in
      zip(answers, weights).reduce(0) { $0 + $1.1 / total * $1.0.ownScores[layer] }
    }
  }

  /// Σ (n_k / n) of one part of the clients' messages; empty when they have none.
  private static func weightedMean(_ answers: [InitialisationAnswer], _ part: String) -> [Double] {
    let weights = answers.map { Double($0.message.numbers(Part.samples).first ?? 0) }
    let total = max(weights.reduce(0, +), 1e-300)
    var mean: [Double] = []
    for (answer, weight) in zip(answers, weights) {
      let values = answer.message.numbers(part)
      if mean.isEmpty { mean = [Double](repeating: 0, count: values.count) }
      for (index, value) in values.enumerated() where index < mean.count {
        mean[index] += weight / total * Double(value)
      }
    }
    return mean
  }
}
