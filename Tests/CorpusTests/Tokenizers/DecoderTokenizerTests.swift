import Foundation
import Plain
import Testing

@testable import Corpus

/// Token ids of decoders, equal to those of Hugging Face `tokenizers`.
struct DecoderTokenizerTests {
  private static let oracle = Reference.root + "/Tests/TransformerTests/Reference/"
  private static let smollm =
    ProcessInfo.processInfo.environment["FEDTOP_SMOLLM2"]
    ?? Reference.root + "/data/models/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"

  private func compare(_ tokenizer: any Tokenizer, _ path: String) throws {
    let cases = try Reference.lines(path)
    #expect(cases.count >= 40)
    for item in cases {
      let text = try #require(item["text"]?.text)
      let expected = try #require(item["tokens"]?.elements).compactMap(\.int).map(Int32.init)
      let made = tokenizer.encode(text, pair: item["text_pair"]?.text, maxLength: 1 << 20)
      #expect(made.tokens == expected, "\(text.debugDescription)")
      #expect(made.tokenTypes.allSatisfy { $0 == 0 })
    }
  }

  @Test(arguments: ["llama", "llama-lm", "qwen2"])
  func equalsTheReference(family: String) throws {
    let folder = Self.oracle + "oracle/" + family
    let stored = try TokenizerLoader.load(
      directory: folder + "/model", tables: EmbeddingTables(rows: 336, types: 0))
    // Digits apart are in the file of the class GPT2Tokenizer, which makes its own step.
    let told = family == "llama-lm" ? ["pre_tokenizer not obeyed: GPT2Tokenizer"] : []
    #expect(
      stored.notes.count == told.count && zip(stored.notes, told).allSatisfy { $0.contains($1) })
    try compare(stored.tokenizer, folder + "/tokenizer_cases.jsonl")
  }

  private static func packed(_ path: String) throws -> any Tokenizer {
    let header = try FileBytes.read(path).withUnsafeBytes { try GGUFHeader($0) }
    return try GGUFTokenizer.load(header.metadata, path: path).tokenizer
  }

  @Test func aGGUFFileHasTheSameTokenizer() throws {
    let tokenizer = try Self.packed(Self.oracle + "gguf/llama-q4_0.gguf")
    try compare(tokenizer, Self.oracle + "oracle/llama-lm/tokenizer_cases.jsonl")
  }

  @Test(
    "What is written of a GGUF file's tokenizer is the same tokenizer, its ends and template with it"
  )
  func written() throws {
    let path = Self.oracle + "gguf/llama-q4_0.gguf"
    var metadata = try FileBytes.read(path).withUnsafeBytes { try GGUFHeader($0) }.metadata
    metadata["tokenizer.chat_template"] = .text("{{ messages }}")
    let scratch = try ScratchFolder()
    try GGUFTokenizer.write(metadata, path: path, directory: scratch.path)
    let stored = try TokenizerLoader.load(directory: scratch.path)
    #expect(stored.notes.isEmpty)
    #expect(stored.chatTemplate == "{{ messages }}")
    let special = try GGUFTokenizer.load(metadata, path: path).special
    #expect(!special.isEmpty && stored.special.filter { special[$0.key] != nil } == special)
    try compare(stored.tokenizer, Self.oracle + "oracle/llama-lm/tokenizer_cases.jsonl")
    // The other ways to cut words, and a start token, by what they make of one text.
    let text = "I'll be 12345 ½ days\n\n  away, Café!"
    for name in GGUFTokenizer.pipelines.keys.sorted() {
      metadata["tokenizer.ggml.pre"] = .text(name)
      metadata["tokenizer.ggml.add_bos_token"] = .bool(name.hasPrefix("llama"))
      metadata["tokenizer.ggml.bos_token_id"] = .integer(1)
      try GGUFTokenizer.write(metadata, path: path, directory: scratch.path)
      let own = try GGUFTokenizer.load(metadata, path: path).tokenizer
      let copy = try TokenizerLoader.load(directory: scratch.path).tokenizer
      for pair in [nil, "and back"] {
        #expect(
          copy.encode(text, pair: pair, maxLength: 100).tokens
            == own.encode(text, pair: pair, maxLength: 100).tokens, "\(name)")
      }
    }
  }

  @Test(.enabled(if: FileBytes.exists(smollm)))
  func equalsTheReferenceWithARealVocabulary() throws {
    let tokenizer = try Self.packed(Self.smollm)
    #expect(tokenizer.vocabularySize == 49152)
    try compare(tokenizer, Reference.folder + "/smollm2.jsonl")
  }

  @Test func whatIsEncodedIsDecoded() throws {
    let loaded = try TokenizerLoader.load(directory: Self.oracle + "oracle/qwen2/model").tokenizer
    let tokenizer = try #require(loaded as? any DecodingTokenizer)
    for text in ["Café 😀\n\n  12345", "don't", "", "你好"] {
      let tokens = tokenizer.encode(text + "<|im_end|>", pair: nil, maxLength: 1000).tokens
      #expect(tokenizer.text(of: tokens) == text)
    }
  }

  @Test(arguments: [
    ("I'M can'T it'\u{17F} 'x", ["I", "'M", " can", "'T", " it", "'\u{17F}", " '", "x"]),
    ("1234567 ½", ["123", "456", "7", " ", "½"]),
    ("a!\r\n\n b  \n  c", ["a", "!\r\n\n", " b", "  \n", " ", " c"]),
    ("\tx  ", ["\tx", "  "]), ("...end", ["...", "end"]), (" .end", [" .", "end"]),
  ])
  func llamaCutsWords(text: String, expected: [String]) {
    var words: [String] = []
    BytePairPipeline(splits: [.llama3(digits: 3)]).words(Array(text.utf8)) {
      words.append(String(decoding: $0, as: UTF8.self))
    }
    #expect(words == expected)
  }

  @Test func anExpressionThatIsNotKnownIsRefused() throws {
    let scratch = try ScratchFolder()
    let path = Self.oracle + "oracle/llama/model/tokenizer.json"
    let json = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try scratch.write("tokenizer.json", json.replacing(#"{1,3}"#, with: #"{2,3}"#))
    #expect(throws: CorpusError.self) { try TokenizerLoader.load(directory: scratch.path) }
  }
}
