import Corpus
import Plain
import Transformer

extension LoadedModel {
  /// Continues a text by up to `words` tokens, or until one that stands for no text or ends it (`generation`).
  ///
  /// - Throws: `unsupported` for a network or a tokenizer that cannot, `malformed` for a text that leaves no room.
  public func continuation(
    of text: ChatText, words: Int, choice: WordChoice, seed: UInt64
  ) throws -> (text: String, tokens: [Int32]) {
    let name = encoder.weights.name
    guard let decoder = tokenizer as? any DecodingTokenizer else {
      throw ModelError.unsupported(
        file: name, feature: "continuing a text with this kind of tokenizer",
        remedy: "use a decoder with byte-level BPE")
    }
    let tokens = text.tokens(by: tokenizer)
    guard !tokens.isEmpty, tokens.count < maxLength else {
      throw ModelError.malformed(
        file: name, problem: "reads at most \(maxLength) tokens and the text has \(tokens.count)",
        remedy: tokens.isEmpty ? "give a text" : "shorten it")
    }
    let state = try Continuation(
      EncoderSession(encoder: encoder), parameters: parameters,
      capacity: tokens.count + min(words, maxLength - tokens.count))
    var generator = SplitMix64(seed: seed)
    var logits = state.append(tokens)
    var written: [Int32] = []
    while written.count < words {
      let word = choice(logits, using: &generator)
      guard !decoder.specialTokens.contains(word), !generation.ends.contains(word) else { break }
      written.append(word)
      guard written.count < words, state.length < state.capacity else { break }
      logits = state.append([word])
    }
    return (decoder.text(of: written), written)
  }
}
