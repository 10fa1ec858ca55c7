import Metrics
import Plain
import Testing

@testable import Sim

/// VOC: common words first, in a share that grows with the competence (arXiv 1903.09848).
struct VocTests {
  /// the 5, cat 2, sat 2, quokka 1.
  private let texts: [[Int32]] = [[0, 1, 2], [0, 3, 2], [0, 0, 0, 1]]

  @Test func rarityIsThatOfTheExample() {
    let rarity = VocabularyCurriculum.rarity(texts)
    #expect(abs(rarity[0] - 3.912_023_005_4) < 1e-9)
    #expect(abs(rarity[1] - 4.605_170_186_0) < 1e-9)
    #expect(VocabularyCurriculum.rarity([[], [7]]) == [0, 0])
  }

  /// c₀ = 0.01, T_c = 1000.
  @Test(arguments: [1.0, 2])
  func competenceIsThatOfTheTable(power: Double) {
    let expected =
      power == 1
      ? [0.01, 0.109, 0.2575, 0.505] : [0.01, 0.316_370_036_5, 0.500_074_994_4, 0.707_142_135_6]
    var settings = Settings()
    settings.vocPower = power
    settings.vocEnd = 0.5
    let curriculum = VocabularyCurriculum(settings)
    let shares = [0, 100, 250, 500].map { curriculum.share(round: $0, of: 2000) }
    #expect(agree(shares, expected, 1e-9))
    #expect(curriculum.share(round: 1000, of: 2000) == 1)
  }

  @Test func whatIsUsedIsWhatTheCompetenceAllowsInWholeBatches() {
    var random = SplitMix64(seed: 5)
    let difficulty = (0..<37).map { _ in Double(random.below(20)) }
    var stream = CounterRandom(seed: 1, purpose: .samples)
    let batches = VocabularyCurriculum(Settings()).batches(
      difficulty: difficulty, labels: [], batch: 4, using: &stream)
    #expect(batches.joined().sorted() == Array(0..<37))
    for share in [0.01, 0.1, 0.33, 0.5, 0.99, 1] {
      let used = batches.prefix(Pacing.batches(share: share, of: batches.count)).flatMap(\.self)
      // CDF(d) ≤ c, by counting; the rarest has 1.
      let allowed = difficulty.indices.filter { sample in
        Double(difficulty.count { $0 <= difficulty[sample] }) / 37 <= share
      }
      #expect(Set(allowed).isSubset(of: used))
      let hardest = used.map { difficulty[$0] }.max() ?? 0
      #expect(difficulty.indices.allSatisfy { difficulty[$0] >= hardest || used.contains($0) })
      #expect(share < 1 || allowed.count == 37)
    }
  }

  @Test func fromFullCompetenceOnItIsFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let whole = try SmallRun.fingerprint {
      $0.method = "voc"
      $0.vocStart = 1
    }
    #expect(whole == plain)
  }

  @Test func clientsScoreTheirWordsWithoutAPass() throws {
    let federation = try SmallRun.federation { $0.method = "voc" }
    let tape = try SmallRun.record(federation)
    for report in tape.clients {
      let texts = federation.partition[report.client].map { federation.train.words($0) }
      let rarity = VocabularyCurriculum.rarity(texts)
      let mean = rarity.reduce(0, +) / Double(rarity.count)
      #expect(abs((report.difficulty ?? 0) - mean) < 1e-9)
      // Special tokens are no words.
      #expect(texts.joined().allSatisfy { $0 != 2 && $0 != 3 })
    }
    #expect(tape.rounds[0].share == 0.01 && tape.rounds[2].share == 1)
    #expect(tape.clients.first?.batchesUsed == 1)
    #expect(tape.rounds[0].bytesUp == tape.rounds[2].bytesUp)
  }
}
