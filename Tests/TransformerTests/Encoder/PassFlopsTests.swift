import Testing

@testable import Transformer

/// Operations of a pass, by hand: two layers of width 20 with 28 in the middle, three labels, and samples of 3 and 5 tokens.
struct PassFlopsTests {
  private static let batch: PackedBatch = {
    var batch = PackedBatch()
    for length in [3, 5] {
      let tokens = [Int32](repeating: 1, count: length)
      batch.append(tokens: tokens, tokenTypes: tokens.map { _ in 0 }, label: 0)
    }
    return batch
  }()
  // Four maps of attention and two of the feed-forward block.
  private static let maps = 4.0 * 400 + 2 * 560
  private static let pairs = 9.0 + 25

  private func flops(_ modules: [any EncoderModule], _ tensors: [BaseTensor] = []) throws
    -> PassFlops
  {
    try Tiny.encoder(
      TrainingPlan(modules: modules, trainedTensors: tensors, pooling: .mean)
    ).passFlops
  }

  @Test func aFrozenEncoderIsNotRunBackwards() throws {
    let flops = try flops([])
    let head = 2.0 * 2 * 60
    #expect(flops.forward(Self.batch) == 2 * (2 * 8 * Self.maps + 4 * 20 * Self.pairs) + head)
    #expect(flops.backward(Self.batch) == 2 * head)
  }

  @Test func rowsInFrontPassEveryLayerAndAreAttendedTo() throws {
    let flops = try flops([SoftPrompt(length: 2)])
    let (rows, pairs) = (8.0 + 4, 25.0 + 49)
    let prompt = 2.0 * 2 * 40
    #expect(
      flops.forward(Self.batch) == 2 * (2 * rows * Self.maps + 4 * 20 * pairs) + 240 + prompt)
  }

  @Test func aPrefixIsKeysAloneAndHasNoRows() throws {
    let plain = try flops([])
    let prefixed = try flops([PrefixTuning(length: 4)])
    let own = 2.0 * 2 * (2 * 2 * 4 * 20)
    #expect(
      prefixed.forward(Self.batch) - plain.forward(Self.batch) == 2 * 4 * 20 * (8 * 4) + own)
  }

  @Test func aTrainedMatrixCostsItsGradientToo() throws {
    let frozen = try flops([], [.layer(0, .upBias)])
    let trained = try flops([], [.layer(0, .upBias), .layer(1, .upWeight)])
    #expect(trained.forward(Self.batch) == frozen.forward(Self.batch))
    #expect(trained.backward(Self.batch) - frozen.backward(Self.batch) == 2 * 8 * 560)
  }

  @Test func aModuleOnAMapCostsEachRowItsFactors() throws {
    let plain = try flops([])
    let lora = try flops([LoRA(rank: 2, alpha: 2, sites: [.up])])
    let factors = 2.0 * (20 + 28)
    #expect(lora.forward(Self.batch) - plain.forward(Self.batch) == 2 * (2 * 8 * factors))
  }
}
