/// RoBERTa's tokenizer, ModernBERT's and others: byte-level byte-pair encoding.
struct ByteLevelTokenizer: Tokenizer {
  let vocabularySize: Int
  let maskToken: Int32?
  let specialTokens: Set<Int32>

  private let template: TokenTemplate
  private let merges: MergeTable
  private let addsPrefixSpace: Bool
  private let normalizer: TextNormalizer
  private let rawTokens: AddedTokenMatcher
  private let normalizedTokens: AddedTokenMatcher

  /// Makes a tokenizer of checked parts.
  init(
    vocabulary: TokenizerVocabulary, merges: MergeTable,
    normalizer: TextNormalizer = TextNormalizer(), template: TokenTemplate, addsPrefixSpace: Bool
  ) {
    self.normalizer = normalizer
    self.template = template
    self.merges = merges
    self.addsPrefixSpace = addsPrefixSpace
    vocabularySize = vocabulary.size
    maskToken = vocabulary.maskToken
    specialTokens = vocabulary.specialTokens.union(template.specialTokens)
    // Without a normaliser it makes no difference when a token is searched for, but for the order.
    let isPlain = normalizer.steps.isEmpty
    rawTokens = AddedTokenMatcher(vocabulary.added.filter { isPlain || !$0.isNormalized })
    normalizedTokens = AddedTokenMatcher(vocabulary.added.filter { !isPlain && $0.isNormalized }) {
      normalizer(Array($0.utf8))
    }
  }

  var truncatesLeft: Bool { template.truncatesLeft }

  func encode(_ text: String, pair: String?, maxLength: Int) -> Encoding {
    let first = tokens(text, limit: pair == nil ? template.room(maxLength: maxLength) : .max)
    return template.assemble(
      first: first, second: pair.map { tokens($0, limit: .max) }, maxLength: maxLength)
  }

  private func tokens(_ text: String, limit: Int) -> [Int32] {
    var out: [Int32] = []
    let raw = Array(text.utf8)
    for piece in rawTokens.pieces(raw) where out.count < limit {
      if let id = piece.id {
        out.append(id)
        continue
      }
      let normal = normalizer(Array(raw[piece.range]))
      for inner in normalizedTokens.pieces(normal) where out.count < limit {
        if let id = inner.id {
          out.append(id)
        } else {
          append(Array(normal[inner.range]), to: &out, limit: limit)
        }
      }
    }
    return out
  }

  private func append(_ text: [UInt8], to out: inout [Int32], limit: Int) {
    var bytes = text
    if addsPrefixSpace, bytes.first != 0x20 { bytes.insert(0x20, at: 0) }
    var splitter = ByteLevelSplitter(bytes)
    while out.count < limit, let word = splitter.next() {
      merges.appendTokens(of: bytes[word], to: &out)
    }
  }
}
