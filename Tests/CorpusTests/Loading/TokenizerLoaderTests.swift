import Plain
import Testing

@testable import Corpus

struct TokenizerLoaderTests {
  private static func text(_ name: String) throws -> String {
    String(
      decoding: try FileBytes.read(Reference.folder + "/\(name)/tokenizer.json"), as: UTF8.self)
  }

  private func load(_ text: String) throws -> any Tokenizer {
    let scratch = try ScratchFolder()
    try scratch.write("tokenizer.json", text)
    return try TokenizerLoader.load(directory: scratch.path).tokenizer
  }

  @Test(arguments: [
    (
      "bert", "\"WordPiece\",", "\"Unigram\",",
      "model.vocab is not a list of pieces with scores"
    ),
    ("bert", "BertPreTokenizer", "Metaspace", "pre_tokenizer 'Metaspace' is not known"),
    ("bert", "BertNormalizer", "NFKC", "normalizer 'NFKC' is not known"),
    ("bert", "TemplateProcessing", "Other", "post_processor 'Other' is not known"),
    ("bert", "\"[UNK]\": 1,", "", "no token '[UNK]'"),
    ("roberta", "RobertaProcessing", "LevelByte", "post_processor 'LevelByte' is not known"),
    ("roberta", "\"use_regex\": true", "\"use_regex\": false", "use_regex"),
  ])
  func saysWhatIsNotKnown(name: String, old: String, new: String, message: String) throws {
    var text = try Self.text(name)
    if message.contains("[UNK]") {
      // The model asks for a token that nothing defines.
      text = text.replacing("\"unk_token\": \"[UNK]\"", with: "\"unk_token\": \"[NIX]\"")
    } else {
      text = text.replacing(old, with: new)
    }
    let wanted = message.replacing("[UNK]", with: "[NIX]")
    let error = #expect(throws: CorpusError.self) { try load(text) }
    #expect(error?.description.contains(wanted) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: [
    (["a": 0, "b": 0], "both have the id 0"), (["a": -1], "has the id -1"),
    (["a": 1 << 40], "has the id"),
  ])
  func refusesBadIds(ids: [String: Int], message: String) {
    let tokens = ids.sorted { $0.key < $1.key }.map { (text: $0.key, id: $0.value) }
    let error = #expect(throws: CorpusError.self) {
      try TokenizerVocabulary(tokens: tokens, path: "v")
    }
    #expect(error?.description.contains(message) == true)
  }

  @Test func keepsCanonicallyEquivalentTokensApart() throws {
    let vocabulary = try TokenizerVocabulary(
      tokens: [(text: "\u{e9}", id: 0), (text: "e\u{301}", id: 1)], path: "v")
    #expect(vocabulary.id("\u{e9}") == 0)
    #expect(vocabulary.id("e\u{301}") == 1)
  }

  @Test func saysWhatIsMissing() throws {
    let scratch = try ScratchFolder()
    let empty = #expect(throws: CorpusError.self) {
      try TokenizerLoader.load(directory: scratch.path)
    }
    #expect(empty?.isNotFound == true)
    let nowhere = #expect(throws: CorpusError.self) {
      try TokenizerLoader.load(directory: "/nowhere")
    }
    #expect(nowhere?.isNotFound == true)
  }

  @Test func refusesAnUnknownTokenizerClass() throws {
    let scratch = try ScratchFolder()
    try scratch.write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n")
    try scratch.write("tokenizer_config.json", "{\"tokenizer_class\": \"T5Tokenizer\"}")
    let error = #expect(throws: CorpusError.self) {
      try TokenizerLoader.load(directory: scratch.path)
    }
    #expect(error?.description.contains("'T5Tokenizer' is not known") == true)
  }

  /// Random damage to a valid file: a tokenizer that still encodes, or an error.
  @Test(arguments: ["bert", "roberta"])
  func survivesDamage(name: String) throws {
    let whole = Array(try Self.text(name).utf8)
    let scratch = try ScratchFolder()
    var draws = SplitMix64(seed: 7)
    let spice = Array("\"{}[],:0-9 tnf\\\u{0}é".utf8)
    var failures = 0
    for _ in 0..<150 {
      var bytes = whole
      for _ in 0...draws.below(3) {
        let place = draws.below(bytes.count)
        if draws.below(2) == 0 {
          bytes[place] = spice[draws.below(spice.count)]
        } else {
          bytes.removeSubrange(place..<min(bytes.count, place + draws.below(40)))
        }
      }
      try scratch.write("tokenizer.json", bytes: bytes)
      do {
        let tokenizer = try TokenizerLoader.load(directory: scratch.path).tokenizer
        let made = tokenizer.encode("the río 12", pair: "don't", maxLength: 9)
        #expect(made.tokens.count <= 9)
        #expect(made.tokens.allSatisfy { (0..<tokenizer.vocabularySize).contains(Int($0)) })
      } catch {
        failures += 1
      }
    }
    #expect(failures > 20)
  }

  /// A page without a blank must not take quadratic time.
  @Test func encodesVeryLongWords() throws {
    for name in ["bert", "roberta"] {
      let tokenizer = try TokenizerLoader.load(directory: Reference.folder + "/" + name).tokenizer
      let made = tokenizer.encode(String(repeating: "a", count: 200_000), pair: nil, maxLength: 32)
      #expect(made.tokens.count <= 32)
    }
  }
}
