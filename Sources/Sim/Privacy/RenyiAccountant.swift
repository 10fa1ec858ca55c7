import Foundation

/// Rényi differential privacy of rounds that add Gaussian noise to a sum over a random sample (Mironov 2017, arXiv
/// 1702.07476; the sampled mechanism: Mironov, Talwar and Zhang 2019, arXiv 1908.10530).
struct RenyiAccountant: Sendable {
  /// Orders at which divergences are added up.
  static let orders: [Double] = {
    let tenths = (11..<110).map { Double($0) / 10 }
    let whole = Array(11...64) + [80, 96, 128, 192, 256, 384, 512]
    return tenths + whole.map(Double.init)
  }()

  /// The sum of the rounds' divergences at each order.
  private(set) var spent = [Double](repeating: 0, count: orders.count)

  /// Adds `rounds` rounds.
  ///
  /// - Parameters:
  ///   - noise: deviation over the largest norm of one member's share.
  ///   - sampling: chance of a member to be sampled, above 0 and at most 1.
  mutating func add(rounds: Double, noise: Double, sampling: Double) {
    for (index, order) in Self.orders.enumerated() {
      spent[index] += rounds * Self.divergence(order: order, noise: noise, sampling: sampling)
    }
  }

  /// The least ε over the orders, by theorem 21 of arXiv 1905.09982 (Balle, Barthe, Gaboardi, Hsu and Sato 2020).
  func epsilon(delta: Double) -> Double {
    let candidates = zip(Self.orders, spent).map { order, spent in
      spent + log1p(-1 / order) - log(delta * order) / (order - 1)
    }
    return max(0, candidates.min() ?? .infinity)
  }

  /// Rényi divergence of order α of one round from the same round without one member:
  /// ln E[(1 − q + q·exp((2x − 1) / 2σ²))^α] / (α − 1) over x ~ N(0, σ²) (1908.10530, section 3.3).
  ///
  /// The expectation is a sum over a grid: for an integrand that is analytic and falls like a Gaussian on both sides it is
  /// exact to rounding once the grid is finer than the Gaussian and its poles are far (Trefethen and Weideman 2014).
  static func divergence(order: Double, noise: Double, sampling q: Double) -> Double {
    let variance = noise * noise
    guard q < 1 else { return order / (2 * variance) }
    // The logarithm of 1 − q + q·eᵗ has its poles at a distance of πσ² from the real line.
    let step = min(noise / 8, variance / 2)
    let places = stride(from: -13 * noise, through: order + 13 * noise, by: step)
    let exponents = places.map { x -> Double in
      let t = (2 * x - 1) / (2 * variance)
      let ratio =
        t > 0 ? t + log(q + (1 - q) * exp(-t)) : log1p(q * expm1(t))
      return order * ratio - x * x / (2 * variance)
    }
    let largest = exponents.max() ?? 0
    let sum = exponents.reduce(0) { $0 + exp($1 - largest) }
    let total = largest + log(sum * step / (noise * (2 * Double.pi).squareRoot()))
    return max(0, total) / (order - 1)
  }
}
