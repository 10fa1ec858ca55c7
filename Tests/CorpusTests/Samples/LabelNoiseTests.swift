import Testing

@testable import Corpus

@Suite struct LabelNoiseTests {
  private func dataset(_ share: Double, seed: UInt64 = 3) -> Dataset {
    var data = EmbeddedCorpus.dataset(.question, train: 4000, test: 50, seed: 1)
    data.changeLabels(of: share, seed: seed)
    return data
  }

  @Test func aShareOfTheTrainingLabelsBecomesAnother() {
    let clean = dataset(0)
    #expect(clean.notes.isEmpty)
    let noisy = dataset(0.25)
    let changed = zip(clean.train, noisy.train).filter { $0.label != $1.label }
    // Five standard deviations of a binomial draw.
    #expect(abs(Double(changed.count) - 1000) < 137)
    #expect(
      noisy.notes == ["\(changed.count) of 4000 training labels were changed (data.label_noise)"])
    #expect(noisy.test == clean.test)
    #expect(
      zip(clean.train, noisy.train).allSatisfy { $0.text == $1.text && $0.client == $1.client })
    // Every other label is as likely: of the commonest one's changes none of five takes more than a third.
    let others = changed.filter { $0.0.label == 2 }.map(\.1.label)
    let most = Dictionary(grouping: others) { $0 }.values.map(\.count).max() ?? 0
    #expect(others.count > 100 && Double(most) < Double(others.count) / 3)
  }

  @Test func theSeedDecidesAndMoreSamplesChangeNothing() {
    #expect(dataset(0.3).train == dataset(0.3).train)
    #expect(dataset(0.3).train != dataset(0.3, seed: 4).train)
    var short = EmbeddedCorpus.dataset(.question, train: 100, test: 0, seed: 1)
    short.changeLabels(of: 0.3, seed: 3)
    #expect(Array(dataset(0.3).train.prefix(100)) == short.train)
  }

  @Test func allOfThemCanBeWrong() {
    let clean = dataset(0)
    #expect(zip(clean.train, dataset(1).train).allSatisfy { $0.label != $1.label })
  }
}
