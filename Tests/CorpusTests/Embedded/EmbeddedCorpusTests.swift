import Testing

@testable import Corpus

struct EmbeddedCorpusTests {
  @Test func theGrammarIsSound() {
    #expect(Grammar.embedded.undefined.isEmpty)
    #expect(Grammar.embedded.domains == ["film", "food", "people", "tools", "travel", "weather"])
    #expect(Grammar.embedded.words.allSatisfy { !$0.contains { "{}#*~@".contains($0) } })
  }

  @Test(arguments: EmbeddedCorpus.Task.allCases)
  func samplesAreWellFormed(task: EmbeddedCorpus.Task) {
    let data = EmbeddedCorpus.dataset(task, train: 3000, test: 1000, seed: 1)
    #expect(data.train.count == 3000)
    #expect(data.test.count == 1000)
    #expect(data.labelNames == task.labelNames)
    let tokenizer = EmbeddedTokenizer()
    for sample in data.train + data.test {
      #expect(data.labelNames.indices.contains(sample.label))
      #expect((sample.textPair != nil) == (task == .agreement))
      #expect(!sample.text.contains { "{}#|&".contains($0) })
      let made = tokenizer.encode(sample.text, pair: sample.textPair, maxLength: 512)
      #expect(!made.tokens.contains(1))
      #expect(5...80 ~= made.tokens.count)
    }
    let texts = Set(data.train.map { [$0.text, $0.textPair ?? ""] })
    #expect(data.test.allSatisfy { !texts.contains([$0.text, $0.textPair ?? ""]) })
    #expect(Set(data.train.map(\.client)).count == 96)
    #expect(Set(data.train.map(\.label)).count == task.labelNames.count)
  }

  @Test func bothLabelsAreAboutAsFrequent() {
    let data = EmbeddedCorpus.dataset(.agreement, train: 10_000, test: 0, seed: 4)
    let share = Double(data.train.count { $0.label == 1 }) / 10_000
    // Five standard deviations of a fair coin.
    #expect(abs(share - 0.5) < 0.025)
  }

  @Test func authorsLean() {
    let data = EmbeddedCorpus.dataset(.agreement, train: 10_000, test: 0, seed: 4)
    func share(_ suffix: String) -> Double {
      let own = data.train.filter { $0.client?.hasSuffix(suffix) == true }
      return Double(own.count { $0.label == 1 }) / Double(max(1, own.count))
    }
    #expect(share("-01") < 0.3)
    #expect(share("-16") > 0.7)
  }

  @Test(arguments: EmbeddedCorpus.Task.allCases)
  func aSampleDependsOnSeedAndPlaceOnly(task: EmbeddedCorpus.Task) {
    let long = EmbeddedCorpus.dataset(task, train: 200, test: 0, seed: 9).train
    let short = EmbeddedCorpus.dataset(task, train: 50, test: 0, seed: 9).train
    #expect(Array(long.prefix(50)) == short)
    #expect(EmbeddedCorpus.dataset(task, train: 50, test: 0, seed: 8).train != short)
  }

  /// The bytes of a seed are a promise; these numbers change only when the grammar does.
  @Test(
    arguments:
      zip(
        EmbeddedCorpus.Task.allCases,
        [1_321_518_908_265_149_148, 16_005_263_077_758_956_642]
          as [UInt64]))
  func aSeedGivesTheSameBytesForEver(task: EmbeddedCorpus.Task, expected: UInt64) {
    let data = EmbeddedCorpus.dataset(task, train: 500, test: 100, seed: 42)
    let lines = (data.train + data.test).map {
      "\($0.label) \($0.client ?? "") \($0.text) \($0.textPair ?? "")"
    }
    #expect(fingerprint(lines) == expected)
  }

  @Test func pretrainingTextIsVaried() {
    let sentences = EmbeddedCorpus.sentences(count: 5000, seed: 2)
    #expect(sentences.count == 5000)
    #expect(Set(sentences).count > 4500)
    #expect(EmbeddedCorpus.sentences(count: 10, seed: 2) == Array(sentences.prefix(10)))
    let tokenizer = EmbeddedTokenizer()
    #expect(
      sentences.allSatisfy {
        !tokenizer.encode($0, pair: nil, maxLength: 512).tokens.contains(1)
      })
  }

  @Test func negativeCountsGiveNothing() {
    #expect(EmbeddedCorpus.dataset(.agreement, train: -1, test: -1, seed: 1).train.isEmpty)
    #expect(EmbeddedCorpus.sentences(count: -1, seed: 1).isEmpty)
  }
}
