import Plain

/// An encoder with a classification head and the modules that a method trains in it.
///
/// It holds what never changes: the frozen weights, how trained parameters lie in their flat vector, and the hooks of
/// the modules. It is shared by all workers; each computes in a session of its own.
public final class Encoder: @unchecked Sendable {
  // Sendable: nothing changes after init, and the pointers live as long as `weights` and `owned`.
  /// The frozen weights.
  public let weights: EncoderWeights
  /// What is trained.
  public let plan: TrainingPlan
  /// Number of classes.
  public let labels: Int
  /// How products with frozen weights are computed.
  public let products: Products
  /// The tensors of the head that answers pass through and that the checkpoint lacks: made anew.
  public let fresh: [BaseTensor]
  /// How trained and held parameters lie in their vector: layer by layer modules then tensors, head last.
  public let layout: ParameterLayout

  let hooks: [LayerHooks]
  /// As many layers without any.
  let noHooks: [LayerHooks]
  let shared: [Placed<any SharedHook>]
  let needsSentences: Bool
  /// Whether a verbaliser reads through the masked-language-model head.
  let hasWordTransform: Bool
  /// What each layer leaves for its backward pass.
  let needs: [TapeNeeds]
  let memos: Int
  /// The trained and the held tensors of the checkpoint and the head, and where they lie.
  let trained: [(tensor: BaseTensor, slot: ParameterSlot)]
  let slots: TensorTable<ParameterSlot?>
  /// Frozen values: the checkpoint's, or fresh ones for a head that it lacks.
  let frozen: TensorTable<UnsafePointer<Float>?>
  let projections: [JoinedProjections]
  /// Frozen maps in forms of their own, layer by layer.
  let prepared: [[LayerMap: any PreparedMap]]
  /// Where each segment of the layout acts.
  let stages: [BackwardStage]
  /// The lowest place where something is trained.
  let lowest: BackwardStage

  /// What every layer of a pass asks of the network.
  let shape: PassShape
  /// What tokens see, layer by layer.
  let reaches: [AttentionReach]
  /// Whether there is a norm in front of attention, layer by layer, where norms stand in front of their parts.
  let normsAttention: [Bool]

  private let owned: [UnsafeMutablePointer<Float>]

  /// The shape of the encoder.
  public var configuration: EncoderConfiguration { weights.configuration }

