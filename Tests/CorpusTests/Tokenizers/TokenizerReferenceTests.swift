import Foundation
import Plain
import Testing

@testable import Corpus

/// Equality with Hugging Face `tokenizers`; scripts/reference/make_tokenizer_reference.py makes the
/// files.
struct TokenizerReferenceTests {
  @Test(arguments: ["bert", "bert-cased", "roberta", "roberta-prefix"])
  func equalsTheReference(name: String) throws {
    let tokenizer = try TokenizerLoader.load(directory: Reference.folder + "/" + name).tokenizer
    try compare(tokenizer, name)
  }

  @Test(.enabled(if: FileBytes.exists(Reference.root + "/data/models/minilm/tokenizer.json")))
  func equalsTheReferenceWithARealVocabulary() throws {
    let folder = Reference.root + "/data/models/minilm"
    let tokenizer = try TokenizerLoader.load(directory: folder).tokenizer
    #expect(tokenizer.vocabularySize == 30522)
    #expect(tokenizer.maskToken == 103)
    #expect(tokenizer.specialTokens == [0, 100, 101, 102, 103])
    try compare(tokenizer, "minilm")
  }

  @Test(arguments: [
    ("bert", ["vocab.txt", "tokenizer_config.json"]),
    ("roberta", ["vocab.json", "merges.txt", "tokenizer_config.json"]),
  ])
  func equalsTheReferenceWithoutTokenizerJSON(name: String, files: [String]) throws {
    let scratch = try ScratchFolder()
    for file in files {
      try scratch.write(file, bytes: FileBytes.read(Reference.folder + "/\(name)/\(file)"))
    }
    try compare(try TokenizerLoader.load(directory: scratch.path).tokenizer, name)
  }

  private func compare(_ tokenizer: any Tokenizer, _ name: String) throws {
    let cases = try Reference.lines(Reference.folder + "/\(name).jsonl")
    #expect(cases.count > 500)
    for (index, item) in cases.enumerated() {
      let text = try #require(item["text"]?.text)
      let expected = try #require(item["tokens"]?.elements).compactMap(\.int).map(Int32.init)
      let types = item["types"]?.elements?.compactMap(\.int).map(Int32.init)
      let made = tokenizer.encode(
        text, pair: item["pair"]?.text, maxLength: try #require(item["max_length"]?.int))
      #expect(made.tokens == expected, "\(name) line \(index + 1): \(text.debugDescription)")
      #expect(
        made.tokenTypes == types ?? Array(repeating: 0, count: expected.count),
        "\(name) line \(index + 1)")
    }
  }
}
