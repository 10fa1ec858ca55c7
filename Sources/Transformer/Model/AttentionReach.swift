import Foundation

/// Which tokens a layer's tokens see, and how it knows where they are.
public struct AttentionReach: Sendable, Equatable {
  /// How many tokens before its own a token sees; nil: all.
  public var before: Int?
  /// How many behind it; nil: all. 0 is causal attention.
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

  /// By how much the angle of `pair` grows from token to token in heads of width `width`.
  func step(of pair: Int, width: Int) -> Double {
    pow(base, -2 * Double(pair) / Double(width))
  }
}
