/// A text (or pair) as token ids, ready for an encoder.
public struct Encoding: Sendable, Equatable {
  /// Token ids, special tokens included.
  public var tokens: [Int32]
  /// For each token the segment it belongs to: 0, or 1 for a second text where the model wants it.
  public var tokenTypes: [Int32]
  /// Where the tokens of each text lie; the others are special tokens.
  public var texts: [Range<Int>]
  /// Of an image its pixels, patch by patch; tokens are then the places of the rows, 0 for the first and n for patch n.
  public var pixels: [UInt8]
  /// Tokens in front of the answer of an instruction; 0 of anything else.
  public var prompt = 0

  /// Bytes of a patch of an image; 0 of a text.
  public var patchSize: Int { pixels.count / max(1, tokens.count - 1) }

  /// Makes an encoding.
  public init(
    tokens: [Int32], tokenTypes: [Int32], texts: [Range<Int>] = [], pixels: [UInt8] = []
  ) {
    self.tokens = tokens
    self.tokenTypes = tokenTypes
    self.texts = texts
    self.pixels = pixels
  }

  /// The same with at most `length` tokens: the longer text gives way first, as when a tokenizer cuts.
  ///
  /// Special tokens stay, and so does one token of each text, whatever `length` is.
  ///
  /// - Parameter fromLeft: whether texts lose their starts and not their ends.
  public func cut(to length: Int, fromLeft: Bool) -> Encoding {
    let counts = texts.map(\.count)
    let all = counts.reduce(0, +)
    let room = max(counts.count { $0 > 0 }, length - (tokens.count - all))
    guard all > room else { return self }
    let (first, second) = TokenTemplate.longestFirst(
      counts.first ?? 0, counts.count > 1 ? counts[1] : 0, room: room)
    var out = Encoding(tokens: [], tokenTypes: [])
    var next = 0
    for (text, count) in zip(texts, [first, second]) {
      let kept = fromLeft ? text.suffix(count) : text.prefix(count)
      out.append(self, next..<text.lowerBound)
      out.texts.append(out.tokens.count..<out.tokens.count + count)
      out.append(self, kept)
      next = text.upperBound
    }
    out.append(self, next..<tokens.count)
    return out
  }

  private mutating func append(_ other: Encoding, _ range: Range<Int>) {
    tokens += other.tokens[range]
    tokenTypes += other.tokenTypes[range]
  }
}
