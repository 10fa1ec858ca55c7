/// BERT's tokenizer: normalise, cut at white space and punctuation, then longest piece first.
struct WordPieceTokenizer: WordTokenizer {
  /// Words of more characters are unknown.
  var longestWord = 100
  let shell: TokenizerShell

  private let unknown: Int32
  var unknownToken: Int32? { unknown }
  /// Pieces that start a word, and pieces that continue one (stored without their `##`).
  private let heads: Vocabulary
  private let tails: Vocabulary

  /// Makes a tokenizer of checked parts.
  init(
    vocabulary: TokenizerVocabulary, normalizer: BertNormalizer, template: TokenTemplate,
    unknown: Int32, continuation: String = "##", longestWord: Int = 100
  ) {
    self.longestWord = longestWord
    shell = TokenizerShell(vocabulary: vocabulary, template: template) { normalizer($0) }
    self.unknown = unknown
    heads = Vocabulary(vocabulary.tokens.map { (Substring($0.text).utf8, $0.id) })
    // Bytes, not characters: in `##` before a combining mark the second # is part of a character.
    let prefix = continuation.utf8
    tails = Vocabulary(
      vocabulary.tokens.filter { $0.text.utf8.starts(with: prefix) }
        .map { ($0.text.utf8.dropFirst(prefix.count), $0.id) })
  }

  /// Cuts at white space, which vanishes, and around punctuation, which stays.
  func appendWords(
    of text: [UInt8], _ range: Range<Int>, isFirst: Bool, limit: Int, to out: inout [Int32]
  ) {
    var hashes: [UInt64] = []
    var start = range.lowerBound
    var cursor = start
    while cursor < range.upperBound, out.count < limit {
      let scalar = text.scalar(at: cursor)
      let end = cursor + UTF8.width(scalar)
      let isSpace = scalar.value < 0x80 ? scalar.isASCIISpace : scalar.properties.isWhitespace
      if isSpace || scalar.isSplitPunctuation {
        if start < cursor { appendPieces(of: text, start..<cursor, &hashes, to: &out) }
        if !isSpace { appendPieces(of: text, cursor..<end, &hashes, to: &out) }
        start = end
      }
      cursor = end
    }
    if start < cursor { appendPieces(of: text, start..<cursor, &hashes, to: &out) }
  }

  /// Longest piece first; a word that cannot be covered is one unknown token.
  private func appendPieces(
    of text: [UInt8], _ word: Range<Int>, _ hashes: inout [UInt64], to out: inout [Int32]
  ) {
    // A scalar has at most four bytes, so most words need no count.
    if word.count > longestWord,
      text[word].count(where: { $0 & 0xC0 != 0x80 }) > longestWord
    {
      out.append(unknown)
      return
    }
    let before = out.count
    var start = word.lowerBound
    while start < word.upperBound {
      let pieces = start == word.lowerBound ? heads : tails
      let reach = min(word.upperBound, start + pieces.longest)
      hashes.removeAll(keepingCapacity: true)
      var hash = Vocabulary.emptyHash
      for index in start..<reach {
        hash = Vocabulary.hash(hash, appending: text[index])
        hashes.append(hash)
      }
      var end = reach
      var found: Int32?
      while end > start {
        found = pieces.id(text, from: start, to: end, hash: hashes[end - start - 1])
        if found != nil { break }
        end -= 1
      }
      guard let found else {
        out.removeLast(out.count - before)
        out.append(unknown)
        return
      }
      out.append(found)
      start = end
    }
  }
}

extension Unicode.Scalar {
  fileprivate var isASCIISpace: Bool {
    value == 0x20 || 0x09...0x0D ~= value
  }
}
