import CKernels
import COneDNN
import Foundation
import Plain
import Testing

@testable import Transformer

@Suite("Products with frozen weights")
struct ProductsTests {
  @Test("bfloat16 rounds to the nearest, ties to even, and keeps what is no number")
  func rounding() {
    var values: [Float] = [1, -2.5, 0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 3e38]
    // One step of bfloat16 above 1 is 2^-7: below half of it, half of it both ways, above it.
    values += [0.003, 0.00390625, 0.01171875, 0.005].map { 1 + $0 }
    var generator = SplitMix64(seed: 4)
    values += (0..<1000).map { _ in Float.random(in: -1e3...1e3, using: &generator) }
    var halves = [UInt16](repeating: 0, count: values.count)
    ck_to_bfloat16(values.count, values, &halves)
    for (value, bits) in zip(values, halves) {
      let half = Float(bitPattern: UInt32(bits) << 16)
      guard value.isFinite, half.isFinite else {
        #expect(half.isNaN == value.isNaN && (value.isNaN || half.sign == value.sign))
        continue
      }
      // Neighbours of the result are no nearer, and a tie went to the even one.
      let up = Float(bitPattern: UInt32(bits &+ 1) << 16)
      let down = Float(bitPattern: UInt32(bits &- 1) << 16)
      for other in [up, down] where other.isFinite && bits != 0 {
        let distance = abs(Double(value) - Double(half))
        let further = abs(Double(value) - Double(other))
        #expect(distance < further || (distance == further && bits % 2 == 0))
      }
    }
    #expect(halves[8...11] == [0x3F80, 0x3F80, 0x3F82, 0x3F81])
  }

  @Test("what cannot be had is refused in one line that says what to do")
  func refusals() throws {
    #expect(throws: ProductsError.conflict) { try Products(.openblas, .bf16, width: 384) }
    #expect(try Products(.openblas, .float32, width: 384) == .plain)
    let absent = ProductsError.absent("libdnnl.so.3: no such file", .float32)
    let unfit = ProductsError.unfit("libdnnl.so.3 is oneDNN 1.5.0", .bf16)
    let errors: [(error: ProductsError, words: [String])] = [
      (absent, ["libdnnl.so.3: no such file", "install libdnnl", "or use openblas"]),
      (unfit, ["bf16", "oneDNN 1.5.0", "FEDTOP_ONEDNN", "or use float32"]),
      (.processor, ["AVX512-BF16", "float32"]), (.conflict, ["openblas", "auto", "float32"]),
    ]
    for (error, words) in errors {
      #expect(words.allSatisfy("\(error)".contains) && !"\(error)".contains("\n"), "\(error)")
    }
  }

  @Test("auto takes oneDNN where it pays, and says so")
  func auto() throws {
    let isHere = Products.here.count > 1
    #expect(try Products(.auto, .float32, width: 128) == .plain)
    let chosen = try Products(.auto, .float32, width: 384)
    #expect(chosen.library == (isHere && cod_has_avx512() ? .onednn : .openblas))
    #expect(chosen.precision == .float32)
    if chosen.library == .onednn {
      #expect(chosen.note(.auto, width: 384)?.contains("oneDNN") == true)
      #expect(LinearAlgebra.coreType(.onednn).contains(" oneDNN "))
    } else {
      #expect(!LinearAlgebra.coreType(.openblas).contains("oneDNN"))
    }
    #expect(Products.plain.note(.openblas, width: 384) == nil)
  }

  @Test("they agree with OpenBLAS's", arguments: Products.here, Pooling.allCases)
  func agreement(products: Products, pooling: Pooling) throws {
    let configuration = Tiny.configuration(hiddenSize: 64, heads: 2, intermediateSize: 96)
    let plan = TrainingPlan(modules: [LoRA(rank: 2, alpha: 2)], pooling: pooling)
    let weights = Tiny.weights(configuration, scale: 0.1)
    let encoder = try Encoder(weights: weights, plan: plan, labels: 3, products: products)
    #expect(
      encoder.prepared.allSatisfy { maps in
        products == .plain
          ? maps.values.allSatisfy { $0 is PanelledMap }
          : maps.count >= 4 && maps.values.allSatisfy { $0 is ReorderedMap }
      })
    let reference = pass(try Encoder(weights: weights, plan: plan, labels: 3))
    let result = pass(encoder)
    // A bfloat16 has 8 bits: relative errors of 2^-9 each, which average out over the sums.
    let isHalf = products.precision == .bf16
    #expect(Tiny.distance(result.logits, reference.logits) < (isHalf ? 0.02 : 1e-5))
    #expect(Tiny.distance(result.gradient, reference.gradient) < (isHalf ? 0.05 : 1e-5))
    #expect((Tiny.distance(result.logits, reference.logits) > 1e-6) == isHalf)
  }

  @Test("the bits of a product do not depend on who computes it", arguments: Products.here)
  func threads(products: Products) async throws {
    let plan = TrainingPlan(modules: [LoRA(rank: 2, alpha: 2)])
    let encoder = try Encoder(
      weights: Tiny.weights(scale: 0.1), plan: plan, labels: 3, products: products)
    let own = pass(encoder)
    let others = await withTaskGroup(of: [Float].self) { group in
      for _ in 0..<4 { group.addTask { self.pass(encoder).gradient } }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(others.count == 4 && others.allSatisfy { $0 == own.gradient })
  }

  private func pass(_ encoder: Encoder) -> (logits: [Float], gradient: [Float]) {
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    session.gradient(
      Tiny.batch(lengths: [3, 7, 1, 17, 33]), parameters: Tiny.parameters(encoder), into: &gradient)
    return (Array(session.logits), gradient)
  }
}
