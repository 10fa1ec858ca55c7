/// Byte-level byte-pair encoding: the tokenizer of RoBERTa, Llama 3, Qwen2, SmolLM2 and others, which cut words differently.
struct ByteLevelTokenizer: WordTokenizer, DecodingTokenizer {
  let shell: TokenizerShell

  private let merges: MergeTable
  private let pipeline: BytePairPipeline
  private let spellings: [Int32: [UInt8]]

  /// Makes a tokenizer of checked parts.
  init(
    vocabulary: TokenizerVocabulary, merges: MergeTable, template: TokenTemplate,
    pipeline: BytePairPipeline
  ) {
    let normalizer = pipeline.normalizer
    let normalize: @Sendable ([UInt8]) -> [UInt8] = { normalizer($0) }
    shell = TokenizerShell(
      vocabulary: vocabulary, template: template,
      normalize: normalizer.steps.isEmpty ? nil : normalize)
    self.merges = merges
    self.pipeline = pipeline
    spellings = MergeTable.spellings(of: vocabulary)
  }

  func bytes(of token: Int32) -> [UInt8] { spellings[token] ?? [] }

  func appendWords(
    of text: [UInt8], _ range: Range<Int>, isFirst: Bool, limit: Int, to out: inout [Int32]
  ) {
    pipeline.words(Array(text[range])) { word in
      if out.count < limit { merges.appendTokens(of: word, to: &out) }
    }
  }
}
