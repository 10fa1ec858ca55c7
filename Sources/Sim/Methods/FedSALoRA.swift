import Metrics

extension MethodRecipe {
  /// FedSA-LoRA (arXiv 2410.01463): A is shared, B stays with its client.
  static let fedSALoRA = MethodRecipe(
    name: "fedsa-lora",
    summary: "LoRA; A travels and is averaged, B and the head stay with their client.",
    source: "arXiv 2410.01463, ICLR 2025",
    settings: LoRAModules.settings,
    firstValues: ["method.head": .text(HeadChoice.personal.rawValue)],
    card: MethodCard(
      trains: "LoRA, head", travels: "A of LoRA", keeps: "each client B of LoRA, head",
      text: """
        Both factors are trained. A, which holds what clients have in common, is averaged; B, which holds what is a
        client's own, never leaves it. fibecfed divides LoRA by layer, this method by factor. The accuracy that counts
        is the personal one: the server's model has a B of zeros and an untrained head.

        At B = 0 the gradient of A is zero: in a client's first participation A moves from its second step on. The head
        is the client's own by default, as in the paper; method.head = shared has it averaged.
        """,
      equations: """
        A ← Σ_k p_k·A_k
        y_k = W·x + (α/r)·B_k·A·x
        """,
      departures: """
        A client that was never sampled answers with B of zero and the head that training starts from.
        """)
  ) { settings throws(SettingsError) in
    Method(
      modules: try LoRAModules(settings).refusing(
        [.magnitudes], "A is shared and B stays, and lengths of rows are neither"),
      exchange: RolesTravel([.loraA], personal: [.loraB], settings))
  }
}
