extension Method {
  /// LoRA with federated averaging of A and of B (FedIT, arXiv 2305.05644).
  @Sendable static func fedAvgLoRA(_ settings: Settings) throws(SettingsError) -> Method {
    Method(
      name: "fedavg-lora",
      summary: "LoRA in every layer; all of it travels and A and B are averaged separately.",
      source: "arXiv 2106.09685, 2305.05644",
      modules: try LoRAModules(settings),
      curriculum: Everything(),
      exchange: EverythingTravels(settings))
  }
}
