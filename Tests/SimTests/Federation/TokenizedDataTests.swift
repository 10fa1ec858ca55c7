import Corpus
import Testing

@testable import Sim

@Suite struct TokenizedDataTests {
  /// Many samples, which several threads encode, are those that come of one after the other.
  @Test func manySamplesAreInTheirOrder() {
    let words = ["the", "critic", "watches", "long", "films", "and", "a", "story"]
    let samples = (0..<1300).map { index in
      let text = (0...index % 11).map { words[(index + 3 * $0) % 8] }.joined(separator: " ")
      return Sample(text: text, textPair: index % 3 == 0 ? words[index % 7] : nil, label: index % 5)
    }
    let tokenizer = EmbeddedTokenizer()
    let data = TokenizedData(samples, tokenizer: tokenizer, maxLength: 9)
    #expect(data.labels == samples.map(\.label) && data.longest == 9)
    for (position, sample) in samples.enumerated() {
      let expected = tokenizer.encode(sample, maxLength: 9)
      let batch = data.batch([position])
      #expect(Array(batch.tokens) == expected.tokens, "sample \(position)")
      #expect(Array(batch.tokenTypes) == expected.tokenTypes)
      #expect(data.words(position) == expected.texts.flatMap { expected.tokens[$0] })
    }
  }

  @Test("Held-out texts that the model cannot tell from training ones are counted")
  func askedAlready() {
    let tokenizer = EmbeddedTokenizer()
    func tokenized(_ texts: [String]) -> TokenizedData {
      TokenizedData(
        texts.map { Sample(text: $0, label: 0) }, tokenizer: tokenizer, maxLength: 6)
    }
    let train = tokenized(["the critic watches long films", "a story"])
    // In capitals, with two blanks, alike up to the cut, and another.
    let test = tokenized(["A  STORY", "the critic watches long stories", "a film"])
    #expect(test.asked(in: train) == 2)
    #expect(train.asked(in: TokenizedData()) == 0)
  }
}
