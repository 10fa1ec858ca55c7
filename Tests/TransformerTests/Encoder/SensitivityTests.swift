import Testing

@testable import Transformer

@Suite("Layer sensitivity")
struct SensitivityTests {
  private func scores(
    _ epsilon: Double, _ norm: PerturbationNorm, _ batch: PackedBatch = Tiny.batch(),
    _ plan: TrainingPlan = TrainingPlan(modules: [LoRA(rank: 2, alpha: 2)]),
    _ score: SensitivityScore = .accumulated, tapeLimit: Int? = nil
  ) throws -> [Double] {
    let encoder = try Tiny.encoder(plan, Tiny.configuration(layers: 3))
    let session = EncoderSession(encoder: encoder)
    session.tapeLimit = tapeLimit
    var sums = LayerSensitivity(layers: 3)
    session.layerSensitivity(
      batch, parameters: Tiny.parameters(encoder), epsilon: epsilon, norm: norm, into: &sums)
    return sums[score]
  }

  @Test("zero without a perturbation", arguments: PerturbationNorm.allCases)
  func zero(norm: PerturbationNorm) throws {
    #expect(try scores(0, norm) == [0, 0, 0])
  }

  @Test("linear to first order", arguments: PerturbationNorm.allCases)
  func linear(norm: PerturbationNorm) throws {
    let small = try scores(1e-3, norm)
    let double = try scores(2e-3, norm)
    for (one, two) in zip(small, double) {
      #expect(one > 0)
      #expect(abs(two / one - 2) < 0.02)
    }
  }

  @Test("a sum over samples, of a batch in parts too", arguments: Pooling.allCases, [nil, 1])
  func sum(pooling: Pooling, tapeLimit: Int?) throws {
    let plan = TrainingPlan(modules: [SoftPrompt(length: 2, layer: 1)], pooling: pooling)
    let batch = Tiny.batch()
    let together = try scores(0.01, .l2, batch, plan, tapeLimit: tapeLimit)
    var apart = [0.0, 0.0, 0.0]
    for sample in 0..<batch.count {
      let own = try scores(0.01, .l2, Tiny.single(batch, sample), plan)
      for layer in apart.indices { apart[layer] += own[layer] }
    }
    for (one, other) in zip(together, apart) { #expect(abs(one - other) < 1e-3 * other) }
  }

  @Test("a layer's own is the quotient by the layer below", arguments: PerturbationNorm.allCases)
  func own(norm: PerturbationNorm) throws {
    let batch = Tiny.batch()
    let plan = TrainingPlan(modules: [LoRA(rank: 2, alpha: 2)])
    for sample in 0..<batch.count {
      let single = Tiny.single(batch, sample)
      let accumulated = try scores(0.01, norm, single, plan)
      let own = try scores(0.01, norm, single, plan, .own)
      // Below the first layer stands the embedding, which moves by ε.
      for (layer, below) in ([0.01] + accumulated.dropLast()).enumerated() {
        #expect(abs(own[layer] - accumulated[layer] / below) < 1e-4 * own[layer])
      }
    }
    #expect(try scores(0, norm, batch, plan, .own) == [0, 0, 0])
  }

  @Test("adds to what the sums hold")
  func adds() throws {
    let encoder = try Tiny.encoder(TrainingPlan())
    let session = EncoderSession(encoder: encoder)
    let parameters = Tiny.parameters(encoder)
    var sums = LayerSensitivity(layers: 2)
    for _ in 0..<2 {
      session.layerSensitivity(
        Tiny.batch(), parameters: parameters, epsilon: 0.01, norm: .l2, into: &sums)
    }
    var once = LayerSensitivity(layers: 2)
    session.layerSensitivity(
      Tiny.batch(), parameters: parameters, epsilon: 0.01, norm: .l2, into: &once)
    #expect(abs(sums.own[1] - 2 * once.own[1]) < 1e-9)
  }
}
