/// Turns text into the token ids of one vocabulary, as Hugging Face `tokenizers` does.
public protocol Tokenizer: Sendable {
  /// Encodes a text, or a pair, with special tokens, cut to `maxLength` tokens, longest text first.
  ///
  /// When `maxLength` has no room for the special tokens, only the first of those remain.
  func encode(_ text: String, pair: String?, maxLength: Int) -> Encoding
  /// One more than the largest token id.
  var vocabularySize: Int { get }
  /// The id that hides a token in masked language modelling.
  var maskToken: Int32? { get }
  /// Ids that stand for no text: start, separator, padding, mask.
  var specialTokens: Set<Int32> { get }
  /// Whether a text that is too long loses its start and not its end.
  var truncatesLeft: Bool { get }
}

/// A tokenizer that can say what text its tokens stand for.
public protocol DecodingTokenizer: Tokenizer {
  /// The bytes that a token adds to a text, which may end within a character; none of an id without a token.
  func bytes(of token: Int32) -> [UInt8]
}

extension DecodingTokenizer {
  /// The text of tokens, without those that stand for none.
  public func text(of tokens: some Sequence<Int32>) -> String {
    let raw = tokens.flatMap { specialTokens.contains($0) ? [] : bytes(of: $0) }
    return String(decoding: raw, as: UTF8.self)
  }
}
