import Plain

/// Easy samples first, by per-sample Fisher trace, in a share that grows over the rounds
/// (docs/methods.md, "Difficulty of a sample" and "Order of batches").
public struct FisherCurriculum: Curriculum {
  /// What is sorted.
  public enum Unit: String, Sendable {
    /// Samples are sorted, then cut into batches: batch means rise.
    case sample
    /// Batches are fixed in a random order first and sorted by their sums.
    case batch
  }

  /// Which samples come first.
  public enum Order: String, Sendable {
    /// Small traces first.
    case easy
    /// Large traces first: an ablation.
    case hard
    /// A random order: an ablation.
    case random
  }

  /// Growth of the share in use.
  public var pacing: Pacing
  /// What is sorted.
  public var unit: Unit
  /// Which samples come first.
  public var order: Order
  /// Whether the batches in use are visited in a random order each epoch.
  public var shuffles: Bool

  /// Makes a curriculum.
  public init(pacing: Pacing, unit: Unit = .sample, order: Order = .easy, shuffles: Bool = false) {
    self.pacing = pacing
    self.unit = unit
    self.order = order
    self.shuffles = shuffles
  }

  /// The curriculum that `settings` ask for.
  public init(_ settings: Settings) {
    self.init(
      pacing: Pacing(settings), unit: Unit(rawValue: settings.unit) ?? .sample,
      order: Order(rawValue: settings.order) ?? .easy, shuffles: settings.visit == "shuffled")
  }

  /// Yes: traces are what is sorted by.
  public var scoresSamples: Bool { true }

  /// Batches in order of difficulty.
  public func batches(
    difficulty: [Double], batch: Int, using random: inout CounterRandom
  ) -> [[Int]] {
    var samples = Array(difficulty.indices)
    switch unit {
    case .sample:
      if order == .random {
        random.shuffle(&samples)
      } else {
        samples.sort { precedes(difficulty[$0], $0, difficulty[$1], $1) }
      }
      return samples.cut(into: batch)
    case .batch:
      random.shuffle(&samples)
      let batches = samples.cut(into: batch)
      guard order != .random else { return batches }
      let sums = batches.map { $0.reduce(0) { $0 + difficulty[$1] } }
      return batches.indices
        .sorted { precedes(sums[$0], $0, sums[$1], $1) }
        .map { batches[$0] }
    }
  }

  /// The share that the pacing function gives.
  public func share(round: Int, of rounds: Int) -> Double { pacing.share(round: round, of: rounds) }

  /// Whether score `a` (at index `i`) comes before score `b` (at `j`); ties go to the lower index.
  private func precedes(_ a: Double, _ i: Int, _ b: Double, _ j: Int) -> Bool {
    if a == b { return i < j }
    return order == .hard ? a > b : a < b
  }
}
