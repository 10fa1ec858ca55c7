/// Byte-level byte-pair encoding: the tokenizer of RoBERTa, Llama 3, Qwen2, SmolLM2 and others, which cut words differently.
struct ByteLevelTokenizer: DecodingTokenizer {
  let vocabularySize: Int
  let maskToken: Int32?
  let specialTokens: Set<Int32>

  private let template: TokenTemplate
  private let merges: MergeTable
  private let pipeline: BytePairPipeline
  private let rawTokens: AddedTokenMatcher
  private let normalizedTokens: AddedTokenMatcher
  private let spellings: [Int32: [UInt8]]

  /// Makes a tokenizer of checked parts.
  init(
    vocabulary: TokenizerVocabulary, merges: MergeTable, template: TokenTemplate,
    pipeline: BytePairPipeline
  ) {
    self.template = template
    self.merges = merges
    self.pipeline = pipeline
    vocabularySize = vocabulary.size
    maskToken = vocabulary.maskToken
    specialTokens = vocabulary.specialTokens.union(template.specialTokens)
    // Without a normaliser it makes no difference when a token is searched for, but for the order.
    let normalizer = pipeline.normalizer
    let isPlain = normalizer.steps.isEmpty
    rawTokens = AddedTokenMatcher(vocabulary.added.filter { isPlain || !$0.isNormalized })
    normalizedTokens = AddedTokenMatcher(vocabulary.added.filter { !isPlain && $0.isNormalized }) {
      normalizer(Array($0.utf8))
    }
    spellings = MergeTable.spellings(of: vocabulary)
  }

  var truncatesLeft: Bool { template.truncatesLeft }

  func encode(_ text: String, pair: String?, maxLength: Int) -> Encoding {
    let first = tokens(text, limit: pair == nil ? template.room(maxLength: maxLength) : .max)
    return template.assemble(
      first: first, second: pair.map { tokens($0, limit: .max) }, maxLength: maxLength)
  }

  func bytes(of token: Int32) -> [UInt8] { spellings[token] ?? [] }

  private func tokens(_ text: String, limit: Int) -> [Int32] {
    var out: [Int32] = []
    let raw = Array(text.utf8)
    for piece in rawTokens.pieces(raw) where out.count < limit {
      if let id = piece.id {
        out.append(id)
        continue
      }
      let normal = pipeline.normalizer(Array(raw[piece.range]))
      for inner in normalizedTokens.pieces(normal) where out.count < limit {
        if let id = inner.id {
          out.append(id)
          continue
        }
        pipeline.words(Array(normal[inner.range])) { word in
          if out.count < limit { merges.appendTokens(of: word, to: &out) }
        }
      }
    }
    return out
  }
}
