import Testing

@testable import Transformer

/// Guessing hidden patches: its loss, and its gradient against finite differences.
struct MaskedPatchTests {
  private let configuration = Tiny.configuration(family: .vit)

  @Test func hiddenPatchesAreZeroAndHandedOut() {
    var batch = Tiny.batch(lengths: [3, 2], image: configuration.image)
    let whole = batch.pixels
    #expect(batch.hide([true, false, true]) == Array(whole[..<12] + whole[24...]))
    let zeros = [Float](repeating: 0, count: 12)
    #expect(batch.pixels == zeros + whole[12..<24] + zeros)
  }

  @Test func gradientOfTheGuess() throws {
    let tensors = configuration.tensors.map(\.role).filter { !$0.isOptional }
    let encoder = try Tiny.encoder(
      TrainingPlan(trainedTensors: tensors, head: .frozen, pooling: .mean), configuration)
    let parameters = Tiny.parameters(encoder)
    var batch = Tiny.batch(lengths: [5, 9], image: configuration.image)
    let isHidden = (0..<12).map { $0 % 3 != 0 }
    let targets = batch.hide(isHidden)
    let session = EncoderSession(encoder: encoder)
    func guess(_ parameters: [Float]) -> (loss: Double, gradient: [Float]) {
      var gradient = [Float](repeating: .nan, count: encoder.layout.count)
      let loss = session.maskedPatchGradient(
        batch, isHidden: isHidden, targets: targets, parameters: parameters, into: &gradient)
      return (loss, gradient)
    }
    Tiny.checkGradient(encoder.layout, parameters, guess(parameters).gradient) { guess($0).loss }
  }
}
