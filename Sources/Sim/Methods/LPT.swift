import Transformer

extension MethodRecipe {
  /// Late prompt tuning with federated averaging (arXiv 2210.11292).
  static let lpt = MethodRecipe(
    name: "lpt",
    summary:
      "A small network makes a prompt of a middle layer's hidden states; layers below it are never run backwards.",
    source: "arXiv 2210.11292, Findings of EMNLP 2022",
    settings: Setting.of(\.lptLength, \.lptLayer, \.lptBottleneck, \.lptGenerator),
    firstValues: ["train.learning_rate": .number(0.2)],
    card: MethodCard(
      trains: "generator, head", travels: "all that is trained",
      text: """
        The first q layers run as they are. What they make of the sample goes through a network with one hidden layer,
        whose p rows stand in front of the hidden states from layer q + 1 on. Nothing is trained below, and so the way
        back ends there: a step is cheaper by the way back of q layers, here as on the simulated devices.

        lpt.generator says what the network reads. npg: the first token's hidden state, which makes all rows, D: d → m
        and U: m → p·d. appg and mppg: all tokens go through D, are pooled to p stretches, by mean or by maximum, and
        U: m → d makes a row of each. D and U start normal with deviation 0.02, biases at zero. q = 0 puts the prompt in
        front of the input; with D and U at zero it is prompt-tuning then, b₂ being the prompt.
        """,
      equations: """
        npg: P = reshape(U·relu(D·h_q[first] + b₁) + b₂)
        appg, mppg: P_i = U·relu(pool_i(D·h_q + b₁)) + b₂
        """,
      departures: """
        The paper predicts a word at the mask; here a head is trained. Dropout in the generator is left out.

        Its bottleneck is 128 at a width of 1,024; the first value here, 16, is the same share of the embedded encoder's.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: LatePromptModules(settings), exchange: EverythingTravels(settings), needsHead: true)
  }
}

/// A generator of prompts over a layer's hidden states.
struct LatePromptModules: ModuleChoice {
  /// Rows p.
  var length: Int
  /// Layers below; negative: half of them.
  var layer: Int
  /// Width m of the hidden layer.
  var size: Int
  /// What it reads.
  var generator: LatePrompt.Generator

  init(_ settings: Settings) {
    length = settings.lptLength
    layer = settings.lptLayer
    size = settings.lptBottleneck
    generator = settings.lptGenerator
  }

  /// The plan for an encoder of this shape, which has more layers than lie below the prompt.
  func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    let below = layer < 0 ? configuration.layers / 2 : layer
    return TrainingPlan(
      modules: [LatePrompt(length: length, layer: below, size: size, generator: generator)],
      head: head)
  }

  /// The same, where it may turn out to have fewer.
  func plan(for model: Model, labels: [String], head: HeadPolicy) throws -> TrainingPlan {
    let layers = model.weights.configuration.layers
    guard layer < layers else {
      throw SettingsError.invalid(
        key: "lpt.layer", value: String(layer), expected: "below the model's \(layers) layers")
    }
    return plan(for: model.weights.configuration, head: head)
  }
}

extension SettingKeys {
  var lptLength: SettingKey<Int> {
    .integer("lpt.length", 5, in: 1...512, "Rows of the prompt that is generated.")
  }
  var lptLayer: SettingKey<Int> {
    .integer("lpt.layer", -1, in: -1...1000, "Layers below the prompt; -1: half of them.")
  }
  var lptBottleneck: SettingKey<Int> {
    .integer("lpt.bottleneck", 16, in: 1...4096, "Width of the generator's hidden layer.")
  }
  var lptGenerator: SettingKey<LatePrompt.Generator> {
    .choice(
      "lpt.generator", .npg,
      "What makes the prompt: the first token, or all tokens pooled by mean (appg) or maximum (mppg)."
    )
  }
}
