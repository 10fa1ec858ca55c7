/// A place that gradients pass on their way down, from the lowest up.
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
  init?(of tensor: BaseTensor) {
    guard let layer = tensor.layer else {
      if tensor.isOptional { return nil }
      self = .embeddings
      return
    }
    switch tensor.part {
    case .attentionOut: self.init(layer, .attentionOut)
    case .attentionNorm: self.init(layer, .attentionNorm)
    case .up: self.init(layer, .up)
    case .down: self.init(layer, .down)
    case .outputNorm: self.init(layer, .outputNorm)
    default: self.init(layer, .projections)
    }
  }
}
