extension MethodRecipe {
  /// Shortformer's staged training (arXiv 2012.15832): short sequences first, then whole ones.
  static let shortformer = MethodRecipe(
    name: "shortformer",
    summary:
      "LoRA, all of it travels; texts are cut to a quarter in a first stage, and whole in a second.",
    source: "arXiv 2012.15832, ACL 2021, section 4",
    settings: LoRAModules.settings + TwoLengths.settings,
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained",
      text: """
        fedavg-lora in two stages: in the rounds of the first, samples are cut to a part of ℓ_max, the longest training
        sample; in the second they are whole. All samples are used from the first round on. Samples are cut as in slw:
        special tokens stay, the longer text of a pair gives way first, evaluation reads whole samples.
        """,
      equations: """
        ℓ(t) = ⌊λ·ℓ_max⌋ for t < κ·T, then ℓ_max; λ = shortformer.length, κ = shortformer.stage
        """,
      departures: """
        Staged training is half of the paper; position-infused attention and the cache of earlier subsequences are left
        out, since they would change the network that was pretrained. The paper cuts its texts into subsequences and
        trains on all of them; a sample here has one label, and what is cut off is not seen in the first stage.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings), curriculum: TwoLengths(settings),
      exchange: EverythingTravels(settings))
  }
}

/// Everything from the first round on, cut to one length and then whole.
struct TwoLengths: Curriculum {
  /// Part of the longest sample that the first stage reads.
  var part: Double
  /// Part of the rounds that it lasts.
  var stage: Double

  init(_ settings: Settings) {
    (part, stage) = (settings.shortformerLength, settings.shortformerStage)
  }

  /// The length of the stage.
  func longest(round: Int, of rounds: Int, upTo whole: Int) -> Int? {
    guard Double(round) < stage * Double(rounds) else { return nil }
    let length = Int(part * Double(whole))
    return length < whole ? max(1, length) : nil
  }
}

extension SettingKeys {
  var shortformerLength: SettingKey<Double> {
    .number(
      "shortformer.length", 0.25, in: 0.01...1,
      "Part of the longest sample to which the first stage cuts.")
  }
  var shortformerStage: SettingKey<Double> {
    .number("shortformer.stage", 0.5, in: 0...1, "Part of the rounds that the first stage lasts.")
  }
}

extension TwoLengths {
  /// What it reads.
  static let settings = Setting.of(\.shortformerLength, \.shortformerStage)
}
