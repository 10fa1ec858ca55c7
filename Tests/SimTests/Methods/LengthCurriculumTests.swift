import Metrics
import Testing

@testable import Corpus
@testable import Sim

/// Curricula that cut samples: SLW (arXiv 2108.06084) and Shortformer's staged training (arXiv 2012.15832).
struct LengthCurriculumTests {
  private func warmUp(power: Double = 1) -> LengthWarmUp {
    var settings = Settings()
    settings.slwPower = power
    settings.slwEnd = 1
    return LengthWarmUp(settings)
  }

  /// 8 to 1024 tokens over 15,000 steps.
  @Test(
    arguments: [(0, 8), (1000, 72), (7500, 512), (14_999, 1016), (15_000, 1024), (20_000, 1024)])
  func lengthsAreThoseOfTheTable(step: Int, length: Int) {
    #expect(warmUp().longest(round: step, of: 15_000, upTo: 1024) ?? 1024 == length)
  }

  @Test(arguments: [(1000, 264), (7500, 720)])
  func squareRootLengthsAreThoseOfTheTable(step: Int, length: Int) {
    #expect(warmUp(power: 2).longest(round: step, of: 15_000, upTo: 1024) == length)
  }

  @Test func aLengthNeverFallsAndEndsWhole() {
    for whole in [5, 9, 19, 64, 130] {
      let lengths = (0...40).map { warmUp().longest(round: $0, of: 40, upTo: whole) ?? whole }
      #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(lengths.last == whole && lengths[0] == min(8, whole))
      #expect(lengths.allSatisfy { $0 == whole || $0 % 8 == 0 })
    }
  }

  @Test func twoStagesHaveTwoLengths() {
    let stages = TwoLengths(Settings())
    let lengths = (0..<30).map { stages.longest(round: $0, of: 30, upTo: 128) }
    #expect(lengths == Array(repeating: 32, count: 15) + Array(repeating: nil, count: 15))
    #expect(stages.longest(round: 0, of: 30, upTo: 3) == 1)
  }

  @Test(arguments: ["slw", "shortformer"])
  func roundsAreCutAndThenWhole(method: String) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.rounds = 4
    }
    let tape = try SmallRun.record(federation)
    let whole = federation.train.longest
    let first = method == "slw" ? 8 : whole / 4
    #expect(whole > 8)
    #expect(tape.rounds.map(\.longest).first == first)
    #expect(tape.rounds.suffix(2).allSatisfy { $0.longest == nil })
    // A client that is whole trains on every token of its samples, one that is cut on fewer.
    for report in tape.clients {
      let all = federation.train.tokens(of: federation.partition[report.client])
      #expect(report.round > 2 ? report.tokens == all : report.tokens < all)
      #expect(report.batchesUsed == report.batchesTotal)
    }
  }

  @Test func withoutACutTheyAreFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let slw = try SmallRun.fingerprint {
      $0.method = "slw"
      $0.slwStart = 4096
    }
    let stages = try [(1.0, 0.5), (0.25, 0)].map { length, stage in
      try SmallRun.fingerprint {
        $0.method = "shortformer"
        $0.shortformerLength = length
        $0.shortformerStage = stage
      }
    }
    #expect(slw == plain && stages == [plain, plain])
    let cut = try SmallRun.fingerprint { $0.method = "slw" }
    #expect(cut != plain)
  }

  /// Single texts and pairs, cut to every length, are what the tokenizer makes of them at that length.
  @Test func cutSamplesAreThoseOfTheTokenizer() {
    let tokenizer = EmbeddedTokenizer()
    let texts = ["the critic watches films", "a", "he", "[SEP] in a text [CLS]"]
    let pairs = [nil, "the long story of the other critic", "b", "it is good"]
    for text in texts {
      for pair in pairs {
        let sample = Sample(text: text, textPair: pair, label: 1)
        let data = TokenizedData([sample], tokenizer: tokenizer, maxLength: 64)
        let least = pair == nil ? 3 : 5
        for length in 1...data.longest {
          let batch = data.batch([0], longest: length)
          let expected = tokenizer.encode(text, pair: pair, maxLength: max(length, least))
          #expect(Array(batch.tokens) == expected.tokens, "\(text) | \(pair ?? "") at \(length)")
          #expect(Array(batch.tokenTypes) == expected.tokenTypes)
          #expect(batch.tokens.first == 2 && batch.tokens.last == 3)
        }
      }
    }
  }

  @Test func aTextThatIsCutFromTheLeftKeepsItsEnd() {
    let encoding = Encoding(
      tokens: [2, 10, 11, 12, 3, 20, 21, 3], tokenTypes: [0, 0, 0, 0, 0, 1, 1, 1],
      texts: [1..<4, 5..<7])
    let right = encoding.cut(to: 6, fromLeft: false)
    #expect(right.tokens == [2, 10, 11, 3, 20, 3] && right.tokenTypes == [0, 0, 0, 0, 1, 1])
    #expect(right.texts == [1..<3, 4..<5])
    let left = encoding.cut(to: 6, fromLeft: true)
    #expect(left.tokens == [2, 11, 12, 3, 21, 3] && left.texts == right.texts)
    #expect(encoding.cut(to: 8, fromLeft: true) == encoding)
    #expect(encoding.cut(to: 0, fromLeft: false).tokens == [2, 10, 3, 20, 3])
  }
}
