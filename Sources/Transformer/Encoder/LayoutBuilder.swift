extension ParameterLayout {
  /// How the parameters that `plan` trains lie in their vector, without building an encoder over `weights`.
  public init(weights: EncoderWeights, plan: TrainingPlan, labels: Int) {
    var builder = LayoutBuilder(weights: weights, plan: plan, labels: labels)
    builder.run()
    self = builder.installer.layout
  }
}

/// Lays out what a plan trains: embeddings, then layer by layer modules and tensors, then the head.
struct LayoutBuilder {
  private(set) var installer: ModuleInstaller
  private(set) var hooks: [LayerHooks] = []
  private(set) var trained: [(tensor: BaseTensor, slot: ParameterSlot)] = []
  private(set) var slots: TensorTable<ParameterSlot?>

  private let weights: EncoderWeights
  private let plan: TrainingPlan
  private let labels: Int
  private var configuration: EncoderConfiguration { weights.configuration }

  init(weights: EncoderWeights, plan: TrainingPlan, labels: Int) {
    self.weights = weights
    self.plan = plan
    self.labels = labels
    installer = ModuleInstaller(configuration: weights.configuration)
    slots = TensorTable(layers: weights.configuration.layers, repeating: nil)
  }

  /// Declares everything, in layout order.
  mutating func run() {
    let tensors = plan.trainedTensors + plan.heldTensors
    for tensor in tensors where tensor.isBelowLayers { train(tensor) }
    for layer in 0..<configuration.layers {
      installer.layer = layer
      installer.hooks = LayerHooks()
      for module in plan.modules { installer.install(module) }
      hooks.append(installer.hooks)
      for tensor in tensors {
        if case .layer(layer, _) = tensor { train(tensor) }
      }
    }
    let heads = tensors.filter { $0.layer == nil && !$0.isBelowLayers }
    for tensor in heads where !tensor.isClassifier { train(tensor) }
    for tensor in configuration.classifier where heads.contains(tensor) || isTrained(tensor) {
      train(tensor)
    }
  }

  /// Where each segment acts; the lowest place of its layer where that is not known.
  var stages: [BackwardStage] {
    zip(installer.layout.segments, installer.stages).map { segment, stage in
      stage ?? segment.layer.map { BackwardStage($0, .prompt) } ?? .embeddings
    }
  }

  /// Whether the checkpoint has the tensor as it is asked for.
  func has(_ tensor: BaseTensor) -> Bool {
    if plan.makesHeadAnew, tensor.part == .headOut { return false }
    return weights.pointer(tensor) != nil && weights.shape(tensor) == shape(tensor)
  }

  /// The shape for this number of labels.
  func shape(_ tensor: BaseTensor) -> [Int] {
    switch tensor {
    case .headOutWeight: [labels, configuration.hiddenSize]
    case .headOutBias: [labels]
    default: weights.shape(tensor)
    }
  }

  /// The tensors of the head that answers pass through and that the checkpoint lacks.
  var fresh: [BaseTensor] {
    guard hasHead else { return [] }
    let passesDense = configuration.passesDense(plan.pooling)
    return configuration.classifier.filter { tensor in
      (passesDense || tensor.part == .headOut) && !has(tensor)
    }
  }

  /// How a tensor starts that the checkpoint lacks: BERT's own initialisation.
  func freshStart(_ tensor: BaseTensor) -> ParameterSegment.Start {
    if tensor.isNormWeight { return .ones }
    return shape(tensor).count == 1 ? .zeros : .normal(0.02)
  }

  /// Whether answers pass through a classification head of values.
  private var hasHead: Bool { plan.verbaliser == nil && plan.objective == .labels }

  private func isTrained(_ tensor: BaseTensor) -> Bool {
    guard hasHead else { return false }
    let isDense = tensor.part != .headOut
    if isDense && !configuration.passesDense(plan.pooling) { return false }
    return switch plan.head {
    case .frozen: false
    case .output: !isDense
    case .all: true
    case .automatic: configuration.readout.trainsDense || !isDense
    }
  }

  private mutating func train(_ tensor: BaseTensor) {
    guard slots[tensor] == nil else { return }
    let shape = shape(tensor)
    // A bias has a unit a value; LayerNorm's vectors act on all units alike.
    let isNorm = tensor.part.isNorm
    let segment = ParameterSegment(
      name: weights.key(tensor), layer: tensor.layer, module: tensor.module,
      role: tensor.isClassifier ? .head : .base,
      rows: isNorm ? 1 : shape[0], columns: isNorm ? shape[0] : shape.dropFirst().first ?? 1,
      start: has(tensor) ? .checkpoint(tensor) : freshStart(tensor),
      isHeld: plan.heldTensors.contains(tensor) && !plan.trainedTensors.contains(tensor))
    let top = BackwardStage.head(layers: configuration.layers)
    let slot = installer.add(segment, at: BackwardStage(of: tensor, in: configuration) ?? top)
    slots[tensor] = slot
    trained.append((tensor, slot))
  }
}
