import Testing

@testable import Transformer

/// The whole engine against PyTorch, transformers and peft, in the manner of llm.c: logits, losses, every gradient,
/// per-sample traces and optimiser steps.
///
/// `scripts/reference/make_oracle.py` makes the stored values. Each library that is here must meet them.
struct OracleTests {
  /// An encoder with the stored adapter, and its parameters.
  private func adapted(_ run: OracleRun) throws -> (encoder: Encoder, parameters: [Float]) {
    let (weights, adapter) = try run.oracle.load()
    let module = LoRA(
      rank: adapter.rank, alpha: adapter.alpha, sites: adapter.sites, layers: adapter.layers)
    let encoder = try Encoder(
      weights: weights, plan: TrainingPlan(modules: [module]),
      labels: weights.configuration.labels, products: run.products)
    var generator = FuzzGenerator(seed: 1)
    return (
      encoder,
      try encoder.parameters(
        adapter: adapter, over: encoder.initialParameters(using: &generator))
    )
  }

  private func expectClose(
    _ values: some Collection<Float>, _ expected: some Collection<Float>, within tolerance: Float
  ) {
    #expect(values.count == expected.count)
    for (value, reference) in zip(values, expected) {
      #expect(abs(value - reference) <= tolerance)
    }
  }

  @Test(arguments: OracleRun.all, [1, 5, 1000])
  func logitsOfTheModelAlone(_ run: OracleRun, _ batchSize: Int) throws {
    let oracle = run.oracle
    let (weights, _) = try oracle.load()
    let encoder = try Encoder(
      weights: weights, plan: TrainingPlan(), labels: weights.configuration.labels,
      products: run.products)
    var generator = FuzzGenerator(seed: 1)
    let parameters = encoder.initialParameters(using: &generator)
    let session = EncoderSession(encoder: encoder)
    var logits: [Float] = []
    for batch in try oracle.batches(of: batchSize) {
      session.evaluate(batch, parameters: parameters)
      logits += session.logits
    }
    expectClose(logits, try oracle.expected().flatMap(\.logits), within: run.tolerance)
  }

  @Test(arguments: OracleRun.all, [1, 5, 1000])
  func logitsAndLossesWithAdapter(_ run: OracleRun, _ batchSize: Int) throws {
    let oracle = run.oracle
    let (encoder, parameters) = try adapted(run)
    let session = EncoderSession(encoder: encoder)
    var logits: [Float] = []
    var losses: [Float] = []
    var correct = 0
    for batch in try oracle.batches(of: batchSize) {
      session.evaluate(batch, parameters: parameters)
      logits += session.logits
      losses += session.losses
      correct += batch.labels.indices.count { session.answer($0) == Int(batch.labels[$0]) }
    }
    let expected = try oracle.expected()
    expectClose(logits, expected.flatMap(\.adapter_logits), within: run.tolerance)
    expectClose(losses, expected.map(\.loss), within: run.tolerance)
    let labels = try oracle.batches(of: 1).map { $0.labels[0] }
    let right = zip(expected, labels).count { sample, label in
      sample.adapter_logits.max() == sample.adapter_logits[Int(label)]
    }
    #expect(correct == right || run.products.precision == .bf16)
  }

  @Test(arguments: OracleRun.all, [1, 7, 1000])
  func tracesOfSingleSamples(_ run: OracleRun, _ batchSize: Int) throws {
    let oracle = run.oracle
    let (encoder, parameters) = try adapted(run)
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    var traces: [Float] = []
    var tracesLoRA: [Float] = []
    for batch in try oracle.batches(of: batchSize) {
      session.gradient(
        batch, parameters: parameters, into: &gradient, fisher: FisherRequest())
      traces += session.traces
      tracesLoRA += session.tracesLoRA
    }
    let expected = try oracle.expected()
    #expect(traces.count == expected.count && tracesLoRA.count == expected.count)
    for (sample, reference) in expected.enumerated() {
      #expect(abs(traces[sample] - reference.trace_all) <= run.traceTolerance * reference.trace_all)
      #expect(
        abs(tracesLoRA[sample] - reference.trace_lora) <= run.traceTolerance * reference.trace_lora)
    }
  }

  /// How a gradient is computed.
  enum Way: CaseIterable {
    case plain
    case fisher
    /// With traces, and attention in tiles of a few tokens.
    case tiles
  }

  @Test(arguments: OracleRun.all, Way.allCases)
  func everyGradient(_ run: OracleRun, _ way: Way) throws {
    let oracle = run.oracle
    let (encoder, parameters) = try adapted(run)
    let session = EncoderSession(encoder: encoder)
    if way == .tiles { session.tiling = .small }
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    let batch = try #require(try oracle.batches(of: 1000).first)
    session.gradient(
      batch, parameters: parameters, into: &gradient,
      fisher: way == .plain ? nil : FisherRequest())
    if way == .tiles {
      let samples = try oracle.expected()
      expectClose(session.logits, samples.flatMap(\.adapter_logits), within: run.tolerance)
      expectClose(session.losses, samples.map(\.loss), within: run.tolerance)
      for (trace, sample) in zip(session.traces, samples) {
        #expect(abs(trace - sample.trace_all) <= run.traceTolerance * sample.trace_all)
      }
    }
    let expected = try oracle.tensors("gradients.safetensors")
    #expect(Set(expected.keys) == Set(encoder.layout.segments.map(\.name)))
    var error = 0.0
    var norm = 0.0
    for segment in encoder.layout.segments {
      let reference = try #require(expected[segment.name])
      #expect(reference.count == segment.count)
      let difference = zip(gradient[segment.range], reference).reduce(0.0) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
      let square = reference.reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(difference <= run.gradientTolerance * square, "\(segment.name)")
      error += difference
      norm += square
    }
    #expect(error <= run.gradientTolerance * norm && norm > 0)
  }

  @Test(arguments: OracleRun.all)
  func parametersAfterThreeSteps(_ run: OracleRun) throws {
    let oracle = run.oracle
    var (encoder, parameters) = try adapted(run)
    let session = EncoderSession(encoder: encoder)
    let count = encoder.layout.count
    var gradient = [Float](repeating: 0, count: count)
    let batch = try #require(try oracle.batches(of: 1000).first)
    let optimizer = Optimizer(OptimizerSettings(kind: .adamW, learningRate: 1e-3))
    var state = OptimizerState(count: count)
    for _ in 0..<3 {
      session.gradient(batch, parameters: parameters, into: &gradient)
      optimizer.update(
        &parameters, gradient: gradient, state: &state, live: [0..<count], learningRate: 1e-3)
    }
    let expected = try oracle.tensors("after_adamw.safetensors")
    #expect(expected.count == encoder.layout.segments.count)
    for segment in encoder.layout.segments {
      let reference = try #require(expected[segment.name])
      // Three steps of 1e-3 move a value by 3e-3 at most, and a gradient near zero may have either sign.
      let isHalf = run.products.precision == .bf16
      expectClose(parameters[segment.range], reference, within: isHalf ? 6.1e-3 : 1e-4)
    }
  }
}
