import Metrics
import Testing

@testable import Host

/// What counts as a difference between a record and a run that is computed again.
@Suite struct VerificationTests {
  private static func started(hash: String?) -> RunEvent {
    .runStarted(
      RunStarted(
        run: "a", config: [:], method: "fedavg-lora", data: "question",
        model: ModelCard(
          name: "embedded", layers: 1, hidden: 2, parameters: 3, trainable: 1, modules: ["query"]),
        rounds: 2, clientSamples: [4], clientBatches: [1], clientSkew: [0.5], knobs: [],
        majorityAccuracy: nil, denseBytes: 8, tokens: 9, partitionHash: hash))
  }

  private static func round(_ number: Int, accuracy: Double?) -> RunEvent {
    .roundFinished(
      RoundReport(
        round: number, cohort: [0], trainLoss: 0.5, share: 1, gal: [], sparsityRatio: 1,
        learningRate: 0.1, bytesUp: 1, bytesDown: 2, simSeconds: 3, wallSeconds: 4, tokens: 5,
        accuracy: accuracy, fisher: []))
  }

  /// How the comparison of what is computed with a record ends, and what the record lacks.
  private func outcome(
    _ record: [RunEvent], _ computed: [RunEvent]
  ) -> (Verification.Outcome?, [String]) {
    let verification = Verification(record, tolerance: 0)
    do {
      try verification.record(computed, checkpoint: nil)
      return (nil, verification.lacking)
    } catch {
      return (error as? Verification.Outcome, verification.lacking)
    }
  }

  @Test("A field that an earlier program did not write is told, and is no difference")
  func lacking() {
    let rounds = [Self.round(1, accuracy: 0.5), Self.round(2, accuracy: nil)]
    let (end, lacking) = outcome(
      [Self.started(hash: nil)] + rounds, [Self.started(hash: "ab")] + rounds)
    #expect(end == .complete && lacking == ["partition_hash"])
    #expect(outcome([Self.started(hash: "ab")], [Self.started(hash: "ab")]) == (.complete, []))
  }

  @Test(
    "A sign that an earlier program did not know is told, and one that it knew must be the same")
  func signs() {
    func told(_ signs: [String: Double]) -> [RunEvent] {
      guard case .roundFinished(var report) = Self.round(1, accuracy: 0.5) else { return [] }
      report.signs = signs
      return [.roundFinished(report)]
    }
    let (end, lacking) = outcome(
      told(["label_shift": 0.1]), told(["label_shift": 0.1, "label_excess": 0.02]))
    #expect(end == .complete && lacking == ["signs.label_excess"])
    let (other, _) = outcome(told(["label_shift": 0.1]), told(["label_shift": 0.2]))
    #expect(
      other
        == .different(
          "round 1: signs.label_shift is 0.1 in the file, 0.2 when computed again"))
  }

  @Test(
    "A later program that went on with a record told more from there on, and must tell the same again"
  )
  func goneOn() {
    func told(_ number: Int, _ permille: [Int?]?) -> RunEvent {
      guard case .roundFinished(var report) = Self.round(number, accuracy: 0.5) else {
        return Self.round(number, accuracy: 0.5)
      }
      report.clientPermille = permille
      return .roundFinished(report)
    }
    let record = [told(1, nil), told(2, [500]), told(3, nil)]
    let (end, lacking) = outcome(record, [told(1, [400]), told(2, [500]), told(3, nil)])
    #expect(end == .complete && lacking == ["client_permille"])
    let (other, _) = outcome(record, [told(1, [400]), told(2, [500]), told(3, [600])])
    #expect(other != .complete, "the record could have told it")
  }

  @Test(
    "A value that differs, one that is gone, and one that only some rounds lack are differences")
  func differences() {
    func line(_ record: [RunEvent], _ computed: [RunEvent]) -> String {
      guard case .different(let line)? = outcome(record, computed).0 else { return "" }
      return line
    }
    #expect(
      line([Self.started(hash: "ab")], [Self.started(hash: "cd")])
        == "start: partition_hash is ab in the file, cd when computed again")
    #expect(
      line([Self.started(hash: "ab")], [Self.started(hash: nil)])
        == "start: partition_hash is ab in the file, missing when computed again")
    #expect(
      line([Self.round(1, accuracy: nil)], [Self.round(1, accuracy: 0.25)])
        == "round 1: accuracy is missing in the file, 0.25 when computed again")
    let record = [Self.round(1, accuracy: 0.5), Self.round(2, accuracy: nil)]
    let computed = [Self.round(1, accuracy: 0.5), Self.round(2, accuracy: 0.25)]
    #expect(
      line(record, computed)
        == "round 2: accuracy is missing in the file, 0.25 when computed again")
  }

  @Test("A run file from before spectra were kept verifies, and a spectrum that differs does not")
  func spectrum() {
    func start(_ values: [Double]?) -> RunEvent {
      .initialised(
        Initialisation(
          gal: [0], layerScores: [1, 2], rule: "gap", sparsityRatio: 1, clientDifficulty: [],
          fisher: [], accuracy: 0.5, bytesUp: 1, bytesDown: 1, wallSeconds: 1,
          spectrum: values.map {
            LayerSpectrum(.gap, client: 0, values: $0, above: 1, share: 0.5, threshold: 0.5)
          }))
    }
    #expect(outcome([start(nil)], [start([2, 1])]) == (.complete, ["spectrum"]))
    #expect(outcome([start([2, 1])], [start([2, 1])]) == (.complete, []))
    let (end, _) = outcome([start([2, 1])], [start([3, 1])])
    guard case .different(let line)? = end else {
      Issue.record("a spectrum that differs was let pass")
      return
    }
    #expect(line.hasPrefix("initialisation: spectrum.values.0 is 2"))
  }
}
