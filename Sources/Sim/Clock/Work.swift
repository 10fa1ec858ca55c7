import Transformer

/// Work that a client's device does: what the virtual clock charges, in tokens passed forward and back, and in
/// floating-point operations.
///
/// Counted where a pass happens, so that every pass that a method needs is charged; one that is made for the screen or for
/// an evaluation never is.
public struct Work: Sendable, Equatable, Codable {
  /// Tokens passed forward and back; of those passed forward alone, half.
  public private(set) var tokens = 0.0
  /// Floating-point operations of those passes.
  public private(set) var flops = 0.0
  /// What a pass through the encoder costs.
  private let cost: PassCost
  private let arithmetic: PassFlops

  /// No work yet, with an encoder of such a cost.
  public init(_ cost: PassCost = PassCost(), _ arithmetic: PassFlops = PassFlops()) {
    self.cost = cost
    self.arithmetic = arithmetic
  }

  /// No work yet with `encoder`.
  init(_ encoder: Encoder) { self.init(encoder.passCost, encoder.passFlops) }

  /// A pass forward and back.
  public mutating func trained(_ batch: PackedBatch) {
    tokens += 0.5 * (cost.forward(batch) + cost.backward(batch))
    flops += arithmetic.forward(batch) + arithmetic.backward(batch)
  }

  /// A pass forward alone: half of a pass, since a frozen map sends its gradient back in one product and has none itself.
  public mutating func passed(_ batch: PackedBatch) {
    tokens += 0.5 * cost.forward(batch)
    flops += arithmetic.forward(batch)
  }

  /// Both together.
  public static func + (left: Work, right: Work) -> Work {
    var sum = left
    sum.tokens += right.tokens
    sum.flops += right.flops
    return sum
  }
}
