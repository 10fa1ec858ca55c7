import Foundation
import Plain
import Testing

@testable import Corpus

/// Token ids of the families' tokenizers, as Hugging Face `tokenizers` makes them; the references of the transformer's
/// tests hold the files and the awkward texts.
struct FamilyTokenizerTests {
  private static let folder =
    Reference.root + "/Tests/TransformerTests/Reference/oracle"

  @Test(arguments: ["mpnet", "xlm-roberta", "modernbert"])
  func equalsTheReference(name: String) throws {
    let stored = try TokenizerLoader.load(
      directory: Self.folder + "/\(name)/model", tables: EmbeddingTables(rows: 400, types: 0))
    #expect(stored.notes == [] && stored.tokenizer.maskToken != nil)
    let cases = try Reference.lines(Self.folder + "/\(name)/tokenizer_cases.jsonl")
    #expect(cases.count == 49)
    for item in cases {
      let text = try #require(item["text"]?.text)
      let expected = try #require(item["tokens"]?.elements).compactMap(\.int).map(Int32.init)
      let made = stored.tokenizer.encode(text, pair: item["text_pair"]?.text, maxLength: 4096)
      #expect(made.tokens == expected, "\(text.debugDescription)")
    }
  }

  @Test func theCharacterMapNormalisesAsSentencePieceDoes() throws {
    let file = try TokenizerFile(path: Self.folder + "/xlm-roberta/model/tokenizer.json")
    let normalizer = try file.textNormalizer()
    for item in try Reference.lines(Self.folder + "/xlm-roberta/tokenizer_cases.jsonl") {
      let text = try #require(item["text"]?.text)
      let expected = try #require(item["normalized"]?.text)
      #expect(normalizer(Array(text.utf8)) == Array(expected.utf8), "\(text.debugDescription)")
    }
  }

  @Test func damagedCharacterMapsAreRefusedOrHarmless() {
    #expect(CharacterMap(base64: "no table") == nil && CharacterMap([1, 2, 3]) == nil)
    #expect(CharacterMap([255, 255, 255, 127, 0, 0, 0, 0, 0]) == nil)
    var generator = SplitMix64(seed: 4)
    for _ in 0..<200 {
      let noise = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let bytes = [16, 0, 0, 0] + noise
      let map = CharacterMap(bytes)
      #expect(map?(Array("any text, ﬁne or nöt".utf8)) != nil)
    }
  }
}

/// The best way over pieces, where it can be worked out by hand.
struct UnigramModelTests {
  private func tokens(_ word: String, bytes: [Int32] = []) -> [Int32] {
    let pieces: [(text: String, id: Int32)] = [
      ("<unk>", 0), ("a", 1), ("b", 2), ("ab", 3), ("abc", 4), ("bc", 5),
    ]
    let model = UnigramModel(
      pieces: pieces, scores: [0, -1, -1, -2, -9, -5], unknown: 0, bytes: bytes)
    var out: [Int32] = []
    model.appendTokens(of: Array(word.utf8), to: &out)
    return out
  }

  @Test func takesTheLargestSum() {
    // a + bc = -6 beats abc = -9 and ab + an unknown c.
    #expect(tokens("abc") == [1, 5])
  }

  @Test func aTieKeepsTheWayThatBeginsEarlier() {
    // ab = -2 and a + b = -2.
    #expect(tokens("ab") == [3])
  }

  @Test func neighbouringUnknownsAreOne() {
    #expect(tokens("xya") == [0, 1] && tokens("axyé") == [1, 0] && tokens("") == [])
  }

  @Test func bytesSpellWhatNoPieceCovers() {
    #expect(tokens("aé", bytes: Array(1000..<1256)) == [1, 1195, 1169])
  }
}
