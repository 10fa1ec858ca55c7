/// A text (or pair) as token ids, ready for an encoder.
public struct Encoding: Sendable, Equatable {
  /// Token ids, special tokens included.
  public var tokens: [Int32]
  /// For each token the segment it belongs to: 0, or 1 for a second text where the model wants it.
  public var tokenTypes: [Int32]

  /// Makes an encoding.
  public init(tokens: [Int32], tokenTypes: [Int32]) {
    self.tokens = tokens
    self.tokenTypes = tokenTypes
  }
}
