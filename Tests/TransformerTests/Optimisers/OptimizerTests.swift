import Foundation
import Testing

@testable import Transformer

struct OptimizerTests {
  /// What `scripts/reference/make_optimizer_reference.py` writes.
  private struct Reference: Decodable {
    struct Settings: Decodable {
      var kind: String
      var learningRate, beta1, beta2, epsilon, weightDecay, momentum, clipNorm: Double
    }
    struct Case: Decodable {
      var settings: Settings
      var start: [Float]
      var gradients, after: [[Float]]
    }
    var cases: [Case]
  }

  private func reference() throws -> Reference {
    try JSONDecoder().decode(Reference.self, from: ReferenceFiles.data("optimizers.json"))
  }

  private func optimizer(_ stored: Reference.Settings) throws -> Optimizer {
    let kind = try #require(OptimizerSettings.Kind(rawValue: stored.kind))
    return Optimizer(
      OptimizerSettings(
        kind: kind, learningRate: stored.learningRate, beta1: stored.beta1, beta2: stored.beta2,
        epsilon: stored.epsilon, weightDecay: stored.weightDecay, momentum: stored.momentum,
        clipNorm: stored.clipNorm))
  }

  private func randomFloats(_ count: Int, using generator: inout FuzzGenerator) -> [Float] {
    (0..<count).map { _ in Float.random(in: -2...2, using: &generator) }
  }

  @Test func stepsAreThoseOfPyTorch() throws {
    let cases = try reference().cases
    #expect(cases.count == 7)
    for (number, example) in cases.enumerated() {
      let optimizer = try optimizer(example.settings)
      var parameters = example.start
      var state = OptimizerState(count: parameters.count)
      for (gradient, after) in zip(example.gradients, example.after) {
        optimizer.update(
          &parameters, gradient: gradient, state: &state, live: [0..<parameters.count],
          learningRate: optimizer.settings.learningRate)
        for (value, expected) in zip(parameters, after) {
          #expect(abs(value - expected) <= 2e-7 + 1e-6 * abs(expected), "case \(number)")
        }
      }
      #expect(state.step == 5)
    }
  }

  @Test(arguments: [OptimizerSettings.Kind.adamW, .sgd], [0.0, 0.5])
  func anyPartitionGivesTheSameBits(_ kind: OptimizerSettings.Kind, _ clipNorm: Double) {
    var generator = FuzzGenerator(seed: 4)
    let count = 203
    let optimizer = Optimizer(
      OptimizerSettings(kind: kind, weightDecay: 0.1, momentum: 0.9, clipNorm: clipNorm))
    for _ in 0..<20 {
      var dense = randomFloats(count, using: &generator)
      var cut = dense
      var denseState = OptimizerState(count: count)
      var cutState = denseState
      for _ in 0..<3 {
        let gradient = randomFloats(count, using: &generator)
        var bounds = (0..<6).map { _ in Int.random(in: 0...count, using: &generator) }
        bounds = ([0, count] + bounds).sorted()
        let live = zip(bounds, bounds.dropFirst()).map { $0..<$1 }
        optimizer.update(
          &dense, gradient: gradient, state: &denseState, live: [0..<count], learningRate: 0.01)
        optimizer.update(
          &cut, gradient: gradient, state: &cutState, live: live, learningRate: 0.01)
      }
      #expect(dense.map(\.bitPattern) == cut.map(\.bitPattern))
      #expect(denseState == cutState)
    }
  }

  @Test(arguments: [OptimizerSettings.Kind.adamW, .sgd])
  func maskedEntriesKeepTheirBits(_ kind: OptimizerSettings.Kind) {
    var generator = FuzzGenerator(seed: 9)
    let count = 64
    let optimizer = Optimizer(OptimizerSettings(kind: kind, weightDecay: 0.1, momentum: 0.9))
    var parameters = randomFloats(count, using: &generator)
    var state = OptimizerState(count: count)
    // Moments that are not zero would move masked entries if anything touched them.
    for _ in 0..<3 {
      let gradient = randomFloats(count, using: &generator)
      optimizer.update(
        &parameters, gradient: gradient, state: &state, live: [0..<count], learningRate: 0.1)
    }
    let live = [3..<9, 17..<18, 40..<61]
    let masked = (0..<count).filter { index in !live.contains { $0.contains(index) } }
    let before = (parameters, state)
    for _ in 0..<4 {
      let gradient = randomFloats(count, using: &generator)
      optimizer.update(
        &parameters, gradient: gradient, state: &state, live: live, learningRate: 0.1)
    }
    for index in masked {
      #expect(parameters[index].bitPattern == before.0[index].bitPattern)
      #expect(state.first[index].bitPattern == before.1.first[index].bitPattern)
      #expect(state.second[index].bitPattern == before.1.second[index].bitPattern)
    }
    for index in live.joined() { #expect(parameters[index] != before.0[index]) }
  }

  @Test func clippingMeasuresLiveEntriesOnly() {
    let optimizer = Optimizer(
      OptimizerSettings(kind: .sgd, weightDecay: 0, momentum: 0, clipNorm: 1))
    var parameters: [Float] = [0, 0, 0]
    var state = OptimizerState(count: 3)
    optimizer.update(
      &parameters, gradient: [3, 1e30, 4], state: &state, live: [0..<1, 2..<3], learningRate: 1)
    #expect(abs(parameters[0] + 0.6) < 1e-6 && abs(parameters[2] + 0.8) < 1e-6)
    #expect(parameters[1] == 0)
    #expect(Optimizer.norm([3, 9, 4], live: [0..<1, 2..<3]) == 5)
  }

  @Test func emptyMasksAndResetsAreHarmless() {
    let optimizer = Optimizer(OptimizerSettings(clipNorm: 1))
    var parameters: [Float] = [1, 2]
    var state = OptimizerState(count: 2)
    optimizer.update(
      &parameters, gradient: [1, 1], state: &state, live: [], learningRate: 1)
    #expect(parameters == [1, 2] && state.step == 1)
    optimizer.update(
      &parameters, gradient: [1, 1], state: &state, live: [0..<2], learningRate: 1)
    state.reset(count: 2)
    #expect(state == OptimizerState(count: 2))
    state.reset(count: 5)
    #expect(state == OptimizerState(count: 5))
  }
}
