/// XLM-RoBERTa's tokenizer and its like: words that begin with `▁`, made up of pieces with scores.
struct UnigramTokenizer: Tokenizer {
  /// How a text becomes words.
  struct Splitting: Sendable, Equatable {
    /// Whether white space is cut away first, so that no word is nothing but blanks.
    var dropsSpace = true
    /// Where a `▁` is put in front.
    var prefix = Prefix.always
    /// Whether words end where a `▁` begins.
    var splits = true

    /// Which stretches of a text get a `▁` in front that have none.
    enum Prefix: String, Sendable {
      case always, first, never
    }
  }

  let vocabularySize: Int
  let maskToken: Int32?
  let specialTokens: Set<Int32>

  private let normalizer: TextNormalizer
  private let splitting: Splitting
  private let model: UnigramModel
  private let template: TokenTemplate
  private let rawTokens: AddedTokenMatcher
  private let normalizedTokens: AddedTokenMatcher

  /// `▁`, which stands for a blank.
  private static let blank = Array("\u{2581}".utf8)

  /// Makes a tokenizer of checked parts.
  init(
    vocabulary: TokenizerVocabulary, normalizer: TextNormalizer, splitting: Splitting,
    model: UnigramModel, template: TokenTemplate
  ) {
    self.normalizer = normalizer
    self.splitting = splitting
    self.model = model
    self.template = template
    vocabularySize = vocabulary.size
    maskToken = vocabulary.maskToken
    specialTokens = vocabulary.specialTokens.union(template.specialTokens)
    rawTokens = AddedTokenMatcher(vocabulary.added.filter { !$0.isNormalized })
    normalizedTokens = AddedTokenMatcher(vocabulary.added.filter(\.isNormalized)) {
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
          continue
        }
        let isFirst = piece.range.lowerBound == 0 && inner.range.lowerBound == 0
        for word in words(Array(normal[inner.range]), isFirst: isFirst) where out.count < limit {
          model.appendTokens(of: word, to: &out)
        }
      }
    }
    return out
  }

  /// The words of a stretch of text.
  private func words(_ text: [UInt8], isFirst: Bool) -> [[UInt8]] {
    let parts = splitting.dropsSpace ? Self.split(text) : text.isEmpty ? [] : [text]
    var words: [[UInt8]] = []
    for (index, part) in parts.enumerated() {
      var word: [UInt8] = []
      for byte in part { byte == 0x20 ? word += Self.blank : word.append(byte) }
      let isPrefixed =
        switch splitting.prefix {
        case .always: true
        case .first: isFirst && index == 0
        case .never: false
        }
      if isPrefixed, !word.starts(with: Self.blank) { word = Self.blank + word }
      words += splitting.splits ? Self.cut(word) : [word]
    }
    return words
  }

  /// The stretches between white space.
  private static func split(_ text: [UInt8]) -> [[UInt8]] {
    String(decoding: text, as: UTF8.self).unicodeScalars
      .split { $0.properties.isWhitespace }.map { Array(String($0).utf8) }
  }

  /// A word cut in front of every `▁`.
  private static func cut(_ word: [UInt8]) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var start = 0
    for place in 1..<max(2, word.count) where word[min(place, word.count)...].starts(with: blank) {
      words.append(Array(word[start..<place]))
      start = place
    }
    words.append(Array(word[start...]))
    return words
  }
}