  /// Builds an encoder over `weights` that trains what `plan` says, for `labels` classes.
  ///
  /// A head that the checkpoint lacks, or has for another number of labels, is made anew.
  /// - Throws: `missingTensor` when the weights lack a tensor of the encoder itself, `unsupported` for a map that oneDNN
  ///   refuses.
  public init(
    weights: EncoderWeights, plan: TrainingPlan, labels: Int, products: Products = .plain
  ) throws(ModelError) {
    LinearAlgebra.useOneThread()
    try Self.check(plan, weights)
    try Self.check(plan.objective, weights)
    let configuration = weights.configuration
    var builder = LayoutBuilder(weights: weights, plan: plan, labels: labels)
    builder.run()
    var owned: [UnsafeMutablePointer<Float>] = []
    var frozen = TensorTable<UnsafePointer<Float>?>(layers: configuration.layers, repeating: nil)
    var generator = SplitMix64(seed: plan.headSeed)
    for tensor in configuration.tensors.map(\.role) {
      if let given = plan.verbaliser?.values(of: tensor) {
        let values = UnsafeMutablePointer<Float>.allocate(capacity: given.count)
        values.initialize(from: given, count: given.count)
        owned.append(values)
        frozen[tensor] = UnsafePointer(values)
      } else if builder.has(tensor) {
        frozen[tensor] = weights.pointer(tensor)
      } else if weights.packed(tensor) != nil {
        continue
      } else if tensor.isClassifier, plan.objective != .labels {
        continue
      } else if builder.slots[tensor] == nil, tensor.isClassifier {
        let count = builder.shape(tensor).reduce(1, *)
        let values = UnsafeMutablePointer<Float>.allocate(capacity: count)
        builder.freshStart(tensor).fill(
          UnsafeMutableBufferPointer(start: values, count: count), using: &generator)
        owned.append(values)
        frozen[tensor] = UnsafePointer(values)
      } else if !tensor.isOptional {
        for values in owned { values.deallocate() }
        throw .missingTensor(file: weights.name, name: weights.key(tensor))
      }
    }
    // Where a network has no bias the same loops add nothing.
    let zeros = UnsafeMutablePointer<Float>.allocate(capacity: configuration.widest)
    zeros.initialize(repeating: 0, count: configuration.widest)
    owned.append(zeros)
    for tensor in configuration.absentBiases { frozen[tensor] = UnsafePointer(zeros) }
    var projections: [JoinedProjections] = []
    for layer in 0..<configuration.layers {
      let joined = JoinedProjections(
        configuration.block, hasWeight: weights.packed(.layer(layer, .queryWeight)) == nil)
      joined.fill(layer: layer, from: frozen)
      projections.append(joined)
    }
    shape = PassShape(configuration)
    reaches = (0..<configuration.layers).map(configuration.reach(of:))
    normsAttention = (0..<configuration.layers).map { layer in
      configuration.has(.layer(layer, .attentionNormWeight))
    }
    self.weights = weights
    self.plan = plan
    self.labels = labels
    self.products = products
    fresh = builder.fresh
    layout = builder.installer.layout
    hooks = builder.hooks
    noHooks = Array(repeating: LayerHooks(), count: configuration.layers)
    shared = builder.installer.shared
    needsSentences = builder.installer.needsSentences
    hasWordTransform = Verbaliser.hasTransform(weights)
    needs = builder.hooks.enumerated().map { layer, hooks in
      TapeNeeds(hooks, builder.slots, layer: layer)
    }
    memos = builder.installer.memos
    trained = builder.trained
    slots = builder.slots
    stages = builder.stages
    let acting = zip(layout.segments, stages).filter { !$0.0.isHeld }.map(\.1)
    lowest = acting.min() ?? .head(layers: configuration.layers)
    self.frozen = frozen
    self.projections = projections
    prepared = try Self.prepare(weights, plan, builder.slots, projections, frozen, products)
    self.owned = owned
  }

  deinit {
    for values in owned { values.deallocate() }
    for joined in projections { joined.deallocate() }
  }

  /// Fails on a sample that the encoder cannot read: a tokenizer from elsewhere can make anything.
  ///
  /// - Throws: `malformed` for no token, too many, or ids outside of the embeddings.
  public func check(
    tokens: ArraySlice<Int32>, tokenTypes: ArraySlice<Int32>
  ) throws(ModelError) {
    let stem = configuration.tokens
    func bad(_ problem: String) -> ModelError {
      .malformed(
        file: weights.name, problem: "the tokenizer makes \(problem)",
        remedy: "take both from the same checkpoint")
    }
    guard !tokens.isEmpty else {
      throw .malformed(
        file: weights.name, problem: "a text makes no token, since it is empty",
        remedy: "this model puts none around it: leave such texts out")
    }
    guard tokens.count == tokenTypes.count else {
      throw bad("\(tokens.count) tokens and \(tokenTypes.count) token types of a text")
    }
    guard tokens.count <= configuration.maxLength else {
      throw bad("\(tokens.count) tokens of a text; the model takes \(configuration.maxLength)")
    }
    if let id = tokens.first(where: { !(0..<stem.vocabularySize).contains(Int($0)) }) {
      throw bad("the token id \(id); the model has \(stem.vocabularySize) embeddings")
    }
    guard stem.tokenTypes > 0 else { return }
    if let type = tokenTypes.first(where: { !(0..<stem.tokenTypes).contains(Int($0)) }) {
      throw bad("the token type \(type); the model's types end at \(stem.tokenTypes - 1)")
    }
  }
}
