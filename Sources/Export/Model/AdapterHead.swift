import Transformer

/// An adapter, and what it makes of a model's head.
struct AdapterHead {
  /// The adapter, without factors outside of the model's layers.
  let adapter: LoRAAdapter
  /// The model's weights, with those factors folded in.
  let weights: EncoderWeights
  /// The tensors of the head that it brings.
  let tensors: [BaseTensor]
  /// Outputs of the head that it brings; nil: it brings none.
  let outputs: Int?
  /// Names of that head's labels; nil without one.
  let labelNames: [String]?
  /// What the head reads.
  let pooling: Pooling
  /// What to tell of it; nil when there is nothing.
  let note: String?

  /// Reads an adapter directory, with fedtop's own note if there is one.
  /// - Throws: `ModelError`.
  init(directory: String, on weights: EncoderWeights) throws(ModelError) {
    let (weights, adapter) = try LoRAAdapter.load(directory: directory).folded(into: weights)
    let export = ExportNote(directory: directory)
    func shape(_ tensor: BaseTensor) -> [Int]? { adapter.tensors[weights.key(tensor)]?.shape }
    self.adapter = adapter
    self.weights = weights
    let all = weights.configuration.classifier
    let out = all.filter { $0 == .headOutWeight || $0 == .headOutBias }
    let dense = all.filter { !out.contains($0) }
    let tensors = (dense + out).filter { shape($0) != nil }
    self.tensors = tensors
    let outputs = out.lazy.compactMap { shape($0)?.first }.first
    guard outputs != 0 else {
      throw .malformed(
        file: directory, problem: "\(weights.key(.headOutWeight)) has no outputs",
        remedy: "save the adapter again")
    }
    self.outputs = outputs
    let isFirst = outputs != nil && !weights.hasHead
    pooling = export?.pooling ?? (isFirst ? .first : weights.pooling)
    let named = [export?.labels, weights.configuration.labelNames].compactMap(\.self)
      .first { $0.count == outputs }
    labelNames =
      named ?? outputs.map { count in (0..<count).map(EncoderConfiguration.genericLabel) }
    var notes = adapter.notes
    if let outputs, named == nil {
      notes.append(
        "the adapter's head has \(outputs) outputs and the model names \(weights.configuration.labels) labels: "
          + "they are called LABEL_0 to LABEL_\(outputs - 1)")
    }
    let isSaved = !tensors.isEmpty || adapter.savedModules.contains("classifier")
    let isPoolerSaved =
      dense.contains(where: tensors.contains) || adapter.savedModules.contains("pooler")
    // With the head on the mean its dense map is not used, but for families that say so.
    let readsDense = pooling == .first || weights.configuration.readout.readsMean
    let missing = (readsDense ? dense + out : out).filter { tensor in
      !tensors.contains(tensor) && weights.pointer(tensor) != nil
        && (weights.savedHead.contains(tensor) ? isSaved : isPoolerSaved)
    }
    if !missing.isEmpty {
      let names = missing.map(weights.key).joined(separator: ", ")
      notes.append("\(names): not in the adapter, taken from the model")
    }
    note = notes.isEmpty ? nil : notes.joined(separator: "; ")
  }
}
