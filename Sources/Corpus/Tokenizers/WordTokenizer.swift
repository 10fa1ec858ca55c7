/// A tokenizer of texts that cuts them into words: what is done around the words is the same for all.
protocol WordTokenizer: Tokenizer {
  /// Added tokens, normaliser and template.
  var shell: TokenizerShell { get }
  /// Appends the tokens of a stretch of normalised text without added tokens; it may stop at `limit` tokens in all.
  ///
  /// - Parameter isFirst: whether the text begins here.
  func appendWords(
    of text: [UInt8], _ range: Range<Int>, isFirst: Bool, limit: Int, to out: inout [Int32])
}

extension WordTokenizer {
  var vocabularySize: Int { shell.vocabularySize }
  var maskToken: Int32? { shell.maskToken }
  var specialTokens: Set<Int32> { shell.specialTokens }
  var truncatesLeft: Bool { shell.template.truncatesLeft }

  func encode(_ text: String, pair: String?, maxLength: Int) -> Encoding {
    let template = shell.template
    // Nobody needs the rest of a long single text; of a pair both lengths count.
    let first = tokens(text, limit: pair == nil ? template.room(maxLength: maxLength) : .max)
    return template.assemble(
      first: first, second: pair.map { tokens($0, limit: .max) }, maxLength: maxLength)
  }

  /// Searches for added tokens, normalises what lies between them, and searches there for those that are normalised too.
  private func tokens(_ text: String, limit: Int) -> [Int32] {
    var out: [Int32] = []
    let raw = Array(text.utf8)
    for piece in shell.rawTokens.pieces(raw) where out.count < limit {
      if let id = piece.id {
        out.append(id)
        continue
      }
      let normal = shell.normalize(Array(raw[piece.range]))
      for inner in shell.normalizedTokens.pieces(normal) where out.count < limit {
        if let id = inner.id {
          out.append(id)
          continue
        }
        let isFirst = piece.range.lowerBound == 0 && inner.range.lowerBound == 0
        appendWords(of: normal, inner.range, isFirst: isFirst, limit: limit, to: &out)
      }
    }
    return out
  }
}

/// What a tokenizer has around its words.
struct TokenizerShell: Sendable {
  /// One more than the largest token id.
  let vocabularySize: Int
  /// The id that hides a token.
  let maskToken: Int32?
  /// Ids that stand for no text.
  let specialTokens: Set<Int32>
  /// Where special tokens go.
  let template: TokenTemplate
  /// What a text goes through before it is cut.
  let normalize: @Sendable ([UInt8]) -> [UInt8]
  /// Added tokens that are searched for before that, and after it.
  let rawTokens, normalizedTokens: AddedTokenMatcher

  /// Puts the parts together.
  ///
  /// - Parameter normalize: nil: nothing is normalised; then when a token is searched for makes no difference, but for the
  ///   order.
  init(
    vocabulary: TokenizerVocabulary, template: TokenTemplate,
    normalize: (@Sendable ([UInt8]) -> [UInt8])?
  ) {
    vocabularySize = vocabulary.size
    maskToken = vocabulary.maskToken
    specialTokens = vocabulary.specialTokens.union(template.specialTokens)
    self.template = template
    rawTokens = AddedTokenMatcher(vocabulary.added.filter { normalize == nil || !$0.isNormalized })
    let later = vocabulary.added.filter { normalize != nil && $0.isNormalized }
    let applied = normalize ?? { $0 }
    normalizedTokens = AddedTokenMatcher(later) { applied(Array($0.utf8)) }
    self.normalize = applied
  }
}
