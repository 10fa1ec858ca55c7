import Transformer

extension MethodRecipe {
  /// IDPG with federated averaging (arXiv 2204.04497): a generator makes each sample's prompt.
  static let idpg = MethodRecipe(
    name: "idpg",
    summary:
      "A small network makes each sample's prompt of its sentence vector; network and head travel.",
    source: "arXiv 2204.04497, NAACL 2022",
    settings: Setting.of(\.idpgLength, \.idpgBottleneck, \.idpgFactors),
    firstValues: ["train.learning_rate": .number(0.05)],
    card: MethodCard(
      trains: "generator, head", travels: "all that is trained",
      passes: "one forward without prompt in each pass",
      text: """
        The prompt depends on the sample. Its sentence vector z, what the head would read of it without any prompt, goes
        through a network with one hidden layer of m values, which makes the p rows that stand in front of the input.
        That takes a pass of its own through the frozen encoder, which is charged; no gradient goes into z.

        Both maps of the network are sums of n Kronecker products, so that a map from a to b values has a·b/n + n³
        parameters in place of a·b; n divides the encoder's width and m. n = 1 is a dense map with a factor in front.
        Sᵢ, Wᵢ and b₁ start normal with deviation 0.05, b₂, the prompt that all samples share at first, uniform in ±0.5.
        """,
      equations: """
        P(x) = b₂ + gelu(z·Σᵢ Sᵢ⊗Wᵢ + b₁)·Σᵢ S'ᵢ⊗W'ᵢ
        """,
      departures: """
        Rows stand in front of the input alone; the paper's form with a further bias in every layer is left out, and so
        is dropout on the hidden layer.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: SentencePromptModules(settings), exchange: EverythingTravels(settings),
      needsHead: true)
  }
}

/// A generator of prompts over the sentence vector.
struct SentencePromptModules: ModuleChoice {
  /// Rows p, hidden width m and factors n.
  var length: Int
  var size: Int
  var order: Int

  init(_ settings: Settings) {
    length = settings.idpgLength
    size = settings.idpgBottleneck
    order = settings.idpgFactors
  }

  /// The plan for an encoder of this shape, which `order` must divide.
  func plan(for configuration: EncoderConfiguration, head: HeadPolicy) -> TrainingPlan {
    TrainingPlan(
      modules: [SentencePrompt(length: length, size: size, order: order)], head: head)
  }

  /// The same, where it may turn out not to.
  func plan(for model: Model, labels: [String], head: HeadPolicy) throws -> TrainingPlan {
    let configuration = model.weights.configuration
    guard configuration.hiddenSize % order == 0, size % order == 0 else {
      throw SettingsError.invalid(
        key: "idpg.factors", value: String(order),
        expected:
          "a divisor of the model's width \(configuration.hiddenSize) and of idpg.bottleneck \(size)"
      )
    }
    return plan(for: configuration, head: head)
  }
}

extension SettingKeys {
  var idpgLength: SettingKey<Int> {
    .integer("idpg.length", 5, in: 1...512, "Rows of the prompt that is generated.")
  }
  var idpgBottleneck: SettingKey<Int> {
    .integer("idpg.bottleneck", 16, in: 1...4096, "Width of the generator's hidden layer.")
  }
  var idpgFactors: SettingKey<Int> {
    .integer(
      "idpg.factors", 16, in: 1...256,
      "Kronecker products of a map; divides the bottleneck and the model's width.")
  }
}
