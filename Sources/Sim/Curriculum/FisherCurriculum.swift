import Plain

/// Easy samples first, by per-sample Fisher trace, in a share that grows over the rounds
/// (docs/methods.md, "Difficulty of a sample" and "Order of batches").
public struct FisherCurriculum: Curriculum {
  /// What is sorted.
  public enum Unit: String, Sendable, CaseIterable {
    /// Samples are sorted, then cut into batches: batch means rise.
    case sample
    /// Batches are fixed in a random order first and sorted by their sums.
    case batch
  }

  /// Which samples come first.
  public enum Order: String, Sendable, CaseIterable {
    /// Small traces first.
    case easy
    /// Large traces first: an ablation.
    case hard
    /// A random order: an ablation.
    case random
  }

  /// Where difficulties come from.
  public enum Score: String, Sendable, CaseIterable {
    /// The initial model, when a client is first sampled.
    case initial
    /// The model that a client receives in the first round behind a warm-up in which it takes part.
    case warm
    /// The passes that its participations make anyway: no order but chance in the first.
    case participation
  }

  /// Which parameters a trace is of.
  public enum Trace: String, Sendable, CaseIterable {
    /// All that are trained.
    case all
    /// The low-rank factors alone, without the task head.
    case modules
  }

  /// What keeps a prefix of the sorted samples like the whole.
  public enum Balance: String, Sendable, CaseIterable {
    /// Samples of every label take turns.
    case label
    /// Nothing.
    case none
  }

  /// How the samples in use are visited.
  public enum Visit: String, Sendable, CaseIterable {
    /// As they are sorted.
    case sorted
    /// In new random batches each epoch.
    case shuffled
  }

  /// Growth of the share in use.
  public var pacing: Pacing
  /// Where difficulties come from.
  public var score: Score
  /// Rounds of the warm-up of warm scores.
  public var warmup: Int
  /// Which parameters a trace is of.
  public var trace: Trace
  /// What is sorted.
  public var unit: Unit
  /// Which samples come first.
  public var order: Order
  /// Whether samples of every label take turns, so that each prefix has the client's mix of labels.
  ///
  /// At the initial model the head is random and the traces tell labels apart more than hard from easy: without it a
  /// small share is mostly the label that the head happens to favour.
  public var balancesLabels: Bool
  /// Whether the samples in use are dealt into new random batches each epoch; else they come as they are sorted.
  public var shuffles: Bool

  /// Makes a curriculum.
  public init(
    pacing: Pacing, score: Score = .initial, warmup: Int = 0, trace: Trace = .all,
    unit: Unit = .sample, order: Order = .easy, balancesLabels: Bool = false,
    shuffles: Bool = false
  ) {
    self.pacing = pacing
    self.score = score
    self.warmup = score == .warm && order != .random ? warmup : 0
    self.trace = trace
    self.unit = unit
    self.order = order
    self.balancesLabels = balancesLabels
    self.shuffles = shuffles
  }

  /// The curriculum that `settings` ask for.
  public init(_ settings: Settings) {
    self.init(
      pacing: Pacing(settings), score: settings.curriculumScore,
      warmup: settings.curriculumWarmup, trace: settings.curriculumTrace, unit: settings.unit,
      order: settings.order,
      balancesLabels: settings.balance == .label, shuffles: settings.visit == .shuffled)
  }

  /// Only with scores from participations, and not for a random order, which asks for no score.
  public var learnsDifficulty: Bool { score == .participation && order != .random }

  /// As `trace` says.
  public var scoresModulesAlone: Bool { trace == .modules }

  /// The Fisher traces at the model that `data` is seen with; nil where no pass is made for them.
  public func difficulty(_ data: ClientData) -> [Double]? {
    guard order != .random, score != .participation else { return nil }
    let found = data.fisherTraces()
    return trace == .all ? found.traces : found.moduleTraces
  }

  /// Batches in order of difficulty.
  public func batches(
    difficulty: [Double], labels: [Int], batch: Int, using random: inout CounterRandom
  ) -> [[Int]] {
    var samples = Array(difficulty.indices)
    switch unit {
    case .sample:
      // Samples that no pass has seen are alike, and come as chance has it.
      if order == .random || learnsDifficulty { random.shuffle(&samples) }
      if order != .random {
        samples = samples.enumerated()
          .sorted { precedes(difficulty[$0.element], $0.offset, difficulty[$1.element], $1.offset) }
          .map(\.element)
      }
      if balancesLabels { samples = interleaved(samples, by: labels) }
      return samples.cut(into: batch)
    case .batch:
      random.shuffle(&samples)
      if balancesLabels { samples = interleaved(samples, by: labels) }
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

  /// The pacing function's.
  public var growth: Double { pacing.alpha }

  /// `samples` with the labels taking turns by their frequency; samples of one label keep their order.
  ///
  /// The i-th of n samples of a label stands at (i + ½) / n of the way: the order for a client's mix of labels that is
  /// nearest to even in every prefix. Ties go to the lower label.
  private func interleaved(_ samples: [Int], by labels: [Int]) -> [Int] {
    let counts = samples.reduce(into: [Int: Int]()) { $0[labels[$1], default: 0] += 1 }
    var seen: [Int: Int] = [:]
    let placed = samples.map { sample -> (place: Double, sample: Int) in
      let label = labels[sample]
      let rank = seen[label, default: 0]
      seen[label] = rank + 1
      return ((Double(rank) + 0.5) / Double(counts[label] ?? 1), sample)
    }
    return
      placed
      .sorted { ($0.place, labels[$0.sample]) < ($1.place, labels[$1.sample]) }
      .map(\.sample)
  }

  /// Whether score `a` (at index `i`) comes before score `b` (at `j`); ties go to the lower index.
  private func precedes(_ a: Double, _ i: Int, _ b: Double, _ j: Int) -> Bool {
    if a == b { return i < j }
    return order == .hard ? a > b : a < b
  }
}

extension SettingKeys {
  var curriculumScore: SettingKey<FisherCurriculum.Score> {
    .choice(
      "curriculum.score", .participation,
      "Difficulties from the initial model, from the model after a warm-up, or from the passes that "
        + "participations make anyway.")
  }
  var curriculumWarmup: SettingKey<Int> {
    .integer(
      "curriculum.warmup", 3, in: 0...1_000_000, "Plain rounds before warm scores are taken.")
  }
  var curriculumTrace: SettingKey<FisherCurriculum.Trace> {
    .choice(
      "curriculum.trace", .all, "Parameters a trace is of: all that are trained, or LoRA alone.")
  }
  var unit: SettingKey<FisherCurriculum.Unit> {
    .choice("curriculum.unit", .sample, "What is sorted by difficulty.")
  }
  var visit: SettingKey<FisherCurriculum.Visit> {
    .choice(
      "curriculum.visit", .shuffled,
      "How the samples in use are visited: as sorted, or in new random batches each epoch.")
  }
  var order: SettingKey<FisherCurriculum.Order> {
    .choice("curriculum.order", .easy, "Which samples come first.")
  }
  var balance: SettingKey<FisherCurriculum.Balance> {
    .choice(
      "curriculum.balance", .none,
      "Whether the samples in use keep the client's mix of labels, or come as they are sorted.")
  }
}

extension FisherCurriculum {
  /// What it reads.
  static let settings =
    Pacing.settings
    + Setting.of(
      \.curriculumScore, \.curriculumWarmup, \.curriculumTrace, \.unit, \.visit, \.order, \.balance)
}
