import Foundation
import Plain

/// The tokenizer of the embedded model: word pieces over the words of the embedded grammar.
///
/// Letters, digits, signs and common endings are pieces too, so that any Latin text can be encoded.
public struct EmbeddedTokenizer: Tokenizer {
  /// All tokens, by id.
  ///
  /// Other words in the grammar change it, and the embedded model must then be trained anew.
  public static let vocabulary: [String] = {
    let special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    let letters = "abcdefghijklmnopqrstuvwxyz0123456789".map(String.init)
    let signs = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".map(String.init)
    let endings = ["es", "ed", "ing", "er", "est", "ly", "ness", "ment", "able", "ful", "less"]
    let pieces = (letters + endings).map { "##" + $0 }
    let fixed = special + letters + signs + pieces
    let known = Set(fixed)
    return fixed + Grammar.embedded.words.filter { !known.contains($0) }
  }()

  private static let shared = WordPieceTokenizer(
    vocabulary: TokenizerVocabulary(distinct: vocabulary, special: 5),
    normalizer: BertNormalizer(), template: .bert(start: 2, separator: 3), unknown: 1)

  private let pieces = Self.shared

  /// Makes the tokenizer; all of them share one table.
  public init() {}

  /// Encodes as BERT does: lower case, `[CLS] A [SEP] B [SEP]`.
  public func encode(_ text: String, pair: String?, maxLength: Int) -> Encoding {
    pieces.encode(text, pair: pair, maxLength: maxLength)
  }

  /// One more than the largest token id.
  public var vocabularySize: Int { pieces.vocabularySize }
  /// The id of `[MASK]`.
  public var maskToken: Int32? { pieces.maskToken }
  /// The id of `[UNK]`.
  public var unknownToken: Int32? { pieces.unknownToken }
  /// Ids of `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and `[MASK]`.
  public var specialTokens: Set<Int32> { pieces.specialTokens }
  /// No: a text that is too long loses its end.
  public var truncatesLeft: Bool { pieces.truncatesLeft }

  /// Writes `vocab.txt` and `tokenizer_config.json` into a folder, as other programs read them.
  public static func write(directory: String) throws {
    let words = vocabulary.joined(separator: "\n") + "\n"
    try OutputFile.replace("\(directory)/vocab.txt", with: Data(words.utf8))
    let configuration = """
      {"tokenizer_class": "BertTokenizer", "do_lower_case": true, "strip_accents": null, \
      "tokenize_chinese_chars": true, "model_max_length": 512}

      """
    try OutputFile.replace(
      "\(directory)/tokenizer_config.json", with: Data(configuration.utf8))
  }
}
