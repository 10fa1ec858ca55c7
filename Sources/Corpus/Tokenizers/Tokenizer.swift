/// Turns text into the token ids of one vocabulary, as Hugging Face `tokenizers` does.
public protocol Tokenizer: Sendable {
  /// Encodes a text, or a pair, with special tokens, cut to `maxLength` tokens, longest text first.
  ///
  /// When `maxLength` has no room for the special tokens, only the first of those remain.
  func encode(_ text: String, pair: String?, maxLength: Int) -> Encoding
  /// Encodes a sample: its text or texts, or its image.
  func encode(_ sample: Sample, maxLength: Int) -> Encoding
  /// Fails on a data set that it cannot read, such as texts for a model of images; gives what is changed to be read, a
  /// sentence each.
  /// - Throws: `CorpusError.badFile`.
  @discardableResult
  func check(_ dataset: Dataset, place: String) throws(CorpusError) -> [String]
  /// What bytes of pixels stand for; nil: it reads texts.
  var pixelLevels: PixelLevels? { get }
  /// One more than the largest token id.
  var vocabularySize: Int { get }
  /// The id that hides a token in masked language modelling.
  var maskToken: Int32? { get }
  /// Ids that stand for no text: start, separator, padding, mask.
  var specialTokens: Set<Int32> { get }
  /// Whether a text that is too long loses its start and not its end.
  var truncatesLeft: Bool { get }
  /// The id that stands for what the vocabulary cannot write; nil: it can write anything.
  var unknownToken: Int32? { get }
}

extension Tokenizer {
  /// Encodes the text or texts of a sample.
  public func encode(_ sample: Sample, maxLength: Int) -> Encoding {
    encode(sample.text, pair: sample.textPair, maxLength: maxLength)
  }

  /// None: bytes can be written by most.
  public var unknownToken: Int32? { nil }

  /// Nothing: most read texts.
  public var pixelLevels: PixelLevels? { nil }

  /// Fails on images: most read texts.
  public func check(_ dataset: Dataset, place: String) throws(CorpusError) -> [String] {
    guard dataset.hasImages else { return [] }
    throw .badFile(
      path: place,
      problem:
        "these are images, and the model reads texts: take a model of images (model_type vit)")
  }
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
