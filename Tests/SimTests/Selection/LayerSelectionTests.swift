import Foundation
import Plain
import Testing

@testable import Sim

struct LayerSelectionTests {
  private func selection(_ order: LayerSelection.Order = .sensitivity) -> LayerSelection {
    var settings = Settings()
    settings.layerOrder = order
    return LayerSelection(settings)
  }

  private func layers(
    _ count: Int, _ scores: [Double], _ order: LayerSelection.Order = .sensitivity
  ) -> [Int] {
    var random = CounterRandom(seed: 2, purpose: .layers)
    return selection(order).layers(count, scores: scores, using: &random)
  }

  /// Relative changes of tanh(W₁x) and of W₂·tanh(W₁x) under the noise δ
  /// (docs/methods.md, "Sensitivity of a layer").
  private func toyScores(_ delta: [Double]) -> [Double] {
    let before = [tanh(1.0), tanh(1.0)]
    let after = [tanh(1 + delta[0]), tanh(0.5 * (2 + delta[1]))]
    let change = BaseFunction.norm(zip(after, before).map { $0 - $1 })
    let outputs = [before, after].map { 2 * $0[0] - $0[1] }
    return [change / BaseFunction.norm(before), abs(outputs[1] - outputs[0]) / abs(outputs[0])]
  }

  @Test(arguments: ["l2", "infinity"])
  func theToysUpperLayerIsTheSensitiveOne(norm: String) throws {
    let noise = try #require(try Golden.load().sensitivity[norm])
    let scores = toyScores(noise.delta)
    #expect(agree(scores, noise.scores, 1e-12))
    #expect(layers(1, scores) == [1])
    #expect(layers(1, scores, .reverse) == [0])
    #expect(toyScores([0, 0]) == [0, 0])
  }

  @Test func theMostSensitiveLayersComeAscending() {
    let scores = [0.1, 0.9, 0.3, 0.9, 0.2]
    #expect(layers(0, scores) == [])
    #expect(layers(1, scores) == [1], "ties go to the lower layer")
    #expect(layers(3, scores) == [1, 2, 3])
    #expect(layers(5, scores) == [0, 1, 2, 3, 4])
    #expect(layers(9, scores) == [0, 1, 2, 3, 4])
    #expect(layers(2, scores, .reverse) == [0, 4])
  }

  @Test func aRandomOrderDoesNotReadTheScores() {
    let chosen = layers(3, [9, 8, 7, 1, 1, 1, 1, 1], .random)
    #expect(chosen == layers(3, [1, 1, 1, 1, 1, 7, 8, 9], .random))
    #expect(chosen.count == 3 && chosen == chosen.sorted())
  }

  @Test(arguments: [("0,3", [0, 3]), ("5, 1", [1, 5]), ("", nil)] as [(String, [Int]?)])
  func layersMayBeGiven(text: String, layers: [Int]?) throws {
    var settings = Settings()
    settings.galLayers = text
    #expect(try LayerSelection(settings).fixedLayers(of: 6) == layers)
  }

  @Test(arguments: ["6", "-1", "0,,x", "all", ","])
  func layersThatThereAreNotAreErrors(text: String) {
    var settings = Settings()
    settings.galLayers = text
    let error = #expect(throws: SettingsError.self) {
      try LayerChoice(settings).check(layers: 6)
    }
    #expect(
      error?.description == "gal.layers = \(text): must be layers from 0 to 5, by commas")
  }

  @Test func settingsChooseSideAndNoise() {
    var settings = Settings()
    settings.gapSide = .below
    settings.noise = 0.5
    settings.noiseNorm = .infinity
    settings.noiseSamples = 3
    let selection = LayerSelection(settings)
    #expect(selection.side == .below)
    #expect(selection.noise == 0.5)
    #expect(selection.norm == .infinity)
    #expect(selection.samples == 3)
  }
}
