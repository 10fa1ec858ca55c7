/// A place that gradients pass on their way down, from the lowest up.
///
/// A norm in front of attention is at `prompt`, and one in front of the feed-forward part where the norm behind attention
/// would be. The norm behind the last layer is where that layer's own would be.
///
/// A backward pass ends at the lowest place where something is trained.
struct BackwardStage: Comparable {
  /// The places of one layer, in forward order.
  enum Part: Int, CaseIterable {
    case prompt, projections, attentionOut, attentionHooks, attentionNorm, up, down
    case feedForwardHooks, outputNorm
  }

  private let order: Int

  init(_ layer: Int, _ part: Part) {
    order = layer * Part.allCases.count + part.rawValue
  }

  private init(order: Int) {
    self.order = order
  }

  /// Below all layers.
  static let embeddings = BackwardStage(order: -1)
  /// Below anything: what a search for the embeddings' own gradient goes down to.
  static let inputs = BackwardStage(order: -2)

  /// Above all layers.
  static func head(layers: Int) -> BackwardStage { BackwardStage(layers, .prompt) }

  /// The layer that it is in; 0 below all layers.
  var layer: Int { max(0, order) / Part.allCases.count }

  static func < (left: BackwardStage, right: BackwardStage) -> Bool { left.order < right.order }
}

extension BackwardStage {
  /// Where a tensor of the checkpoint acts; nil for the heads.
  init?(of tensor: BaseTensor, in configuration: EncoderConfiguration) {
    guard let layer = tensor.layer else {
      if tensor.isOptional { return nil }
      switch tensor.part {
      case .relativeBias: self.init(0, .projections)
      case .finalNorm: self.init(configuration.layers - 1, .outputNorm)
      default: self = .embeddings
      }
      return
    }
    let isBehind = configuration.block.form.order == .after
    switch tensor.part {
    case .attentionOut: self.init(layer, .attentionOut)
    case .attentionNorm: self.init(layer, isBehind ? .attentionNorm : .prompt)
    case .up, .gate: self.init(layer, .up)
    case .down: self.init(layer, .down)
    case .outputNorm: self.init(layer, isBehind ? .outputNorm : .attentionNorm)
    default: self.init(layer, .projections)
    }
  }
}
