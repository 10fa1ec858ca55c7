extension MethodRecipe {
  /// FedSim (arXiv 2204.03809): shared and personal parameters are trained at once.
  static let fedSim = MethodRecipe(
    name: "fedsim",
    summary:
      "LoRA; the lower layers are shared, the upper personal, trained at once; the lower travel.",
    source: "arXiv 2204.03809, ICML 2022, algorithm 1",
    settings: LoRAModules.settings + Setting.of(\.fedAltShared),
    card: MethodCard(
      trains: "LoRA, head", travels: "LoRA of the lower layers, head",
      keeps: "each client LoRA of the upper layers",
      text: """
        fedalt without turns: a client trains its personal parameters v_k and the shared ones u in the same steps, and
        sends u. The split is that of fedalt, and its setting, fedalt.shared, is too. A client takes the steps that it
        takes in fedavg-lora, half of fedalt's.

        With all layers shared it is fedavg-lora, bit for bit; fedavg-lora with method.personal = upper is this method
        with half of the layers shared.
        """,
      equations: """
        (u_k, v_k) ← (u_k, v_k) − η·∇ℓ(u_k, v_k), from (u, v_k)
        u ← Σ_k p_k·u_k
        """,
      departures: """
        The paper has adapters, a layer, the input or the output as the personal part; here they are upper layers.

        The paper's optimiser of the server and its penalty on v_k are left out.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings),
      exchange: LowerLayersTravel(settings))
  }
}
