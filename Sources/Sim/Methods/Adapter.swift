extension MethodRecipe {
  /// Bottleneck adapters with federated averaging (arXiv 1902.00751).
  static let adapter = MethodRecipe(
    name: "adapter",
    summary: "Bottleneck adapters after both sublayers and the LayerNorms; all of it travels.",
    source: "arXiv 1902.00751, ICML 2019",
    settings: AdapterModules.settings,
    card: MethodCard(
      trains: "adapters, LayerNorms, head", travels: "all that is trained",
      text: """
        Small networks with a bottleneck stand after the attention output and after the feed-forward block of each
        layer, before the residual sum. D and U start normal with deviation 0.001 and biases zero, so that training
        starts near the model itself. LayerNorms are trained too. Everything is averaged.
        """,
      equations: """
        a(h) = h + U·gelu(D·h + b₁) + b₂
        P ← Σ_k n_k·P_k / Σ_k n_k
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: AdapterModules(size: settings.adapterSize), exchange: EverythingTravels(settings))
  }
}
