import Plain
import Testing

@testable import Transformer

@Suite("LoRA with a sparse change or with the rest of the world beside it")
struct LoRASideTests {
  // MARK: SLoRA

  @Test("a sparse change: gradients, its own samples' squares, and entries from the seed")
  func sparse() throws {
    let module = SparseDelta(density: 0.1, seed: 5, sites: [.query, .down])
    try Tiny.checkTrained(TrainingPlan(modules: [module], head: .frozen), still: ["uses_delta"])
    let places = module.places(of: .query, layer: 0, count: 400)
    #expect(places.count == 40 && places == Set(places).sorted() && places.allSatisfy { $0 < 400 })
    #expect(places != module.places(of: .query, layer: 1, count: 400))
    #expect(places == module.places(of: .query, layer: 0, count: 400))
    #expect(SparseDelta(density: 1, seed: 5).places(of: .query, layer: 0, count: 9) == Array(0..<9))
    let encoder = try Tiny.encoder(TrainingPlan(modules: [module], head: .frozen))
    let values = Tiny.values(encoder, still: ["uses_delta"])
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: values.count)
    session.gradient(Tiny.batch(), parameters: values, into: &gradient)
    gradient.withUnsafeMutableBufferPointer { gradient in
      values.withUnsafeBufferPointer { values in
        guard let start = values.baseAddress, let target = gradient.baseAddress else { return }
        session.gradient(
          Tiny.batch(), parameters: start, into: target, fisher: FisherRequest())
      }
    }
    let traces = Array(session.traces)
    for sample in traces.indices {
      let own = Tiny.gradient(encoder, Tiny.single(Tiny.batch(), sample), values)
      #expect(abs(Double(traces[sample]) - Tiny.dot(own, own)) < 1e-4 * Tiny.dot(own, own))
    }
  }

  @Test("a sparse change that is not in use is not looked at")
  func sparseAtRest() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 2, alpha: 4), SparseDelta(density: 0.1, seed: 5)]))
    let plain = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 2, alpha: 4)]))
    var values = Tiny.values(encoder)
    var own: [Float] = []
    for segment in encoder.layout.segments {
      if segment.isHeld { values[segment.offset] = 0 }
      if plain.layout.segments.contains(where: { $0.name == segment.name }) {
        own += values[segment.range]
      }
    }
    #expect(Tiny.logits(encoder, values) == Tiny.logits(plain, own))
    let gradient = Tiny.gradient(encoder, Tiny.batch(), values)
    for segment in encoder.layout.segments where segment.name.hasSuffix("delta") {
      #expect(gradient[segment.range].allSatisfy { $0 == 0 })
    }
  }

  // MARK: FedALT

  @Test(
    "mixed pairs: gradients of the own pair and the gate, none of the other",
    arguments: Pooling.allCases)
  func mixed(pooling: Pooling) throws {
    try Tiny.checkTrained(
      TrainingPlan(
        modules: [MixedLoRA(rank: 3, alpha: 6, sites: LinearSite.allCases)], pooling: pooling))
  }

  @Test("a gate of zeros gives both pairs half: LoRA at half of its scale with both side by side")
  func evenMix() throws {
    let mixed = try Tiny.encoder(TrainingPlan(modules: [MixedLoRA(rank: 2, alpha: 4)]))
    let values = Tiny.values(mixed, still: ["gate"])
    let pairs = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 2, alpha: 2), LoRA(rank: 2, alpha: 2)]))
    var own: [Float] = []
    // Module by module in each layer: the own pairs of both maps, then the others'.
    for layer in 0..<2 {
      for isHeld in [false, true] {
        for segment in mixed.layout.segments
        where segment.layer == layer && segment.isHeld == isHeld && segment.role != .added {
          own += values[segment.range]
        }
      }
    }
    own += values[mixed.layout.ranges { $0.role == .head }[0]]
    #expect(Tiny.distance(Tiny.logits(mixed, values), Tiny.logits(pairs, own)) < 1e-5)
  }
}
