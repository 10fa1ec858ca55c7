/// A batch without padding: the tokens of its samples one after the other.
///
/// A network over patches takes places of rows for tokens, 0 for the row of no patch and n for patch n, and the pixels
/// of the patches beside them.
public struct PackedBatch: Sendable, Equatable {
  /// Token ids of all samples, Σ lengths.
  public private(set) var tokens: [Int32] = []
  /// Token types, parallel to `tokens`.
  public private(set) var tokenTypes: [Int32] = []
  /// Values of the patches, in the order of their tokens; none of texts.
  public internal(set) var pixels: [Float] = []
  /// Where each sample starts; one more entry than samples, the last is the number of tokens.
  public private(set) var offsets: [Int] = [0]
  /// Label of each sample; for a language model the number of tokens in front of its answer.
  public private(set) var labels: [Int32] = []
  /// Longest sample.
  public private(set) var longest = 0

  /// An empty batch.
  public init() {}

  /// Number of samples.
  public var count: Int { labels.count }

  /// Appends a sample; `tokens` and `tokenTypes` are of equal length, at least 1.
  public mutating func append(tokens: [Int32], tokenTypes: [Int32], label: Int32) {
    append(tokens: tokens[...], tokenTypes: tokenTypes[...], label: label)
  }

  /// Appends a sample that lies among others.
  public mutating func append(
    tokens: ArraySlice<Int32>, tokenTypes: ArraySlice<Int32>, label: Int32, pixels: [Float] = []
  ) {
    precondition(tokens.count == tokenTypes.count && !tokens.isEmpty, "a sample has tokens")
    self.tokens += tokens
    self.tokenTypes += tokenTypes
    self.pixels += pixels
    offsets.append(self.tokens.count)
    labels.append(label)
    longest = max(longest, tokens.count)
  }

  /// Token positions of sample `index`.
  public func range(of index: Int) -> Range<Int> { offsets[index]..<offsets[index + 1] }
}
