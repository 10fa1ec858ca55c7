import Transformer

extension MethodRecipe {
  /// Prompt tuning with federated averaging (arXiv 2104.08691).
  static let promptTuning = MethodRecipe(
    name: "prompt-tuning",
    summary: "Trained rows in front of the input, and the head; all of it travels.",
    source: "arXiv 2104.08691, EMNLP 2021",
    settings: PromptModules.settings,
    firstValues: ["train.learning_rate": .number(0.3)],
    card: MethodCard(
      trains: "prompt, head", travels: "all that is trained",
      text: """
        p trained rows stand in front of the sequence that the first layer reads, p·d values in all; everything else is
        frozen but the head. They come after the embedding layer, so that they have no position, and every token keeps
        its own. The head reads the tokens, not the prompt.

        Rows start uniform in ±0.5, or with prompt.start = vocabulary as words that are drawn with the run's seed, as
        the first layer would read them without a position. A prompt wants a far larger learning rate than LoRA does:
        the first value of train.learning_rate is the method's own. A client's device passes the rows too, and they
        are charged.
        """,
      equations: """
        h₀ = [P; E(x)]
        P ← Σ_k p_k·P_k
        """,
      departures: """
        The paper trains with Adafactor and a constant rate of 0.3; here it is train.optimizer.

        Its words are drawn from the 5,000 commonest, here from the whole vocabulary. A start from the words of the
        labels is not offered.

        PEFT puts a prompt in front of the word embeddings, so that it gets positions, moves those of the tokens and is
        normalised; where there are no positions the two agree (tested against PEFT).
        """)
  ) { settings throws(SettingsError) in
    Method(modules: PromptModules(settings), exchange: EverythingTravels(settings))
  }
}

/// A soft prompt in front of the input (arXiv 2104.08691).
struct PromptModules: ModuleChoice {
  /// Rows p.
  var length: Int
  /// What they start from.
  var start: SoftPrompt.Start

  /// The modules that `settings` ask for.
  init(_ settings: Settings) {
    length = settings.promptLength
    start = settings.promptStart
  }

  /// The plan for an encoder of this shape.
  func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    TrainingPlan(modules: [SoftPrompt(length: length, start: start)], head: head)
  }

  /// What it reads.
  static let settings = Setting.of(\.promptLength, \.promptStart)
}

extension SettingKeys {
  var promptLength: SettingKey<Int> {
    .integer("prompt.length", 20, in: 1...512, "Rows of a soft prompt.")
  }
  var promptStart: SettingKey<SoftPrompt.Start> {
    .choice(
      "prompt.start", .uniform,
      "What a prompt starts from: uniform in ±0.5, or words that are drawn.")
  }
}
