import Testing

@testable import Corpus

struct EmbeddedTokenizerTests {
  private let tokenizer = EmbeddedTokenizer()

  @Test func theVocabularyIsOrderedAndDistinct() {
    let vocabulary = EmbeddedTokenizer.vocabulary
    #expect(Set(vocabulary).count == vocabulary.count)
    #expect(1000...1600 ~= vocabulary.count)
    #expect(vocabulary.prefix(5) == ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])
    #expect(tokenizer.vocabularySize == vocabulary.count)
    #expect(tokenizer.maskToken == 4)
    #expect(tokenizer.specialTokens == [0, 1, 2, 3, 4])
  }

  /// The embedded model knows this very list: when it changes, the model must be trained anew.
  @Test func theVocabularyIsTheOneOfTheEmbeddedModel() {
    #expect(EmbeddedTokenizer.vocabulary.count == 1400)
    #expect(fingerprint(EmbeddedTokenizer.vocabulary) == 17_762_272_095_425_182_609)
  }

  @Test func encodesAnyLatinText() {
    let made = tokenizer.encode("Zyxomma, naïve (1987)!", pair: "[MASK] ok", maxLength: 64)
    #expect(!made.tokens.contains(1))
    #expect(made.tokens.contains(4))
    #expect(made.tokenTypes.last == 1)
  }

  @Test func readsBackWhatItWrites() throws {
    let scratch = try ScratchFolder()
    try EmbeddedTokenizer.write(directory: scratch.path)
    let loaded = try TokenizerLoader.load(directory: scratch.path).tokenizer
    #expect(loaded.vocabularySize == tokenizer.vocabularySize)
    for sentence in EmbeddedCorpus.sentences(count: 200, seed: 1) + ["Zyxomma é 你 [MASK]"] {
      #expect(
        loaded.encode(sentence, pair: "b", maxLength: 40)
          == tokenizer.encode(sentence, pair: "b", maxLength: 40))
    }
  }
}
