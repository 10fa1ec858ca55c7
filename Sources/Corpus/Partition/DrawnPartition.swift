import Foundation
import Plain

/// Clients that draw their samples from the whole set, each by itself: any two may share some, so that there can be more
/// clients than samples.
///
/// A client's number of samples is a Gamma draw, its mixture of classes a Dirichlet draw, and each sample is drawn by that
/// mixture without replacement. All of it is a function of seed and client: nobody's samples are kept, and none are drawn
/// but of clients that are asked for.
public struct DrawnPartition: Sendable {
  /// How many clients there are.
  public let clients: Int
  private let settings: PartitionSettings
  private let seed: UInt64
  /// Positions of the samples of each class, ascending.
  private let pools: [[Int32]]
  private let total: Int

  /// Clients over samples with these labels.
  ///
  /// - Parameters:
  ///   - settings: `alpha`, `sizeAlpha`, `drawn` and `minimum` of them.
  ///   - seed: of all draws.
  /// - Throws: `CorpusError.impossiblePartition` when there are fewer samples than a client must have.
  public init(
    labels: [Int], clients: Int, settings: PartitionSettings, seed: UInt64
  ) throws(CorpusError) {
    guard labels.count >= max(1, settings.minimum) else {
      throw .impossiblePartition(
        "\(labels.count) samples do not give a client \(settings.minimum): take a smaller "
          + "federation.minimum_samples")
    }
    var pools: [[Int32]] = Array(repeating: [], count: (labels.max() ?? 0) + 1)
    for (position, label) in labels.enumerated() { pools[label].append(Int32(position)) }
    self.pools = pools
    self.clients = clients
    self.settings = settings
    self.seed = seed
    total = labels.count
  }

  /// Number of a client's samples.
  public func count(ofClient client: Int) -> Int {
    var random = stream(client)
    return count(using: &random)
  }

  /// Positions of a client's samples, ascending.
  public func samples(ofClient client: Int) -> [Int] {
    var random = stream(client)
    let count = count(using: &random)
    let prior = prior(using: &random)
    var left = pools.map(\.count)
    for _ in 0..<count { left[drawClass(prior, left: left, using: &random)] -= 1 }
    return pools.indices.flatMap { label in
      random.sample(pools[label].count - left[label], of: pools[label].count)
        .map { Int(pools[label][$0]) }
    }.sorted()
  }

  /// The client that each of some held-out samples is with: one of a few that are drawn at random, the likelier the more
  /// of its samples are of that class.
  public func owners<Random: RandomNumberGenerator>(
    of labels: [Int], using generator: inout Random
  ) -> [Int] {
    labels.map { label in
      let drawn = (0..<Self.candidates).map { _ in generator.below(clients) }
      let weights = drawn.map { client in
        var random = stream(client)
        _ = count(using: &random)
        let prior = prior(using: &random)
        return prior.indices.contains(label) ? prior[label] : 0
      }
      var rest = generator.uniform() * weights.reduce(0, +)
      for (client, weight) in zip(drawn, weights) {
        rest -= weight
        if rest < 0 { return client }
      }
      return drawn[0]
    }
  }

  /// Enough that a class is mostly with clients that have much of it.
  private static let candidates = 16

  /// All of it as lists, with the owners of held-out samples.
  public func split<Random: RandomNumberGenerator>(
    heldOut labels: [Int], using generator: inout Random
  ) -> Split {
    var test: [[Int]] = Array(repeating: [], count: clients)
    for (sample, client) in owners(of: labels, using: &generator).enumerated() {
      test[client].append(sample)
    }
    return Split(train: (0..<clients).map(samples), test: test)
  }

  /// SHA-256 of the law and of the labels that it draws by: what decides who has which sample.
  public var sha256: String {
    var digest = SHA256()
    var text =
      "drawn \(clients) \(seed) \(settings.alpha) \(settings.sizeAlpha) \(settings.drawn) \(settings.minimum)\n"
    text.withUTF8 { digest.update(UnsafeRawBufferPointer($0)) }
    for pool in pools {
      var count = Int64(pool.count).littleEndian
      withUnsafeBytes(of: &count) { digest.update($0) }
      pool.withUnsafeBytes { digest.update($0) }
    }
    return digest.finish()
  }

  private func stream(_ client: Int) -> SplitMix64 { SplitMix64(keys: seed, UInt64(client)) }

  private func count(using random: inout SplitMix64) -> Int {
    let share = exp(logGamma(shape: settings.sizeAlpha, using: &random)) / settings.sizeAlpha
    let size = (share * Double(settings.drawn)).rounded()
    return min(total, max(settings.minimum, 1, Int(min(size, Double(total)))))
  }

  private func prior(using random: inout SplitMix64) -> [Double] {
    dirichletShares(pools.count, alpha: settings.alpha, using: &random)
  }
}
