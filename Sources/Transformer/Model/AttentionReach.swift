import Foundation

/// Which tokens a layer's tokens see, and how it knows where they are.
public struct AttentionReach: Sendable, Equatable {
  /// How many tokens before its own a token sees; nil: all.
  public var before: Int?
  /// How many behind it, 0 in causal attention; nil: all.
  public var after: Int?
  /// How positions turn queries and keys; nil: they do not.
  public var rotary: Rotary?

  /// Of every token, without positions, where nothing is given.
  public init(before: Int? = nil, after: Int? = nil, rotary: Rotary? = nil) {
    self.before = before
    self.after = after
    self.rotary = rotary
  }

  /// Whether every token sees every other.
  var isWhole: Bool { before == nil && after == nil }

  /// The keys that a query at `position` of a sequence of `count` sees.
  @inline(__always)
  func keys(at position: Int, of count: Int) -> Range<Int> {
    let first = before.map { max(0, position - $0) } ?? 0
    let last = after.map { min(count, position + $0 + 1) } ?? count
    return first..<last
  }
}

/// Rotary positions (Su and others 2021, arXiv 2104.09864): the pair of values c and c + w/2 of a head of width w is turned
/// by an angle that grows with the token's position.
public struct Rotary: Sendable, Hashable {
  /// θ: at each position the angle of pair c grows by θ^(−2c/w).
  public var base: Double
  /// How angles are stretched for texts that are longer than those of pretraining; nil: they are not.
  public var stretch: RotaryStretch?

  /// Angles of a base, stretched or not.
  public init(base: Double, stretch: RotaryStretch? = nil) {
    self.base = base
    self.stretch = stretch
  }

  /// By how much the angle of `pair` grows from token to token in heads of width `width`.
  func step(of pair: Int, width: Int) -> Double {
    let step = pow(base, -2 * Double(pair) / Double(width))
    return stretch.map { $0(step) } ?? step
  }
}

/// Llama 3.1's way to longer texts: slow angles grow more slowly, fast ones as before, those between in between.
public struct RotaryStretch: Sendable, Hashable {
  /// By what slow angles are divided.
  public var factor: Double
  /// A wave longer than the old context over this is slow.
  public var low: Double
  /// A wave shorter than the old context over this is fast.
  public var high: Double
  /// Tokens of the context of pretraining.
  public var context: Double

  func callAsFunction(_ step: Double) -> Double {
    let wave = 2 * Double.pi / step
    if wave < context / high { return step }
    if wave > context / low { return step / factor }
    let share = (context / wave - low) / (high - low)
    return (1 - share) * step / factor + share * step
  }
}
