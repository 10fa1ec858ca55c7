import Testing
import Transformer

@testable import Bench

/// Two counts of the same arithmetic: from an encoder's shapes, as the virtual clock charges it, and product by product, as
/// the benchmark does.
@Suite("Counted operations") struct PassFlopsTests {
  private static let lengths = [3, 17, 16, 128, 5]

  private static func batch() -> PackedBatch {
    var batch = PackedBatch()
    for length in lengths {
      let tokens = [Int32](repeating: 1, count: length)
      batch.append(tokens: tokens, tokenTypes: tokens.map { _ in 0 }, label: 0)
    }
    return batch
  }

  @Test(
    "A step of LoRA has as many as its products", arguments: ["embedded", "tiny"], Pooling.allCases)
  func step(name: String, pooling: Pooling) throws {
    let shape = try #require(BenchShape.all.first { $0.name == name })
    let encoder = try shape.encoder(
      BenchSettings(
        seconds: 0, repeats: 1, isQuick: true, workers: 1, pooling: pooling, workload: .seeded()))
    let products = StepArithmetic(shape: shape, pooling: pooling, skipsUnread: true)
    let (flops, batch) = (encoder.passFlops, Self.batch())
    #expect(flops.forward(batch) == products.forward(Self.lengths).flops)
    #expect(flops.forward(batch) + flops.backward(batch) == products.step(Self.lengths).flops)
  }
}
