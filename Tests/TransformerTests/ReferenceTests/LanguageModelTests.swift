import Foundation
import Plain
import Testing

@testable import Transformer

/// A language model against PyTorch, transformers and peft: logits of the next word, losses, traces, gradients, steps; from
/// safetensors and from GGUF files, whose matrices stay packed.
struct LanguageModelTests {
  private struct Expected: Decodable {
    var tokens: [Int32]
    var logits: [Float]
    var adapter_logits: [Float]
    var loss: Float
    var trace_lora: Float
  }

  private let folder = ReferenceFiles.path("oracle/llama-lm")

  private func expected() throws -> [Expected] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/expected.jsonl"))
    return try data.split(separator: UInt8(ascii: "\n")).map {
      try JSONDecoder().decode(Expected.self, from: $0)
    }
  }

  /// The stored adapter over some weights, and its parameters.
  private func adapted(_ weights: EncoderWeights) throws -> (encoder: Encoder, [Float]) {
    let adapter = try LoRAAdapter.load(directory: folder + "/adapter")
    let module = LoRA(
      rank: adapter.rank, alpha: adapter.alpha, sites: adapter.sites, layers: adapter.layers)
    let encoder = try Encoder(
      weights: weights, plan: TrainingPlan(modules: [module], objective: .nextToken(.completions)),
      labels: 0)
    var generator = FuzzGenerator(seed: 1)
    return (
      encoder,
      try encoder.parameters(adapter: adapter, over: encoder.initialParameters(using: &generator))
    )
  }

  private func batches(_ samples: [[Int32]], of size: Int) -> [PackedBatch] {
    stride(from: 0, to: samples.count, by: size).map { start in
      var batch = PackedBatch()
      for tokens in samples[start..<min(start + size, samples.count)] {
        batch.append(
          tokens: tokens, tokenTypes: Array(repeating: 0, count: tokens.count), label: 0)
      }
      return batch
    }
  }

  private func logits(
    _ encoder: Encoder, _ parameters: [Float], _ batches: [PackedBatch]
  ) -> [Float] {
    let session = EncoderSession(encoder: encoder)
    let vocabulary = encoder.configuration.vocabularySize
    return batches.flatMap { batch in
      var logits = [Float](repeating: 0, count: batch.count * vocabulary)
      session.nextTokenLogits(batch, parameters: parameters, into: &logits)
      return logits
    }
  }

  private func expectClose(_ values: [Float], _ expected: [Float], within tolerance: Float) {
    #expect(values.count == expected.count)
    let worst = zip(values, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(worst <= tolerance)
  }

  @Test(arguments: [1, 5, 100])
  func logitsAfterTheLastToken(size: Int) throws {
    let weights = try EncoderWeights.load(directory: folder + "/model")
    let expected = try expected()
    let bare = try Encoder(
      weights: weights, plan: TrainingPlan(objective: .nextToken(.completions)), labels: 0)
    let all = batches(expected.map(\.tokens), of: size)
    expectClose(logits(bare, [0], all), expected.flatMap(\.logits), within: 1e-4)
    let (encoder, parameters) = try adapted(weights)
    expectClose(
      logits(encoder, parameters, all), expected.flatMap(\.adapter_logits), within: 1e-4)
  }

  @Test(arguments: [1, 4, 100], [AttentionTiling(), .small])
  func lossesAndTraces(size: Int, tiling: AttentionTiling) throws {
    let (encoder, parameters) = try adapted(EncoderWeights.load(directory: folder + "/model"))
    let session = EncoderSession(encoder: encoder)
    session.tiling = tiling
    let expected = try expected()
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    var losses: [Float] = []
    var traces: [Float] = []
    for batch in batches(expected.map(\.tokens), of: size) {
      session.gradient(
        batch, parameters: parameters, into: &gradient, fisher: FisherRequest())
      losses += session.losses
      traces += session.traces
    }
    expectClose(losses, expected.map(\.loss), within: 1e-4)
    for (trace, sample) in zip(traces, expected) {
      #expect(abs(trace - sample.trace_lora) <= 0.005 * sample.trace_lora)
    }
  }

  @Test(arguments: [AttentionTiling(), .small])
  func everyGradientAndThreeSteps(tiling: AttentionTiling) throws {
    var (encoder, parameters) = try adapted(EncoderWeights.load(directory: folder + "/model"))
    let session = EncoderSession(encoder: encoder)
    session.tiling = tiling
    let batch = try #require(batches(try expected().map(\.tokens), of: 100).first)
    let count = encoder.layout.count
    var gradient = [Float](repeating: .nan, count: count)
    func stored(_ name: String) throws -> [String: [Float]] {
      let file = try SafetensorsFile(path: folder + "/" + name)
      return Dictionary(
        uniqueKeysWithValues: try file.names.map {
          (AdapterKey.normalized($0), try file.floats($0))
        })
    }
    session.gradient(batch, parameters: parameters, into: &gradient)
    let references = try stored("gradients.safetensors")
    #expect(Set(references.keys) == Set(encoder.layout.segments.map(\.name)))
    for segment in encoder.layout.segments {
      let reference = try #require(references[segment.name])
      let difference = zip(gradient[segment.range], reference).reduce(0.0) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
      let square = reference.reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(difference <= 1e-6 * square && square > 0, "\(segment.name)")
    }
    let optimizer = Optimizer(OptimizerSettings(kind: .adamW, learningRate: 1e-3))
    var state = OptimizerState(count: count)
    for _ in 0..<3 {
      session.gradient(batch, parameters: parameters, into: &gradient)
      optimizer.update(
        &parameters, gradient: gradient, state: &state, live: [0..<count], learningRate: 1e-3)
    }
    let after = try stored("after_adamw.safetensors")
    for segment in encoder.layout.segments {
      expectClose(
        Array(parameters[segment.range]), try #require(after[segment.name]), within: 1e-4)
    }
  }

  @Test func batchInParts() throws {
    let (encoder, parameters) = try adapted(EncoderWeights.load(directory: folder + "/model"))
    let batch = try #require(batches(try expected().map(\.tokens), of: 100).first)
    func parts(_ session: EncoderSession, keep: Bool) -> Int {
      var parts = 0
      session.eachPart(of: batch, keep: keep) { _ in parts += 1 }
      return parts
    }
    func pass(_ limit: Int?) -> (gradient: [Float], losses: [Float], counts: [Int], parts: Int) {
      let session = EncoderSession(encoder: encoder)
      session.tapeLimit = limit
      var gradient = [Float](repeating: .nan, count: encoder.layout.count)
      session.gradient(batch, parameters: parameters, into: &gradient)
      // What leaves no tapes is cut later.
      #expect(parts(session, keep: false) < max(2, parts(session, keep: true)))
      return (
        gradient, Array(session.losses), session.targetCounts, parts(session, keep: true)
      )
    }
    let whole = pass(nil)
    let parts = pass(batch.tokens.count * encoder.tapedLayers * encoder.tapePerToken / 3)
    #expect(whole.parts == 1 && parts.parts > 2 && parts.parts < batch.count)
    #expect(whole.counts == parts.counts)
    expectClose(parts.losses, whole.losses, within: 1e-6)
    let norm = whole.gradient.reduce(0) { max($0, abs($1)) }
    expectClose(parts.gradient, whole.gradient, within: 1e-5 * norm)
  }

  /// Layers that are run again on the way back leave the bits of those that left their tapes.
  @Test func layersRunAgain() throws {
    let (encoder, parameters) = try adapted(EncoderWeights.load(directory: folder + "/model"))
    let batch = try #require(batches(try expected().map(\.tokens), of: 100).first)
    func pass(_ recomputes: Bool) -> (gradient: [Float], losses: [Float]) {
      let session = EncoderSession(encoder: encoder)
      session.recomputes = recomputes
      var gradient = [Float](repeating: .nan, count: encoder.layout.count)
      session.gradient(batch, parameters: parameters, into: &gradient)
      #expect((session.again != nil) == recomputes)
      return (gradient, Array(session.losses))
    }
    let (left, again) = (pass(false), pass(true))
    #expect(again.gradient == left.gradient && again.losses == left.losses)
  }

  /// A prompt that is not counted: the loss is that of the rest, whose gradient finite differences confirm.
  @Test func theLossOfAnAnswerLeavesItsPromptOut() throws {
    let (encoder, parameters) = try adapted(EncoderWeights.load(directory: folder + "/model"))
    let session = EncoderSession(encoder: encoder)
    let tokens = try expected()[7].tokens
    func batch(_ prompts: [Int]) -> PackedBatch {
      var batch = PackedBatch()
      for prompt in prompts {
        batch.append(
          tokens: tokens, tokenTypes: Array(repeating: 0, count: tokens.count),
          label: Int32(prompt))
      }
      return batch
    }
    let n = tokens.count
    session.evaluate(batch([0, n - 2, n]), parameters: parameters)
    #expect(session.targetCounts == [n - 1, 2, 0])
    #expect(session.losses[0] > 0 && session.losses[1] > 0 && session.losses[2] == 0)
    // The mean over all tokens is made of that of the first ones and that of the rest.
    let (all, rest) = (session.losses[0], session.losses[1])
    var head = PackedBatch()
    head.append(
      tokens: Array(tokens.dropLast(2)), tokenTypes: Array(repeating: 0, count: n - 2), label: 0)
    session.evaluate(head, parameters: parameters)
    let joined = (Float(n - 3) * session.losses[0] + 2 * rest) / Float(n - 1)
    #expect(abs(joined - all) < 1e-4)

    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    session.gradient(batch([n - 2]), parameters: parameters, into: &gradient)
    for index in stride(from: 3, to: gradient.count, by: gradient.count / 7) {
      func loss(_ step: Float) -> Float {
        var moved = parameters
        moved[index] += step
        session.evaluate(batch([n - 2]), parameters: moved)
        return session.losses[0]
      }
      let difference = (loss(1e-2) - loss(-1e-2)) / 2e-2
      #expect(abs(difference - gradient[index]) < 2e-3 + 0.02 * abs(gradient[index]))
    }
  }

  @Test(arguments: ["f16", "q8_0", "q4_0", "q4_1"])
  func packedWeightsGiveTheSame(kind: String) throws {
    let name = "llama-\(kind).gguf"
    let json = try JSONValue.parse(Array(ReferenceFiles.data("gguf/expected.json")))
    let samples = try #require(json["samples"]?.elements).map {
      ($0["tokens"]?.elements ?? []).compactMap(\.int).map(Int32.init)
    }
    let results = try #require(json["results"]?[name]?.elements)
    func numbers(_ key: String) -> [Float] {
      results.flatMap { $0[key]?.elements ?? $0[key].map { [$0] } ?? [] }
        .compactMap(\.double).map(Float.init)
    }
    let weights = try EncoderWeights.load(directory: ReferenceFiles.path("gguf/" + name))
    let bare = try Encoder(
      weights: weights, plan: TrainingPlan(objective: .nextToken(.completions)), labels: 0)
    let batch = try #require(batches(samples, of: 100).first)
    expectClose(logits(bare, [0], [batch]), numbers("logits"), within: 1e-3)
    let (encoder, parameters) = try adapted(weights)
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    session.gradient(
      batch, parameters: parameters, into: &gradient, fisher: FisherRequest())
    expectClose(Array(session.losses), numbers("adapter_loss"), within: 1e-4)
    for (trace, reference) in zip(session.traces, numbers("trace_lora")) {
      #expect(abs(trace - reference) <= 0.005 * reference)
    }
  }

  /// A classifier on packed weights is one on the same values in floats, and so is what is written of it.
  @Test func packedWeightsAreWrittenAsFloats() throws {
    let packed = try EncoderWeights.load(directory: ReferenceFiles.path("gguf/llama-q4_1.gguf"))
    let scratch = try ScratchDirectory()
    try packed.write(directory: scratch.path, overriding: [:])
    let floats = try EncoderWeights.load(directory: scratch.path)
    #expect(floats.configuration == packed.configuration)
    let samples = try expected().prefix(5).map(\.tokens)
    let batch = try #require(batches(Array(samples), of: 5).first)
    let results = try [packed, floats].map { weights in
      let module = LoRA(rank: 2, alpha: 4, sites: LinearSite.allCases.filter { $0 != .projections })
      let encoder = try Encoder(
        weights: weights, plan: TrainingPlan(modules: [module]), labels: 3)
      var generator = FuzzGenerator(seed: 5)
      var parameters = encoder.initialParameters(using: &generator)
      for index in parameters.indices { parameters[index] += 0.01 * Float(index % 7 - 3) }
      let session = EncoderSession(encoder: encoder)
      var gradient = [Float](repeating: 0, count: encoder.layout.count)
      session.gradient(batch, parameters: parameters, into: &gradient)
      return gradient + session.logits
    }
    expectClose(results[0], results[1], within: 1e-4)
  }

  private static let smollm =
    ProcessInfo.processInfo.environment["FEDTOP_SMOLLM2"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path
    + "/data/models/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"

  @Test(.enabled(if: FileManager.default.fileExists(atPath: smollm)))
  func aRealModelGivesTheStoredWords() throws {
    let weights = try EncoderWeights.load(directory: Self.smollm)
    let encoder = try Encoder(
      weights: weights, plan: TrainingPlan(objective: .nextToken(.completions)), labels: 0)
    let session = EncoderSession(encoder: encoder)
    let json = try JSONValue.parse(Array(ReferenceFiles.data("gguf/smollm2.json")))
    for prompt in try #require(json["prompts"]?.elements) {
      let tokens = (prompt["tokens"]?.elements ?? []).compactMap(\.int).map(Int32.init)
      let batch = try #require(batches([tokens], of: 1).first)
      let found = logits(encoder, [0], [batch])
      let top = try #require(prompt["top5"]?.elements)
      let order = found.indices.sorted { found[$0] > found[$1] }.prefix(5)
      #expect(Array(order) == top.compactMap { $0["id"]?.int })
      for word in top {
        let id = try #require(word["id"]?.int)
        #expect(abs(Double(found[id]) - (word["logit"]?.double ?? .infinity)) < 1e-3)
      }
      session.evaluate(batch, parameters: [0])
      #expect(abs(Double(session.losses[0]) - (prompt["loss"]?.double ?? .infinity)) < 1e-4)
    }
  }
}
