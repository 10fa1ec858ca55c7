import Testing

@testable import Transformer

@Suite("Per-sample Fisher information from one backward pass")
struct FisherTests {
  static let plans: [(String, TrainingPlan)] = [
    ("LoRA", TrainingPlan(modules: [LoRA(rank: 3, alpha: 6, sites: LinearSite.allCases)])),
    ("LoRA, mean", TrainingPlan(modules: [LoRA(rank: 3, alpha: 6)], pooling: .mean)),
    (
      "modules",
      TrainingPlan(
        modules: [
          SoftPrompt(length: 2), BottleneckAdapter(size: 3), PrefixTuning(length: 2),
          LoRA(rank: 1, alpha: 1, layers: [1]),
        ], head: .all)
    ),
    (
      "generators",
      TrainingPlan(
        modules: [
          SentencePrompt(length: 2, size: 6, order: 2),
          LatePrompt(length: 2, layer: 1, size: 5, generator: .npg),
          LatePrompt(length: 3, layer: 1, size: 4, generator: .appg),
          LatePrompt(length: 2, layer: 1, size: 4, generator: .mppg),
        ])
    ),
    (
      "mixed prompts and made prefixes",
      TrainingPlan(
        modules: [
          MixedPrompt(length: 2, sources: PromptModuleTests.sources, size: 4, temperature: 3),
          PrefixTuning(length: 2, hidden: 5),
        ], pooling: .mean)
    ),
    (
      "all tensors",
      TrainingPlan(
        trainedTensors: Tiny.configuration().tensors.map(\.role).filter { $0.module != "mask" },
        head: .all)
    ),
  ]

  @Test(
    "traces, diagonal and gradient are those of the samples one by one, of a batch in parts too",
    arguments: plans.indices, [nil, 1])
  func oneByOne(index: Int, tapeLimit: Int?) throws {
    let encoder = try Tiny.encoder(Self.plans[index].1)
    let count = encoder.layout.count
    let parameters = Tiny.parameters(encoder)
    // Token 5 twice in one sample: an embedding row whose parts add up before they are squared.
    var batch = Tiny.batch()
    batch.append(tokens: [2, 5, 5, 9, 5], tokenTypes: [0, 0, 1, 1, 0], label: 1)
    let session = EncoderSession(encoder: encoder)
    session.tapeLimit = tapeLimit
    var gradient = [Float](repeating: .nan, count: count)
    var diagonal = [Float](repeating: 0.5, count: count)
    diagonal.withUnsafeMutableBufferPointer { diagonal in
      session.gradient(
        batch, parameters: parameters, into: &gradient,
        fisher: FisherRequest(diagonal: diagonal.baseAddress))
    }
    let traces = Array(session.traces)
    let lowRank = Array(session.tracesLoRA)
    #expect(Tiny.distance(gradient, Tiny.gradient(encoder, batch, parameters)) < 1e-5)

    let loraRanges = encoder.layout.ranges { $0.role == .loraA || $0.role == .loraB }
    var squares = [Float](repeating: 0, count: count)
    for sample in 0..<batch.count {
      let own = Tiny.gradient(encoder, Tiny.single(batch, sample), parameters)
      let square = Tiny.dot(own, own)
      #expect(abs(Double(traces[sample]) - square) <= 1e-4 * square)
      let low = loraRanges.reduce(0.0) { $0 + Tiny.dot(Array(own[$1]), Array(own[$1])) }
      #expect(abs(Double(lowRank[sample]) - low) <= 1e-4 * low)
      for entry in squares.indices { squares[entry] += own[entry] * own[entry] }
    }
    #expect(Tiny.distance(diagonal.map { $0 - 0.5 }, squares) < 1e-3)
  }

  @Test("with B = 0 only B has a gradient")
  func startOfLoRA() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 4, alpha: 8)], head: .frozen))
    let parameters = Tiny.parameters(encoder, noise: 0)
    let gradient = Tiny.gradient(encoder, Tiny.batch(), parameters)
    for segment in encoder.layout.segments {
      let own = Array(gradient[segment.range])
      #expect((Tiny.norm(own) == 0) == (segment.role == .loraA), "\(segment.name)")
    }
  }

  @Test("a plain pass leaves no traces")
  func plain() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 1, alpha: 1)]))
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    let parameters = Tiny.parameters(encoder)
    session.gradient(Tiny.batch(), parameters: parameters, into: &gradient)
    #expect(session.traces.isEmpty && session.tracesLoRA.isEmpty)
  }
}
