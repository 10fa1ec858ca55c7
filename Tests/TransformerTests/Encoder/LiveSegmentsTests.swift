import Plain
import Testing

@testable import Transformer

@Suite("Segments that get no gradient")
struct LiveSegmentsTests {
  private static let held: [BaseTensor] = [
    .layer(0, .queryWeight), .layer(1, .valueWeight), .layer(0, .downWeight),
  ]

  private func pass(
    _ encoder: Encoder, _ parameters: [Float], live: [Range<Int>]? = nil
  ) -> (gradient: [Float], logits: [Float]) {
    let session = EncoderSession(encoder: encoder)
    session.narrow(to: live)
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    session.gradient(Tiny.batch(), parameters: parameters, into: &gradient)
    return (gradient, Array(session.logits))
  }

  @Test(
    "a held tensor is computed with like a frozen one, bit for bit", arguments: Pooling.allCases)
  func heldIsFrozen(pooling: Pooling) throws {
    let lora = LoRA(rank: 2, alpha: 4, sites: [.query, .value, .down])
    let frozen = try Tiny.encoder(TrainingPlan(modules: [lora], pooling: pooling))
    let holding = try Tiny.encoder(
      TrainingPlan(modules: [lora], heldTensors: Self.held, pooling: pooling))
    let parameters = Tiny.parameters(frozen)
    var generator = SplitMix64(seed: 2)
    var all = holding.initialParameters(using: &generator)
    let trained = holding.layout.trained
    #expect(holding.layout.trainedCount == frozen.layout.count)
    var next = 0
    for index in trained.joined() {
      all[index] = parameters[next]
      next += 1
    }
    let (expected, found) = (pass(frozen, parameters), pass(holding, all))
    #expect(found.logits == expected.logits)
    #expect(trained.joined().map { found.gradient[$0] } == expected.gradient)
    for segment in holding.layout.segments where segment.isHeld {
      #expect(segment.role == .base && found.gradient[segment.range].allSatisfy { $0 == 0 })
    }
  }

  @Test("a held tensor that was moved is the one that gradients pass through")
  func heldMoves() throws {
    let plan = TrainingPlan(modules: [LoRA(rank: 2, alpha: 4)], heldTensors: Self.held)
    let encoder = try Tiny.encoder(plan)
    let parameters = Tiny.parameters(encoder)
    let session = EncoderSession(encoder: encoder)
    // No slope along what is held: it is computed as 0, and left out of the comparison.
    var layout = ParameterLayout()
    for segment in encoder.layout.segments where !segment.isHeld { layout.append(segment) }
    let trained = encoder.layout.trained
    func whole(_ values: [Float]) -> [Float] {
      var all = parameters
      for (index, value) in zip(trained.joined(), values) { all[index] = value }
      return all
    }
    let gradient = pass(encoder, parameters).gradient
    Tiny.checkGradient(
      layout, trained.joined().map { parameters[$0] }, trained.joined().map { gradient[$0] }
    ) { Tiny.meanLoss(session, Tiny.batch(), whole($0)) }
  }

