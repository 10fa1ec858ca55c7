import Foundation
import Plain

extension MethodRecipe {
  /// VOC (arXiv 1903.09848): texts of common words first, in a share that grows with the competence.
  static let voc = MethodRecipe(
    name: "voc",
    summary: "LoRA, all of it travels; texts of common words first, drawn from a share that grows.",
    source: "arXiv 1903.09848, NAACL 2019",
    settings: LoRAModules.settings + VocabularyCurriculum.settings,
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained",
      keeps: "each client the order of its samples",
      text: """
        fedavg-lora with a competence-based curriculum. A client scores its samples by the rarity of their words, orders
        them, and draws its batches anew in each epoch from those whose place in that order, the cumulative
        distribution of the difficulty, is within the competence of the round. Words are tokens of the model's
        tokenizer without the special ones, in upper or lower case as it has them; their frequencies are those of the
        client's own samples, so that nothing is sent for them and no pass is made. What is used is rounded up to whole
        batches.

        The learning rate is held while the competence grows (train.schedule = paced). With voc.start = 1 it is
        fedavg-lora, bit for bit.
        """,
      equations: """
        d(x) = −Σ_w ln p̂(w), p̂(w) the frequency of w among the client's words
        c(t) = min(1, (t·(1 − c₀ᵖ)/T_c + c₀ᵖ)^(1/p)), t and T_c in rounds
        in use at t: samples with CDF(d) ≤ c(t)
        """,
      departures: """
        The paper draws each batch from the samples within the competence, as many batches a round as ever: here an
        epoch is one pass over those samples, so that a client takes fewer steps while its competence is small. The
        cumulative distribution is exact and not a histogram of 1,000 bins. T_c is a part of the rounds and not the
        steps to 90 % of what the plain model reaches. Frequencies could be summed over clients: that is not offered.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings),
      curriculum: settings.vocStart < 1 ? VocabularyCurriculum(settings) : Everything(),
      exchange: EverythingTravels(settings))
  }
}

/// Samples of common words first, shuffled within the share in use.
struct VocabularyCurriculum: Curriculum {
  /// The competence.
  var pacing: Pacing

  init(_ settings: Settings) {
    pacing = Pacing(
      shape: .root(settings.vocPower), beta: settings.vocStart, alpha: settings.vocEnd)
  }

  /// Rarity of each sample's words.
  func difficulty(_ data: ClientData) -> [Double]? { Self.rarity(data.words) }

  /// Samples by difficulty, cut into batches; of equal ones the first comes first.
  func batches(
    difficulty: [Double], labels: [Int], batch: Int, using random: inout CounterRandom
  ) -> [[Int]] {
    difficulty.indices.sorted { (difficulty[$0], $0) < (difficulty[$1], $1) }.cut(into: batch)
  }

  /// The competence.
  func share(round: Int, of rounds: Int) -> Double { pacing.share(round: round, of: rounds) }

  /// While the competence grows.
  var growth: Double { pacing.alpha }

  /// −Σ ln p̂(w) over the words of each text, p̂ being the frequency among all of them.
  static func rarity(_ texts: [[Int32]]) -> [Double] {
    let counts = texts.joined().reduce(into: [Int32: Int]()) { $0[$1, default: 0] += 1 }
    let all = Double(texts.reduce(0) { $0 + $1.count })
    return texts.map { words in
      words.reduce(0) { $0 - log(Double(counts[$1] ?? 1) / all) }
    }
  }
}

extension SettingKeys {
  var vocStart: SettingKey<Double> {
    .number("voc.start", 0.01, in: 1e-6...1, "Competence c₀ in round 1.")
  }
  var vocPower: SettingKey<Double> {
    .number("voc.power", 2, in: 1...100, "p of the competence: 1 is a line, 2 a square root.")
  }
  var vocEnd: SettingKey<Double> {
    .number("voc.end", 0.5, in: 1e-6...1, "Part of the rounds until the competence is 1, T_c.")
  }
}

extension VocabularyCurriculum {
  /// What it reads.
  static let settings = Setting.of(\.vocStart, \.vocPower, \.vocEnd)
}
