/// What a method trains: modules added to the encoder, tensors of the checkpoint, and how much of the head.
public struct TrainingPlan: Sendable {
  /// Modules, in the order in which they act at one place.
  public var modules: [any EncoderModule]
  /// Tensors of the checkpoint that are trained, besides those that `head` names.
  public var trainedTensors: [BaseTensor]
  /// How much of the classification head is trained.
  public var head: HeadPolicy
  /// What the head reads.
  public var pooling: Pooling
  /// Seed of frozen head tensors that the checkpoint lacks.
  public var headSeed: UInt64
  /// Whether the head's output map is made anew even if the checkpoint has one: it is for other labels.
  public var makesHeadAnew: Bool

  /// Makes a plan; see the properties.
  public init(
    modules: [any EncoderModule] = [], trainedTensors: [BaseTensor] = [],
    head: HeadPolicy = .automatic, pooling: Pooling = .first, headSeed: UInt64 = 0,
    makesHeadAnew: Bool = false
  ) {
    self.modules = modules
    self.trainedTensors = trainedTensors
    self.head = head
    self.pooling = pooling
    self.headSeed = headSeed
    self.makesHeadAnew = makesHeadAnew
  }

  /// All LayerNorm weights and biases of an encoder: what Houlsby's adapters train beside themselves.
  public static func layerNorms(of configuration: EncoderConfiguration) -> [BaseTensor] {
    let norms: [LayerTensor] = [
      .attentionNormWeight, .attentionNormBias, .outputNormWeight, .outputNormBias,
    ]
    return (0..<configuration.layers).flatMap { layer in norms.map { .layer(layer, $0) } }
  }
}

/// How much of the classification head is trained.
public enum HeadPolicy: String, Sendable, CaseIterable {
  /// What PEFT trains for a sequence classifier: `output` for BERT, whose dense map is the encoder's, `all` for others.
  case automatic
  /// Nothing.
  case frozen
  /// The output map alone.
  case output
  /// The dense map, where the head has one, and the output map.
  case all
}

/// What of the last layer the head reads.
public enum Pooling: String, Sendable, CaseIterable {
  /// The first token, through the readout's dense map.
  case first
  /// The mean over the sample's tokens, with no dense map.
  case mean
}
