/// What a checkpoint brings as the head of a sequence classifier.
public enum CheckpointHead: Sendable, Equatable {
  /// No tensor of one: a bare encoder, or one that guesses words.
  case none
  /// A logit a label, of which a text has one.
  case classes
  /// A logit a label, of which a text may have several.
  case manyClasses
  /// Scores, which are no logits: a regression.
  case scores
  /// That of another task, saved from this class; its tensors are left out.
  case foreign(className: String)
  /// Part of one, without these tensors; the others are left out.
  case incomplete(missing: [String])

  /// Whether its tensors are used.
  public var isUsable: Bool {
    switch self {
    case .classes, .manyClasses, .scores: true
    case .none, .foreign, .incomplete: false
    }
  }

  /// Whether each of its logits stands for a label.
  public var hasLabels: Bool { self == .classes || self == .manyClasses }

  /// What to tell whoever reads its answers; nil when there is nothing.
  var note: String? {
    switch self {
    case .none, .classes: nil
    case .manyClasses:
      "its head is for several labels a text (multi_label_classification): here a text has one"
    case .scores: "its head is a regression: it gives scores, not labels"
    case .foreign(let name):
      "\(ModelError.excerpt(name)) is no sequence classifier: its head is left out, the encoder is used alone"
    case .incomplete(let missing):
      "its head lacks \(missing.joined(separator: " and ")): it is left out, the encoder is used alone"
    }
  }

  /// Reads off a file what the declaration leaves open.
  init(
    in file: any TensorFile, _ configuration: EncoderConfiguration, _ declared: HeadDeclaration
  ) {
    let family = configuration.family
    func isThere(_ tensor: BaseTensor) -> Bool {
      family.storedNames(of: tensor).contains { file.shape(of: $0) != nil }
    }
    if let other = declared.otherTask {
      self = .foreign(className: other)
      return
    }
    let wanted = configuration.classifier.filter {
      $0.part == .headOut || declared.pooling != .mean || configuration.readout.readsMean
    }
    let missing = wanted.filter { !isThere($0) }
    guard wanted.contains(where: { family.isOfHead($0) && isThere($0) }) else {
      self = .none
      return
    }
    guard missing.isEmpty else {
      self = .incomplete(missing: missing.map { $0.key(in: family) })
      return
    }
    let outputs = file.shape(of: BaseTensor.headOutWeight.key(in: family))?.first
    self =
      switch declared.problem {
      case .regression: .scores
      case .manyLabels: .manyClasses
      case .oneLabel: outputs == 1 ? .scores : .classes
      }
  }

  /// Whether a tensor of the checkpoint is used.
  func keeps(_ tensor: BaseTensor, of family: Architecture) -> Bool {
    isUsable || !family.isOfHead(tensor)
  }
}

extension EncoderWeights {
  /// The tensors of the head that PEFT saves whole.
  public var savedHead: [BaseTensor] {
    configuration.classifier.filter(configuration.family.isOfHead)
  }
}

extension Architecture {
  /// Whether a tensor belongs to the head rather than to the encoder, as BERT's pooler does.
  func isOfHead(_ tensor: BaseTensor) -> Bool { trainedHead.contains(tensor.part) }
}
