import Transformer

/// An optimiser on the server whose gradient is the clients' mean change, Δ = Σ p_k·P_k − P (arXiv 2003.00295, algorithm 2).
///
/// m is zero and v is τ² before round 1; neither is corrected for it.
struct ServerOptimizer: ServerRule {
  /// How a step is made of Δ.
  enum Kind: Sendable {
    /// m ← β₁·m + Δ; P ← P + η·m.
    case momentum
    /// v ← v + Δ²; this and the others: m ← β₁·m + (1 − β₁)·Δ, P ← P + η·m / (√v + τ).
    case adagrad
    /// v ← v − (1 − β₂)·Δ²·sign(v − Δ²).
    case yogi
    /// v ← β₂·v + (1 − β₂)·Δ².
    case adam
  }

  var kind: Kind
  /// η.
  var rate: Double
  /// β₁.
  var beta1: Double
  /// β₂.
  var beta2 = 0.0
  /// τ.
  var tau = 0.0

  /// Names of m and v.
  static let (first, second) = ("server.first", "server.second")

  /// None: a step along the mean change.
  var staleObstacle: String? { nil }

  /// m, and v where there is one.
  func fields(_ layout: ParameterLayout) -> [StateField] {
    names.map { StateField($0, count: layout.count) }
  }

  /// m = 0, v = τ².
  func begin(_ server: inout ServerState) {
    for name in names {
      server.values.vectors[name] = [Float](
        repeating: name == Self.second ? Float(tau * tau) : 0, count: server.parameters.count)
    }
  }

  /// A weighted mean, and a step towards it.
  func fold(
    _ server: ServerState, _ plan: RoundPlan, _ layout: ParameterLayout, clients: Int
  ) -> any ServerFold {
    Fold(
      rule: self, ranges: plan.returning,
      mean: WeightedMean(of: Message.parameters, ranges: plan.returning))
  }

  /// The value after a step from `x`, whose clients' mean is `mean`; m and v move on.
  func step(from x: Double, to mean: Double, _ m: inout Double, _ v: inout Double) -> Double {
    let delta = mean - x
    // x + η·(β₁·m + Δ), put so that it is the mean itself, to the last bit, where η = 1 and β₁ = 0.
    if kind == .momentum {
      let before = beta1 * m
      m = before + delta
      return mean + ((rate - 1) * delta + rate * before)
    }
    let square = delta * delta
    m = beta1 * m + (1 - beta1) * delta
    switch kind {
    case .momentum: break
    case .adagrad: v += square
    case .yogi: v -= (1 - beta2) * square * (v > square ? 1 : v < square ? -1 : 0)
    case .adam: v = beta2 * v + (1 - beta2) * square
    }
    return x + rate * m / (v.squareRoot() + tau)
  }

  private var names: [String] { kind == .momentum ? [Self.first] : [Self.first, Self.second] }

  private struct Fold: ServerFold {
    let rule: ServerOptimizer
    let ranges: [Range<Int>]
    var mean: WeightedMean

    mutating func add(_ update: ClientUpdate) { mean.add(update) }

    func finish(_ server: inout ServerState) {
      guard let mean = mean.mean else { return }
      var first = server.values.vectors[ServerOptimizer.first] ?? []
      var second = server.values.vectors[ServerOptimizer.second] ?? []
      for (place, mean) in zip(ranges.joined(), mean) where place < first.count {
        var m = Double(first[place])
        var v = second.isEmpty ? 0 : Double(second[place])
        server.parameters[place] = Float(
          rule.step(from: Double(server.parameters[place]), to: Double(mean), &m, &v))
        first[place] = Float(m)
        if !second.isEmpty { second[place] = Float(v) }
      }
      server.values.vectors[ServerOptimizer.first] = first
      if !second.isEmpty { server.values.vectors[ServerOptimizer.second] = second }
    }
  }
}
