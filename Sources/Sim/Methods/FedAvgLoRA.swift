/// LoRA with federated averaging of A and of B (FedIT, arXiv 2305.05644).
enum FedAvgLoRA: MethodRecipe {
  static let name = "fedavg-lora"
  static let summary =
    "LoRA in every layer; all of it travels and A and B are averaged separately."
  static let source = "arXiv 2106.09685, 2305.05644"
  static let settings = LoRAModules.settings

  static func method(_ settings: Settings) throws(SettingsError) -> Method {
    Method(modules: try LoRAModules(settings), exchange: EverythingTravels(settings))
  }
}
