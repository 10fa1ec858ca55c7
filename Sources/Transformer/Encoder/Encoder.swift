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
  /// The number format of products with frozen weights.
  public let precision: Precision
  /// How the trained parameters lie in their vector: layer by layer modules then tensors, head last.
  public let layout: ParameterLayout

  let hooks: [LayerHooks]
  /// What each layer leaves for its backward pass.
  let needs: [TapeNeeds]
  let memos: Int
  /// The trained tensors of the checkpoint and the head, and where they lie.
  let trained: [(tensor: BaseTensor, slot: ParameterSlot)]
  let slots: TensorTable<ParameterSlot?>
  /// Frozen values: the checkpoint's, or fresh ones for a head that it lacks.
  let frozen: TensorTable<UnsafePointer<Float>?>
  let projections: [PackedProjections]
  /// Maps that oneDNN packed, layer by layer; none where it is not built in.
  let packed: [[LayerMap: PackedMap]]
  /// The lowest place where something is trained.
  let lowest: BackwardStage

  private let owned: [UnsafeMutablePointer<Float>]

  /// The shape of the encoder.
  public var configuration: EncoderConfiguration { weights.configuration }

  /// Builds an encoder over `weights` that trains what `plan` says, for `labels` classes.
  ///
  /// A head that the checkpoint lacks, or has for another number of labels, is made anew.
  /// - Throws: `missingTensor` when the weights lack a tensor of the encoder itself, `unsupported` for a `precision`
  ///   that this build or processor lacks.
  public init(
    weights: EncoderWeights, plan: TrainingPlan, labels: Int, precision: Precision = .float32
  ) throws(ModelError) {
    try precision.check(weights.name)
    LinearAlgebra.useOneThread()
    let configuration = weights.configuration
    var builder = LayoutBuilder(weights: weights, plan: plan, labels: labels)
    builder.run()
    var owned: [UnsafeMutablePointer<Float>] = []
    var frozen = TensorTable<UnsafePointer<Float>?>(layers: configuration.layers, repeating: nil)
    var generator = SplitMix(seed: plan.headSeed)
    for tensor in configuration.tensors.map(\.role) {
      if builder.has(tensor) {
        frozen[tensor] = weights.pointer(tensor)
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
    var projections: [PackedProjections] = []
    for layer in 0..<configuration.layers {
      let packed = PackedProjections(width: configuration.hiddenSize)
      packed.fill(layer: layer, from: frozen)
      projections.append(packed)
    }
    self.weights = weights
    self.plan = plan
    self.labels = labels
    self.precision = precision
    layout = builder.installer.layout
    hooks = builder.hooks
    needs = builder.hooks.enumerated().map { layer, hooks in
      TapeNeeds(hooks, builder.slots, layer: layer)
    }
    memos = builder.installer.memos
    trained = builder.trained
    slots = builder.slots
    lowest = builder.lowest
    self.frozen = frozen
    self.projections = projections
    packed = Self.pack(
      configuration, plan, builder.slots, projections, frozen, precision: precision)
    self.owned = owned
  }

  // The last layer is split where the head reads its first rows alone. What is trained changes, and is not packed.
  private static func pack(
    _ configuration: EncoderConfiguration, _ plan: TrainingPlan,
    _ slots: TensorTable<ParameterSlot?>, _ projections: [PackedProjections],
    _ frozen: TensorTable<UnsafePointer<Float>?>, precision: Precision
  ) -> [[LayerMap: PackedMap]] {
    (0..<configuration.layers).map { layer in
      let isSplit = layer == configuration.layers - 1 && plan.pooling == .first
      let whole: [LayerMap] = isSplit ? [.query, .keyValue] : [.projections]
      var maps: [LayerMap: PackedMap] = [:]
      for map in whole + [.attentionOut, .up, .down]
      where map.tensors.allSatisfy({ slots[layer, $0] == nil }) {
        maps[map] = map.weight(
          of: layer, configuration, projections: projections[layer], frozen
        ).flatMap { PackedMap($0, precision: precision) }
      }
      return maps
    }
  }

  deinit {
    for values in owned { values.deallocate() }
    for packed in projections { packed.deallocate() }
  }

  /// Whether the encoder can read such a sample: ids within the embeddings, not too long.
  public func accepts(tokens: ArraySlice<Int32>, tokenTypes: ArraySlice<Int32>) -> Bool {
    let stem = configuration.tokens
    return !tokens.isEmpty && tokens.count == tokenTypes.count
      && tokens.count <= configuration.maxLength
      && tokens.allSatisfy { $0 >= 0 && $0 < stem.vocabularySize }
      && (stem.tokenTypes == 0 || tokenTypes.allSatisfy { $0 >= 0 && $0 < stem.tokenTypes })
  }
}
