/// XLM-RoBERTa's tokenizer and its like: words that begin with `▁`, made up of pieces with scores.
struct UnigramTokenizer: WordTokenizer {
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

  let shell: TokenizerShell

  private let splitting: Splitting
  private let model: UnigramModel
  var unknownToken: Int32? { model.unknown }

  /// `▁`, which stands for a blank.
  private static let blank = Array("\u{2581}".utf8)

  /// Makes a tokenizer of checked parts.
  init(
    vocabulary: TokenizerVocabulary, normalizer: TextNormalizer, splitting: Splitting,
    model: UnigramModel, template: TokenTemplate
  ) {
    shell = TokenizerShell(vocabulary: vocabulary, template: template) { normalizer($0) }
    self.splitting = splitting
    self.model = model
  }

  func appendWords(
    of text: [UInt8], _ range: Range<Int>, isFirst: Bool, limit: Int, to out: inout [Int32]
  ) {
    for word in words(Array(text[range]), isFirst: isFirst) where out.count < limit {
      model.appendTokens(of: word, to: &out)
    }
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
    guard word.count > 1 else { return [word] }
    var words: [[UInt8]] = []
    var start = 0
    for place in 1..<word.count where word[place...].starts(with: blank) {
      words.append(Array(word[start..<place]))
      start = place
    }
    words.append(Array(word[start...]))
    return words
  }
}
