/// What a method trains: modules added to the encoder, tensors of the checkpoint, and how much of the head.
public struct TrainingPlan: Sendable {
  /// Modules, in the order in which they act at one place.
  public var modules: [any EncoderModule]
  /// Tensors of the checkpoint that are trained, besides those that `head` names.
  public var trainedTensors: [BaseTensor]
  /// Tensors of the checkpoint that lie in the vector of parameters and get no gradient: the server moves them.
  public var heldTensors: [BaseTensor]
  /// How much of the classification head is trained.
  public var head: HeadPolicy
  /// What the head reads.
  public var pooling: Pooling
  /// Seed of frozen head tensors that the checkpoint lacks.
  public var headSeed: UInt64
  /// Whether the head's output map is made anew even if the checkpoint has one: it is for other labels.
  public var makesHeadAnew: Bool
  /// Frozen words of the labels in the place of a classification head; nil: the head.
  public var verbaliser: Verbaliser?
  /// What it is trained for; of a language model the head has no part.
  public var objective: Objective
  /// What was decided for the user and should be told, a sentence each.
  public var notes: [String]

  /// Makes a plan; see the properties.
  public init(
    modules: [any EncoderModule] = [], trainedTensors: [BaseTensor] = [],
    heldTensors: [BaseTensor] = [], head: HeadPolicy = .automatic, pooling: Pooling = .first,
    headSeed: UInt64 = 0, makesHeadAnew: Bool = false, verbaliser: Verbaliser? = nil,
    objective: Objective = .labels, notes: [String] = []
  ) {
    self.modules = modules
    self.trainedTensors = trainedTensors
    self.heldTensors = heldTensors
    self.head = head
    self.pooling = pooling
    self.headSeed = headSeed
    self.makesHeadAnew = makesHeadAnew
    self.verbaliser = verbaliser
    self.objective = objective
    self.notes = notes
  }

  /// All LayerNorm weights and biases of an encoder: what Houlsby's adapters train beside themselves.
  public static func layerNorms(of configuration: EncoderConfiguration) -> [BaseTensor] {
    let norms: [LayerTensor] = [
      .attentionNormWeight, .attentionNormBias, .outputNormWeight, .outputNormBias,
    ]
    return (0..<configuration.layers).flatMap { layer in
      norms.map { BaseTensor.layer(layer, $0) }.filter(configuration.has)
    }
  }

  /// All tensors of an encoder itself, without its heads.
  public static func encoderTensors(of configuration: EncoderConfiguration) -> [BaseTensor] {
    configuration.tensors.map(\.role).filter { !$0.isOptional }
  }

  /// All biases of an encoder's linear maps and norms: what BitFit trains (arXiv 2106.10199).
  public static func biases(of configuration: EncoderConfiguration) -> [BaseTensor] {
    encoderTensors(of: configuration).filter(\.isBias)
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

  /// What people call it, behind an article.
  public var words: String { self == .first ? "first token" : "mean over tokens" }
  /// What `config.json` calls it where a family says it there.
  public var key: String { self == .first ? "cls" : "mean" }
}
