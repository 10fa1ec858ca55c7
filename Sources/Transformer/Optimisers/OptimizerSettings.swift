/// Which optimiser a client runs, and how.
public struct OptimizerSettings: Sendable, Equatable {
  /// The rule that turns a gradient into a step.
  public enum Kind: String, Sendable, CaseIterable {
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    case adamW = "adamw"
    /// Gradient descent, with momentum if it is above 0.
    case sgd
  }

  /// The rule that turns a gradient into a step.
  public var kind: Kind
  /// Learning rate before any schedule.
  public var learningRate: Double
  /// Decay of AdamW's mean of gradients.
  public var beta1: Double
  /// Decay of AdamW's mean of squared gradients.
  public var beta2: Double
  /// Added to AdamW's denominator.
  public var epsilon: Double
  /// Weight decay: decoupled for AdamW, added to the gradient for SGD.
  public var weightDecay: Double
  /// Momentum of SGD.
  public var momentum: Double
  /// Largest L2 norm of a gradient, to which longer ones are scaled down; 0 means no clipping.
  public var clipNorm: Double

  /// Makes settings; the defaults are those of PyTorch's AdamW.
  public init(
    kind: Kind = .adamW, learningRate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0.01, momentum: Double = 0, clipNorm: Double = 0
  ) {
    self.kind = kind
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.momentum = momentum
    self.clipNorm = clipNorm
  }
}
