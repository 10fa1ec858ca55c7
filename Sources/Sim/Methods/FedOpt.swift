extension MethodRecipe {
  /// FedAvgM on LoRA: momentum on the server (arXiv 1909.06335, 2003.00295).
  static let fedAvgM = MethodRecipe(
    name: "fedavgm",
    summary:
      "LoRA, all of it travels; the server has momentum: it goes on in the direction of earlier rounds.",
    source: "arXiv 1909.06335; 2003.00295, ICLR 2021",
    settings: LoRAModules.settings + Setting.of(\.fedAvgMRate, \.fedAvgMMomentum),
    card: MethodCard(
      trains: "LoRA, head", travels: "all that is trained", keeps: "the server a momentum",
      text: """
        fedavg-lora whose server takes the clients' mean change for a gradient and makes a step of gradient descent with
        momentum of it. Clients and bytes are those of fedavg-lora. Where few clients take part in a round, momentum
        evens out what each of them pulls at; in the limit a change that stays the same counts 1 / (1 − β) times.

        fedavgm.momentum = 0 and fedavgm.server_rate = 1 is fedavg-lora, bit for bit.
        """,
      equations: """
        Δ = Σ_k p_k·P_k − P
        m ← β·m + Δ
        P ← P + η·m
        """)
  ) { settings throws(SettingsError) in
    try serverOptimised(
      settings,
      ServerOptimizer(
        kind: .momentum, rate: settings.fedAvgMRate, beta1: settings.fedAvgMMomentum))
  }

  /// FedAdagrad on LoRA (arXiv 2003.00295, algorithm 2).
  static let fedAdagrad = adaptive(
    .adagrad, "fedadagrad", \.fedAdagradRate, second: "v ← v + Δ²",
    text: """
      v only grows, so that the steps of a parameter shrink from round to round.
      """)

  /// FedYogi on LoRA (arXiv 2003.00295, algorithm 2).
  static let fedYogi = adaptive(
    .yogi, "fedyogi", \.fedYogiRate, second: "v ← v − (1 − β₂)·Δ²·sign(v − Δ²)",
    text: """
      v moves towards Δ² by a share of Δ², not of the distance: where Δ² is small, v falls slower than in fedadam.
      """)

  /// FedAdam on LoRA (arXiv 2003.00295, algorithm 2).
  static let fedAdam = adaptive(
    .adam, "fedadam", \.fedAdamRate, second: "v ← β₂·v + (1 − β₂)·Δ²",
    text: """
      v is a moving mean of Δ².
      """)

  private static func adaptive(
    _ kind: ServerOptimizer.Kind, _ name: String,
    _ rate: any KeyPath<SettingKeys, SettingKey<Double>> & Sendable, second: String, text: String
  ) -> MethodRecipe {
    let titles = ["fedadagrad": "Adagrad", "fedyogi": "Yogi", "fedadam": "Adam"]
    return MethodRecipe(
      name: name,
      summary:
        "LoRA, all of it travels; the server is \(titles[name] ?? name): its steps are as long as a parameter's "
        + "changes are alike.",
      source: "arXiv 2003.00295, ICLR 2021, algorithm 2",
      settings: LoRAModules.settings + [SettingKeys()[keyPath: rate].setting]
        + (kind == .adagrad ? [] : Setting.of(\.fedOptBeta2))
        + Setting.of(\.fedOptBeta1, \.fedOptTau),
      card: MethodCard(
        trains: "LoRA, head", travels: "all that is trained", keeps: "the server two moments",
        text: """
          fedavg-lora whose server takes the clients' mean change for a gradient and makes an adaptive step of it:
          a parameter whose changes agree from round to round moves by about η a round, however small they are, one
          whose changes cancel hardly moves. \(text)

          Clients and bytes are those of fedavg-lora. η is a length in the parameters' own unit; the first value is
          measured on the embedded experiment. τ keeps parameters that hardly change from moving as fast as others.
          """,
        equations: """
          Δ = Σ_k p_k·P_k − P
          m ← β₁·m + (1 − β₁)·Δ
          \(second)
          P ← P + η·m / (√v + τ)
          """,
        departures: """
          m starts at 0 and v at τ², and neither is corrected for it. The paper has plain SGD on the clients; here it is
          what train.optimizer says, AdamW by default.
          """)
    ) { settings throws(SettingsError) in
      try serverOptimised(
        settings,
        ServerOptimizer(
          kind: kind, rate: settings[dynamicMember: rate], beta1: settings.fedOptBeta1,
          beta2: settings.fedOptBeta2, tau: settings.fedOptTau))
    }
  }

  private static func serverOptimised(
    _ settings: Settings, _ server: ServerOptimizer
  ) throws(SettingsError) -> Method {
    Method(
      modules: try LoRAModules(settings), exchange: EverythingTravels(settings), server: server)
  }
}

extension SettingKeys {
  var fedAvgMRate: SettingKey<Double> {
    .number("fedavgm.server_rate", 1, in: 1e-6...100, "Learning rate η of the server.")
  }
  var fedAvgMMomentum: SettingKey<Double> {
    .number("fedavgm.momentum", 0.5, in: 0...0.999, "Momentum β of the server.")
  }
  var fedAdagradRate: SettingKey<Double> { serverRate("fedadagrad", 0.1) }
  var fedYogiRate: SettingKey<Double> { serverRate("fedyogi", 1e-2) }
  var fedAdamRate: SettingKey<Double> { serverRate("fedadam", 1e-2) }
  var fedOptBeta1: SettingKey<Double> {
    .number("fedopt.beta1", 0.9, in: 0...0.999, "Decay β₁ of the server's mean of changes.")
  }
  var fedOptBeta2: SettingKey<Double> {
    .number("fedopt.beta2", 0.99, in: 0...0.9999, "Decay β₂ of its mean of squared changes.")
  }
  var fedOptTau: SettingKey<Double> {
    .number("fedopt.tau", 1e-3, in: 1e-9...1, "τ: how much of a step small changes are given.")
  }

  private func serverRate(_ method: String, _ first: Double) -> SettingKey<Double> {
    .number("\(method).server_rate", first, in: 1e-6...100, "Learning rate η of the server.")
  }
}
