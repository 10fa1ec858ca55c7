import Transformer

extension MethodRecipe {
  /// FedAlt (arXiv 2204.03809): a client trains its personal parameters with the shared ones frozen, then the shared with
  /// the personal frozen.
  static let fedAlt = MethodRecipe(
    name: "fedalt",
    summary:
      "LoRA; the lower layers are shared, the upper personal, trained in turn: first the personal, then the "
      + "shared, which travel.",
    source: "arXiv 2204.03809, ICML 2022, algorithm 2",
    settings: LoRAModules.settings + Setting.of(\.fedAltShared, \.fedAltPersonalEpochs),
    card: MethodCard(
      trains: "LoRA, head", travels: "LoRA of the lower layers, head",
      keeps: "each client LoRA of the upper layers",
      text: """
        Parameters are shared, u, or personal, v_k. A client trains v_k with u frozen, then u with the new v_k frozen,
        and sends u. The server takes the weighted mean of u. Shared are the LoRA factors of the first ⌈share·L⌉ layers,
        from below, and the head unless method.head is personal; those of the upper layers stay on their client.

        Both phases have the round's learning rate, and optimiser's moments of their own. A client takes twice the steps
        that it takes in fedavg-lora, and they are charged. A phase with nothing to train is left out. With all layers
        shared it is fedavg-lora, bit for bit. FedALT of arXiv 2503.11880 is another method: fedalt-row.
        """,
      equations: """
        v_k ← v_k − η·∇_v ℓ(u, v_k), for fedalt.personal_epochs epochs
        u_k ← u − η·∇_u ℓ(u, v_k), for train.local_epochs epochs
        u ← Σ_k p_k·u_k
        """,
      departures: """
        The paper has adapters, a layer, the input or the output as the personal part; here they are upper layers.

        The paper's optimiser of the server and its penalty on v_k are left out.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings),
      exchange: LowerLayersTravel(settings),
      schedule: PersonalThenShared(personalEpochs: settings.fedAltPersonalEpochs))
  }
}

/// The modules of the first layers travel, those of the rest belong to the clients.
struct LowerLayersTravel: Exchange {
  /// Share of the layers that travels, rounded up.
  var share: Double
  /// Whether the task head travels too.
  var headTravels: Bool

  /// Modules of the upper layers.
  func personal(_ layout: ParameterLayout, global: Set<Int>) -> [Range<Int>] {
    let shared = isShared(layout)
    return layout.ranges { !shared($0) }
  }

  /// Modules of the lower layers.
  func travelling(
    _ layout: ParameterLayout, global: Set<Int>, round: Int
  ) -> [Range<Int>] { layout.ranges(where: isShared(layout)) }

  private func isShared(_ layout: ParameterLayout) -> (ParameterSegment) -> Bool {
    let layers = (layout.segments.compactMap(\.layer).max() ?? -1) + 1
    let count = LayerCount.layers(share: share, of: layers)
    return { segment in
      segment.layer.map { $0 < count } ?? (segment.role != .head || headTravels)
    }
  }
}

extension LowerLayersTravel {
  /// The division that `settings` ask for.
  init(_ settings: Settings) {
    self.init(share: settings.fedAltShared, headTravels: settings.head != .personal)
  }
}

/// The personal parameters for some epochs, then the shared ones for the local epochs.
struct PersonalThenShared: PhaseSchedule {
  /// Epochs of the first half; 0: as many as the second.
  var personalEpochs: Int

  /// Two phases, or one where there is nothing of a kind.
  func phases(_ plan: RoundPlan, _ layout: ParameterLayout) -> [Phase] {
    let epochs = plan.settings.localEpochs
    let halves = [
      Phase(
        epochs: personalEpochs > 0 ? personalEpochs : epochs, live: plan.personal,
        learningRate: plan.learningRate),
      Phase(epochs: epochs, live: plan.travelling, learningRate: plan.learningRate),
    ]
    return halves.filter { !$0.live.isEmpty }
  }
}

extension SettingKeys {
  var fedAltShared: SettingKey<Double> {
    .number("fedalt.shared", 0.5, in: 0...1, "Share of the layers, from below, that travels.")
  }
  var fedAltPersonalEpochs: SettingKey<Int> {
    .integer(
      "fedalt.personal_epochs", 0, in: 0...100,
      "Epochs on the personal parameters; 0: as many as on the shared.")
  }
}
