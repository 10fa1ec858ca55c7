import Foundation
import Testing

@testable import Transformer

/// Prompts against PEFT, prefixes against `past_key_values`, words against `BertForMaskedLM`.
///
/// `scripts/reference/make_prompt_reference.py` makes the stored values.
struct PromptReferenceTests {
  private struct Expected: Decodable {
    var tokens: [[Int32]]
    var prompt: [Float]
    var prompt_mean, prompt_first: [[Float]]
    var keys, values: [[Float]]
    var prefix_mean, prefix_first: [[Float]]
    var words: [[Int]]
    var word_logits: [[Float]]

    var batch: PackedBatch {
      var batch = PackedBatch()
      for tokens in tokens {
        batch.append(tokens: tokens, tokenTypes: tokens.map { _ in 0 }, label: 0)
      }
      return batch
    }
  }

  private func expected() throws -> Expected {
    let file = URL(fileURLWithPath: ReferenceFiles.path("prompts/expected.json"))
    return try JSONDecoder().decode(Expected.self, from: Data(contentsOf: file))
  }

  /// The oracle's BERT without positions, with the head that guesses words.
  private func weights() throws -> EncoderWeights {
    let weights = try EncoderWeights.load(directory: ReferenceFiles.path("oracle/bert/model"))
    let file = try SafetensorsFile(path: ReferenceFiles.path("prompts/mask.safetensors"))
    let count = weights.shape(.positionEmbeddings).reduce(1, *)
    var changed: [BaseTensor: [Float]] = [
      .positionEmbeddings: [Float](repeating: 0, count: count)
    ]
    for tensor in [
      BaseTensor.maskDenseWeight, .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias,
    ] {
      changed[tensor] = try file.floats(weights.key(tensor))
    }
    return weights.replacing(changed)
  }

  /// What the head reads, with these values of the modules' parameters.
  private func pooled(
    _ modules: [any EncoderModule], _ values: [[Float]], _ pooling: Pooling, _ expected: Expected
  ) throws -> [Float] {
    let encoder = try Encoder(
      weights: weights(), plan: TrainingPlan(modules: modules, pooling: pooling), labels: 3)
    var generator = FuzzGenerator(seed: 1)
    var parameters = encoder.initialParameters(using: &generator)
    let own = encoder.layout.segments.filter { $0.role == .added }
    #expect(own.map(\.count) == values.map(\.count))
    for (segment, values) in zip(own, values) {
      parameters.replaceSubrange(segment.range, with: values)
    }
    var output = [Float](
      repeating: 0, count: expected.tokens.count * encoder.configuration.hiddenSize)
    EncoderSession(encoder: encoder).pooled(
      expected.batch, parameters: parameters, into: &output)
    return output
  }

  private func agree(_ found: [Float], _ reference: [[Float]]) -> Bool {
    let reference = reference.flatMap(\.self)
    return found.count == reference.count
      && zip(found, reference).allSatisfy { abs($0 - $1) < 1e-4 }
  }

  @Test("prompt tuning", arguments: Pooling.allCases)
  func prompt(pooling: Pooling) throws {
    let expected = try expected()
    let found = try pooled([SoftPrompt(length: 5)], [expected.prompt], pooling, expected)
    #expect(agree(found, pooling == .mean ? expected.prompt_mean : expected.prompt_first))
  }

  @Test("a prefix in every layer", arguments: Pooling.allCases)
  func prefix(pooling: Pooling) throws {
    let expected = try expected()
    let rows = zip(expected.keys, expected.values).flatMap { [$0, $1] }
    let found = try pooled([PrefixTuning(length: 3)], rows, pooling, expected)
    #expect(agree(found, pooling == .mean ? expected.prefix_mean : expected.prefix_first))
  }

  @Test("labels as words")
  func words() throws {
    let expected = try expected()
    let weights = try weights()
    let plan = TrainingPlan(
      pooling: .mean, verbaliser: Verbaliser(tokens: expected.words, of: weights))
    let encoder = try Encoder(weights: weights, plan: plan, labels: 3)
    #expect(encoder.layout.count == 0)
    let session = EncoderSession(encoder: encoder)
    session.evaluate(expected.batch, parameters: [0])
    #expect(agree(Array(session.logits), expected.word_logits))
  }
}
