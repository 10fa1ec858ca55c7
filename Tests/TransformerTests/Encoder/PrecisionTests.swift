import CKernels
import COneDNN
import Foundation
import Plain
import Testing

@testable import Transformer

@Suite("Products with frozen weights through oneDNN")
struct PrecisionTests {
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

  @Test("without oneDNN bf16 is refused with what to do", .enabled(if: !cod_is_built()))
  func refusal() throws {
    #expect(cod_weight_create([1], 1, 1, false, true) == nil)
    #expect {
      try Encoder(
        weights: Tiny.weights(), plan: TrainingPlan(), labels: 3, precision: .bf16)
    } throws: { error in
      "\(error)".contains("TRAITS=OneDNN")
    }
  }

  @Test("both formats agree with plain products", .enabled(if: cod_is_built()))
  func agreement() throws {
    let configuration = Tiny.configuration(hiddenSize: 64, heads: 2, intermediateSize: 96)
    for pooling in Pooling.allCases {
      let plan = TrainingPlan(modules: [LoRA(rank: 2, alpha: 2)], pooling: pooling)
      let weights = Tiny.weights(configuration, scale: 0.1)
      var results: [(logits: [Float], gradient: [Float])] = []
      for precision in [Precision.float32, .bf16] where precision == .float32 || cod_has_bfloat16()
      {
        let encoder = try Encoder(weights: weights, plan: plan, labels: 3, precision: precision)
        #expect(encoder.reordered.allSatisfy { $0.count >= 4 })
        results.append(pass(encoder))
      }
      let plain = try Encoder(weights: weights, plan: plan, labels: 3)
      let reference = pass(plain, isPacked: false)
      #expect(Tiny.distance(results[0].logits, reference.logits) < 1e-5)
      #expect(Tiny.distance(results[0].gradient, reference.gradient) < 1e-5)
      // A bfloat16 has 8 bits: relative errors of 2^-9 each, which average out over the sums.
      if results.count > 1 {
        #expect(Tiny.distance(results[1].logits, reference.logits) < 0.02)
        #expect(Tiny.distance(results[1].gradient, reference.gradient) < 0.05)
        #expect(Tiny.distance(results[1].logits, reference.logits) > 1e-6)
      }
    }
  }

  private func pass(
    _ encoder: Encoder, isPacked: Bool = true
  ) -> (logits: [Float], gradient: [Float]) {
    let session = EncoderSession(encoder: encoder)
    session.usesReorderedMaps = isPacked
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    session.gradient(
      Tiny.batch(lengths: [3, 7, 1, 17, 33]), parameters: Tiny.parameters(encoder), into: &gradient)
    return (Array(session.logits), gradient)
  }
}
