import Foundation
import Plain

/// What a client's samples should look like: its share of all samples, and of each class.
///
/// A partition and its test split are drawn from one plan, so a client is tested on the mixture it
/// trains on.
public struct ClientPlan: Sendable, Equatable {
  /// Shares of the samples, by client; they sum to 1.
  public var sizes: [Double]
  /// Shares of the classes, by client; nil: as they come.
  public var priors: [[Double]]?

  init(sizes: [Double], priors: [[Double]]?) {
    self.sizes = sizes
    self.priors = priors
  }

  /// Draws a plan.
  public static func draw(
    labels: Int, clients: Int, settings: PartitionSettings,
    using generator: inout some RandomNumberGenerator
  ) throws(CorpusError) -> ClientPlan {
    guard clients > 0, labels > 0 else {
      throw .impossiblePartition("\(clients) clients and \(labels) labels: both must be positive")
    }
    for (name, value) in [("alpha", settings.alpha), ("sizeAlpha", settings.sizeAlpha)]
    where !(value > 0 && value.isFinite) {
      throw .impossiblePartition("\(name) is \(value), it must be a positive number")
    }
    for (name, value) in [("sigma", settings.sigma), ("exponent", settings.exponent)]
    where !(0...100 ~= value) {
      throw .impossiblePartition("\(name) is \(value), it must be from 0 to 100")
    }
    switch settings.scheme {
    case .iid, .natural, .files, .shards, .pathological, .drawn:
      return ClientPlan(
        sizes: Array(repeating: 1 / Double(clients), count: clients), priors: nil)
    case .quantity:
      return ClientPlan(
        sizes: dirichletShares(clients, alpha: settings.sizeAlpha, using: &generator), priors: nil)
    case .logNormal:
      return ClientPlan(
        weights: (0..<clients).map { _ in exp(settings.sigma * generator.normal()) })
    case .powerLaw:
      var ranks = Array(1...clients)
      generator.shuffle(&ranks)
      return ClientPlan(weights: ranks.map { pow(Double($0), -settings.exponent) })
    case .dirichlet, .feature:
      let sizes = dirichletShares(clients, alpha: settings.sizeAlpha, using: &generator)
      var priors: [[Double]] = []
      priors.reserveCapacity(clients)
      for _ in 0..<clients {
        priors.append(dirichletShares(labels, alpha: settings.alpha, using: &generator))
      }
      return ClientPlan(sizes: sizes, priors: priors)
    }
  }

  /// Sizes in proportion to `weights`, classes as they come.
  init(weights: [Double]) {
    let sum = weights.reduce(0, +)
    self.init(sizes: weights.map { $0 / sum }, priors: nil)
  }

  /// Whole sizes that sum to `total`, each at least `minimum`, by largest remainder.
  func quotas(total: Int, minimum: Int) throws(CorpusError) -> [Int] {
    let minimum = max(0, minimum)
    let (needed, overflow) = minimum.multipliedReportingOverflow(by: sizes.count)
    guard !overflow, needed <= total else {
      throw .impossiblePartition(
        "\(total) samples do not give \(sizes.count) clients \(minimum) each: "
          + "take fewer clients, a smaller minimum, or federation.partition = drawn, where clients share samples"
      )
    }
    return quotas(total: total, from: minimum)
  }

  /// The same, where the total is known to be enough.
  func quotas(total: Int, from minimum: Int = 0) -> [Int] {
    // The minimum is given first and the rest by share, which keeps the sum without any repair.
    let rest = total - minimum * sizes.count
    var quotas = sizes.map { minimum + Int((Double(rest) * $0).rounded(.down)) }
    var missing = total - quotas.reduce(0, +)
    let parts = sizes.map { (Double(rest) * $0).truncatingRemainder(dividingBy: 1) }
    let order = sizes.indices.sorted { (parts[$1], $0) < (parts[$0], $1) }
    var next = 0
    while missing > 0, !order.isEmpty {
      quotas[order[next % order.count]] += 1
      next += 1
      missing -= 1
    }
    while missing < 0, let index = quotas.indices.filter({ quotas[$0] > minimum }).first {
      // Rounding of the shares can only overshoot by a hair.
      quotas[index] -= 1
      missing += 1
    }
    return quotas
  }
}