  @Test("held tensors have no part in Fisher information")
  func heldHasNoFisher() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 2, alpha: 4)], heldTensors: Self.held))
    let plain = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 2, alpha: 4)]))
    func fisher(_ encoder: Encoder) -> (traces: [Float], diagonal: [Float]) {
      let session = EncoderSession(encoder: encoder)
      var gradient = [Float](repeating: .nan, count: encoder.layout.count)
      var diagonal = [Float](repeating: 0, count: encoder.layout.count)
      diagonal.withUnsafeMutableBufferPointer { diagonal in
        session.gradient(
          Tiny.batch(), parameters: Tiny.parameters(encoder, noise: 0), into: &gradient,
          fisher: FisherRequest(diagonal: diagonal.baseAddress))
      }
      return (Array(session.traces), diagonal)
    }
    let (found, expected) = (fisher(encoder), fisher(plain))
    #expect(found.traces == expected.traces)
    for segment in encoder.layout.segments where segment.isHeld {
      #expect(found.diagonal[segment.range].allSatisfy { $0 == 0 })
    }
  }

  static let plans: [TrainingPlan] = [
    TrainingPlan(modules: [LoRA(rank: 2, alpha: 4, sites: LinearSite.allCases)]),
    TrainingPlan(modules: [LoRA(rank: 2, alpha: 4, sites: LinearSite.allCases)], pooling: .mean),
    TrainingPlan(
      modules: [
        SoftPrompt(length: 2), BottleneckAdapter(size: 3), PrefixTuning(length: 2),
        SoftPrompt(length: 1, layer: 1), LoRA(rank: 1, alpha: 1, layers: [1]),
      ],
      trainedTensors: TrainingPlan.layerNorms(of: Tiny.configuration()) + [.wordEmbeddings],
      head: .all),
    TrainingPlan(
      trainedTensors: Tiny.configuration().tensors.map(\.role).filter { $0.module != "mask" },
      head: .all),
  ]

  @Test("what is live keeps every bit when the rest is idle", arguments: 0..<4)
  func idle(index: Int) throws {
    let encoder = try Tiny.encoder(Self.plans[index])
    let parameters = Tiny.parameters(encoder)
    let whole = pass(encoder, parameters).gradient
    let segments = encoder.layout.segments
    // Each segment alone, all of a layer, every second one, the head, nothing.
    var choices = segments.map { [$0.range] }
    choices += [0, 1].map { layer in encoder.layout.ranges { $0.layer == layer } }
    choices.append(segments.enumerated().filter { $0.offset % 2 == 0 }.map(\.element.range))
    choices.append(encoder.layout.ranges { $0.role == .head })
    choices.append([])
    for live in choices {
      let gradient = pass(encoder, parameters, live: live).gradient
      for segment in segments {
        let isLive = live.contains { $0.overlaps(segment.range) }
        let found = gradient[segment.range]
        #expect(
          isLive ? found == whole[segment.range] : found.allSatisfy { $0 == 0 }, "\(segment.name)")
      }
    }
  }

  @Test("a pass ends at the lowest live segment, and one with a Fisher request does not")
  func lowest() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 1, alpha: 1, sites: LinearSite.allCases)], head: .all))
    let live = LiveSegments(encoder)
    func lowest(of name: String, layer: Int) -> BackwardStage {
      live.narrow(to: encoder.layout.ranges { $0.layer == layer && $0.module == name })
      return live.lowest
    }
    #expect(live.lowest == BackwardStage(0, .projections))
    #expect(lowest(of: "up", layer: 1) == BackwardStage(1, .up))
    #expect(lowest(of: "value", layer: 1) == BackwardStage(1, .projections))
    #expect(lowest(of: "attentionOut", layer: 0) == BackwardStage(0, .attentionOut))
    live.narrow(to: encoder.layout.ranges { $0.role == .head })
    #expect(live.lowest == .head(layers: 2))

    let session = EncoderSession(encoder: encoder)
    let parameters = Tiny.parameters(encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    func traces() -> [Float] {
      gradient.withUnsafeMutableBufferPointer { gradient in
        parameters.withUnsafeBufferPointer { values in
          guard let values = values.baseAddress, let target = gradient.baseAddress else { return }
          session.gradient(
            Tiny.batch(), parameters: values, into: target, fisher: FisherRequest())
        }
      }
      return Array(session.traces)
    }
    let whole = traces()
    let wholeGradient = gradient
    session.narrow(to: encoder.layout.ranges { $0.role == .head })
    #expect(traces() == whole && gradient == wholeGradient)
    session.narrow(to: nil)
    session.gradient(Tiny.batch(), parameters: parameters, into: &gradient)
    #expect(gradient == pass(encoder, parameters).gradient)
  }
}
