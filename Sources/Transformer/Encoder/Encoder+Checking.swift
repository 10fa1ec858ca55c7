extension Encoder {
  /// Fails on a plan that the weights cannot follow.
  ///
  /// - Throws: `unsupported` for training what is packed, prefixes in front of keys that heads share, or lengths of rows
  ///   (DoRA) whose weight something else changes.
  static func check(_ plan: TrainingPlan, _ weights: EncoderWeights) throws(ModelError) {
    for tensor in plan.trainedTensors + plan.heldTensors where weights.packed(tensor) != nil {
      throw .unsupported(
        file: weights.name, feature: "training \(weights.key(tensor)), which is quantised",
        remedy: "train modules beside it, such as LoRA, or use weights in floating point")
    }
    try checkLengths(plan, weights)
    // They would lack the gradient that they have as the map to words.
    guard plan.objective == .labels || !plan.trainedTensors.contains(.wordEmbeddings) else {
      throw .unsupported(
        file: weights.name, feature: "training the word embeddings of a language model",
        remedy: "train modules beside them, such as LoRA")
    }
    let block = weights.configuration.block
    guard block.keyWidth != block.width else { return }
    for module in plan.modules where module is PrefixTuning {
      throw .unsupported(
        file: weights.name,
        feature: block.sharedHeads == nil
          ? "a prefix for heads that are not as wide as the network together"
          : "a prefix of keys that several heads share",
        remedy: "use a method with LoRA or adapters")
    }
  }

  private static func checkLengths(
    _ plan: TrainingPlan, _ weights: EncoderWeights
  ) throws(ModelError) {
    let changed = Set(plan.trainedTensors + plan.heldTensors)
    for (index, module) in plan.modules.enumerated() {
      guard let lora = module as? LoRA, lora.hasMagnitudes else { continue }
      let others = plan.modules.enumerated().filter { $0.offset != index }
        .compactMap { $0.element as? any FoldableModule }
      for layer in 0..<weights.configuration.layers {
        for site in weights.configuration.sites(lora.sites) where lora.changes(site, of: layer) {
          let tensor = BaseTensor.layer(layer, site.weight)
          guard changed.contains(tensor) || others.contains(where: { $0.changes(site, of: layer) })
          else { continue }
          throw .unsupported(
            file: weights.name,
            feature: "DoRA on \(weights.key(tensor)), which something else changes too",
            remedy: "use LoRA without lengths of rows")
        }
      }
    }
  }
}
