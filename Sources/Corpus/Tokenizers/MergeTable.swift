/// The merges of a byte-pair encoding: which two neighbours become one token, in what order.
struct MergeTable: Sendable {
  /// The outcome of a merge; the lowest rank goes first.
  struct Merge: Sendable {
    var rank: Int32
    var id: Int32
  }

  /// The token of each single byte, or the unknown one; nil when the vocabulary has neither (such bytes vanish).
  private let byteTokens: [Int32?]
  private var merges: [UInt64: Merge] = [:]
  /// With `ignore_merges`, whole words that are tokens need no merges.
  private let wholeWords: Vocabulary?

  /// Looks up all texts in the vocabulary, where bytes are spelt as printable characters.
  init(
    vocabulary: TokenizerVocabulary, merges pairs: [(String, String)], unknown: Int32? = nil,
    prefersWholeWords: Bool = false, path: String
  ) throws(CorpusError) {
    byteTokens = (0...255).map { vocabulary.id(String(Self.spelling(of: UInt8($0)))) ?? unknown }
    merges.reserveCapacity(pairs.count)
    for (rank, pair) in pairs.enumerated() {
      let first = try vocabulary.id(pair.0, path: path)
      let second = try vocabulary.id(pair.1, path: path)
      let id = try vocabulary.id(pair.0 + pair.1, path: path)
      // Of a repeated pair the last rank counts, as in Hugging Face `tokenizers`.
      merges[Self.key(first, second)] = Merge(rank: Int32(clamping: rank), id: id)
    }
    guard prefersWholeWords else {
      wholeWords = nil
      return
    }
    let words = vocabulary.tokens.compactMap { token in
      // A token that is no whole character cannot be a whole word.
      Self.bytes(spelt: token.text).flatMap { String(validating: $0, as: UTF8.self) }
        .map { (Substring($0).utf8, token.id) }
    }
    wholeWords = Vocabulary(words.map { (text: $0.0, id: $0.1) })
  }

  private static let bytes = Dictionary(
    uniqueKeysWithValues: (0...255).map { (spelling(of: UInt8($0)), UInt8($0)) })

  /// The bytes that a token of a byte-level vocabulary is spelt for; nil for one that is no such spelling.
  static func bytes(spelt text: String) -> [UInt8]? {
    let spelt = text.unicodeScalars.map { bytes[$0] }
    let raw = spelt.compactMap(\.self)
    return raw.count == spelt.count ? raw : nil
  }

  /// The bytes of every token: added ones are written as they are.
  static func spellings(of vocabulary: TokenizerVocabulary) -> [Int32: [UInt8]] {
    var spellings: [Int32: [UInt8]] = [:]
    for token in vocabulary.tokens {
      spellings[token.id] = bytes(spelt: token.text) ?? Array(token.text.utf8)
    }
    for token in vocabulary.added { spellings[token.id] = Array(token.content.utf8) }
    return spellings
  }

  /// The printable character that stands for a byte in a byte-level vocabulary (GPT-2's table).
  static func spelling(of byte: UInt8) -> Unicode.Scalar {
    switch byte {
    case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: Unicode.Scalar(byte)
    // The others, in order, take the characters from U+0100 on.
    case 0...0x20: Unicode.Scalar(UInt16(byte) + 0x100) ?? " "
    case 0x7F...0xA0: Unicode.Scalar(UInt16(byte) - 0x7F + 0x121) ?? " "
    default: Unicode.Scalar(0x143 as UInt16) ?? " "
    }
  }

  /// Encodes one word: bytes first, then the lowest-ranked merge, the leftmost of those, and on.
  func appendTokens(of word: ArraySlice<UInt8>, to out: inout [Int32]) {
    if let id = wholeWords?.id(word) {
      out.append(id)
      return
    }
    var symbols = SymbolChain(word.compactMap { byteTokens[Int($0)] })
    symbols.merge { first, second in merges[Self.key(first, second)] }
    symbols.appendTokens(to: &out)
  }

  private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }
}
