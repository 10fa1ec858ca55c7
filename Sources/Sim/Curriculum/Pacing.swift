import Foundation

/// How the share of sorted batches that a client uses grows over the rounds (docs/methods.md, "Pacing").
///
/// All functions start at β, reach 1 after a part α of the rounds and never fall, so they can be exchanged for each other.
public struct Pacing: Sendable, Equatable {
  /// The shape of the growth.
  public enum Shape: Sendable, Equatable {
    /// β + (1 − β)τ.
    case linear
    /// √(β² + (1 − β²)τ) (Platanios et al., NAACL 2019).
    case squareRoot
    /// (βᵖ + (1 − βᵖ)τ)^(1/p).
    case root(Double)
    /// β + (1 − β)τ².
    case quadratic
    /// β^(1 − τ).
    case exponential
    /// β + (1 − β)τᵖ: the polynomial form of Wu and others, ICLR 2021 (arXiv 2012.03107).
    case power(Double)
    /// β + (1 − β)(1 + ln(τ + e⁻¹⁰) / 10), of the same: fast at first.
    case logarithmic
    /// β + (1 − β)(e^(10τ) − 1) / (e¹⁰ − 1), of the same: slow at first.
    case steep
    /// β until the end of the warm-up, then 1.
    case step
    /// 1 from the start.
    case none
  }

  /// The shapes by the words of a configuration; see `Shape`.
  public enum Name: String, Sendable, CaseIterable {
    case linear, sqrt, root, power, log, quadratic, exponential, steep, step, none
  }

  /// The shape of the growth.
  public var shape: Shape
  /// Share in round 0, above 0 and at most 1.
  public var beta: Double
  /// Part of the rounds after which everything is used.
  public var alpha: Double

  /// Makes a pacing function.
  public init(shape: Shape, beta: Double, alpha: Double) {
    self.shape = shape
    self.beta = beta
    self.alpha = alpha
  }

  /// The pacing that `settings` ask for.
  public init(_ settings: Settings) {
    let shape: Shape =
      switch settings.pacing {
      case .linear: .linear
      case .sqrt: .squareRoot
      case .root: .root(settings.pacingPower)
      case .power: .power(settings.pacingPower)
      case .log: .logarithmic
      case .steep: .steep
      case .quadratic: .quadratic
      case .exponential: .exponential
      case .step: .step
      case .none: .none
      }
    self.init(shape: shape, beta: settings.beta, alpha: settings.pacingEnd)
  }

  /// Share of the sorted batches in round `round` (from 0) of `rounds`, from β to 1.
  public func share(round: Int, of rounds: Int) -> Double {
    let length = alpha * Double(rounds)
    let tau = length > 0 ? min(1, Double(round) / length) : 1
    if tau >= 1 { return 1 }
    switch shape {
    case .linear: return min(1, beta + (1 - beta) * tau)
    case .squareRoot: return min(1, (beta * beta + (1 - beta * beta) * tau).squareRoot())
    case .root(let power):
      let start = pow(beta, power)
      return min(1, pow(start + (1 - start) * tau, 1 / power))
    case .quadratic: return min(1, beta + (1 - beta) * tau * tau)
    case .exponential: return min(1, pow(beta, 1 - tau))
    case .power(let power): return min(1, beta + (1 - beta) * pow(tau, power))
    case .logarithmic: return min(1, max(beta, beta + (1 - beta) * (1 + log(tau + exp(-10)) / 10)))
    case .steep: return min(1, beta + (1 - beta) * expm1(10 * tau) / expm1(10))
    case .step: return beta
    case .none: return 1
    }
  }

  /// Number of batches for a share: at least one, rounded up.
  public static func batches(share: Double, of count: Int) -> Int {
    // A share may exceed its exact value by an ulp; without the margin, 0.2·5 could become 2 batches.
    min(count, max(1, Int((share * Double(count) - 1e-12).rounded(.up))))
  }
}

extension SettingKeys {
  var pacing: SettingKey<Pacing.Name> {
    .choice("curriculum.pacing", .linear, "How the share of used batches grows.")
  }
  var beta: SettingKey<Double> {
    .number("curriculum.beta", 0.3, in: 1e-6...1, "Share of the sorted batches in round 1.")
  }
  var pacingEnd: SettingKey<Double> {
    .number("curriculum.end", 0.4, in: 1e-6...1, "Part of the rounds until all are used.")
  }
  var pacingPower: SettingKey<Double> {
    .number("curriculum.power", 3, in: 0.01...100, "p of the root and power pacings.")
  }
}

extension Pacing {
  /// What it reads.
  static let settings = Setting.of(\.pacing, \.beta, \.pacingEnd, \.pacingPower)
}
