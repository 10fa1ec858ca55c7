import Foundation
import Testing

@testable import Transformer

/// Adapters whose factors are not the same in every layer, or not in a layer at all.
struct AdapterShapesTests {
  private static let query = "bert.encoder.layer.0.attention.self.query"
  private static let value = "bert.encoder.layer.1.attention.self.value"
  private static let pooler = "bert.pooler.dense"

  /// Factors with one number everywhere.
  private func pair(
    _ path: String, rank: Int, _ number: Float = 0.1
  ) -> [(name: String, shape: [Int], values: [Float])] {
    let wrapped = "base_model.model.\(path)"
    let values = [Float](repeating: number, count: 20 * rank)
    return [
      (name: wrapped + ".lora_A.weight", shape: [rank, 20], values: values),
      (name: wrapped + ".lora_B.weight", shape: [20, rank], values: values),
    ]
  }

  private func load(
    _ tensors: [(name: String, shape: [Int], values: [Float])], _ keys: String = ""
  ) throws -> LoRAAdapter {
    let scratch = try ScratchDirectory()
    try scratch.write("{\"r\": 2, \"lora_alpha\": 8\(keys)}", to: "adapter_config.json")
    try SafetensorsWriter.write(
      tensors: tensors, metadata: [:], precision: .float32,
      to: scratch.path + "/adapter_model.safetensors")
    return try LoRAAdapter.load(directory: scratch.path)
  }

  private func logits(_ weights: EncoderWeights, _ adapter: LoRAAdapter? = nil) throws -> [Float] {
    let plan = TrainingPlan(modules: adapter?.modules ?? [], head: .all)
    let encoder = try Encoder(weights: weights, plan: plan, labels: 3)
    var generator = FuzzGenerator(seed: 1)
    let start = encoder.initialParameters(using: &generator)
    let parameters = try adapter.map { try encoder.parameters(adapter: $0, over: start) } ?? start
    let session = EncoderSession(encoder: encoder)
    session.evaluate(Tiny.batch(), parameters: parameters)
    return Array(session.logits)
  }

  /// The weights with `addition` on every value of some tensors: what factors of equal numbers come to.
  private func raised(_ additions: [BaseTensor: Float]) -> EncoderWeights {
    let weights = Tiny.weights()
    return EncoderWeights(configuration: weights.configuration, name: "raised") { tensor, count in
      weights.pointer(tensor).map { pointer in
        UnsafeBufferPointer(start: pointer, count: count).map { $0 + additions[tensor, default: 0] }
      }
    }
  }

  @Test func mapsMayDifferFromLayerToLayer() throws {
    let adapter = try load(pair(Self.query, rank: 2) + pair(Self.value, rank: 2))
    #expect(adapter.modules.map(\.layers) == [[0], [1]])
    #expect(adapter.modules.map(\.sites) == [[.query], [.value]])
    // α / r is 4, and each product of the factors 2 · 0.1 · 0.1.
    let expected = raised([.layer(0, .queryWeight): 0.08, .layer(1, .valueWeight): 0.08])
    #expect(Tiny.distance(try logits(Tiny.weights(), adapter), try logits(expected)) < 1e-4)
    #expect(try logits(Tiny.weights(), adapter) != logits(Tiny.weights()))
  }

  @Test func evenAdaptersAreOneModule() throws {
    let layers = [0, 1].flatMap { layer in
      ["query", "value"].flatMap {
        pair("bert.encoder.layer.\(layer).attention.self.\($0)", rank: 2)
      }
    }
    let adapter = try load(layers)
    #expect(adapter.modules.count == 1)
    #expect(adapter.modules.first?.layers == [0, 1])
    #expect(adapter.modules.first?.sites == [.query, .value])
  }

  /// As PEFT matches them: a regular expression for the end of a path, from a dot on.
  @Test(arguments: [
    (#", "rank_pattern": {"value": 4}, "alpha_pattern": {"self\\.value": 2}"#, Float(0.02)),
    (#", "rank_pattern": {"layer\\.1\\..*": 4}"#, 0.08),
    (#", "rank_pattern": {"value": 4}, "use_rslora": true"#, 0.16),
  ])
  func patternsSetRankAndAlpha(_ keys: String, _ addition: Float) throws {
    let adapter = try load(pair(Self.query, rank: 2) + pair(Self.value, rank: 4), keys)
    let stable: Float = keys.contains("rslora") ? Float(2).squareRoot() : 1
    let expected = raised([
      .layer(0, .queryWeight): 0.08 * stable, .layer(1, .valueWeight): addition,
    ])
    #expect(Tiny.distance(try logits(Tiny.weights(), adapter), try logits(expected)) < 1e-4)
  }

  @Test func anotherRankThanTheConfigurationSaysIsRefused() {
    let error = #expect(throws: ModelError.self) { try load(pair(Self.value, rank: 4)) }
    #expect(error?.description.contains("has shape [4, 20], not [2, 20]") == true)
  }

  @Test func factorsOnThePoolerAreFoldedIn() throws {
    let adapter = try load(pair(Self.query, rank: 2) + pair(Self.pooler, rank: 2))
    let (weights, rest) = try adapter.folded(into: Tiny.weights())
    #expect(rest.tensors.count == 2 && rest.pairs.map(\.path) == [Self.query])
    let expected = raised([.layer(0, .queryWeight): 0.08, .headDenseWeight: 0.08])
    #expect(Tiny.distance(try logits(weights, rest), try logits(expected)) < 1e-4)
  }

  /// `modules_to_save: ["pooler"]`: the adapter's own map holds, and factors on it are folded in there.
  @Test(arguments: [false, true])
  func aPoolerThatIsSavedWholeHolds(hasFactors: Bool) throws {
    let weights = Tiny.weights()
    let saved = (
      name: "base_model.model.\(Self.pooler).weight", shape: [20, 20],
      values: [Float](repeating: 0.3, count: 400)
    )
    let factors = hasFactors ? pair(Self.pooler, rank: 2) : []
    let adapter = try load(
      pair(Self.query, rank: 2) + [saved] + factors, #", "modules_to_save": ["pooler"]"#)
    let (base, rest) = try adapter.folded(into: weights)
    #expect(rest.savedModules == ["pooler"] && rest.tensors.count == 3)
    let whole = EncoderWeights(configuration: weights.configuration, name: "whole") {
      tensor, count in
      if tensor == .headDenseWeight {
        return [Float](repeating: hasFactors ? 0.38 : 0.3, count: count)
      }
      let addition: Float = tensor == .layer(0, .queryWeight) ? 0.08 : 0
      return weights.pointer(tensor).map { pointer in
        UnsafeBufferPointer(start: pointer, count: count).map { $0 + addition }
      }
    }
    #expect(Tiny.distance(try logits(base, rest), try logits(whole)) < 1e-4)
  }

  @Test func aMapThatTheModelLacksIsNamed() throws {
    let adapter = try load(pair("electra.embeddings_project", rank: 2))
    let error = #expect(throws: ModelError.self) { try adapter.folded(into: Tiny.weights()) }
    #expect(error?.description.contains("electra.embeddings_project.weight is missing") == true)
  }

  @Test func causesAreTrue() {
    let prefixed = #expect(throws: ModelError.self) {
      try load(pair("model." + Self.query, rank: 2))
    }
    #expect(prefixed?.description.contains("the prefix model. of tensor model.bert.") == true)
    let half = #expect(throws: ModelError.self) { try load([pair(Self.pooler, rank: 2)[0]]) }
    #expect(half?.description.contains("bert.pooler.dense.lora_B.weight is missing") == true)
  }

  @Test func unevenAdaptersAreWrittenAsTheyAre() throws {
    let adapter = try load(
      pair(Self.query, rank: 2) + pair(Self.value, rank: 4) + pair(Self.pooler, rank: 2),
      #", "rank_pattern": {"value": 4}, "alpha_pattern": {"pooler.dense": 3}"#)
    let scratch = try ScratchDirectory()
    try adapter.write(directory: scratch.path, baseModel: "base")
    let read = try LoRAAdapter.load(directory: scratch.path)
    #expect(read.pairs.map(\.path) == adapter.pairs.map(\.path))
    #expect(read.pairs.map(\.scale) == adapter.pairs.map(\.scale))
    let text = try String(contentsOfFile: scratch.path + "/adapter_config.json", encoding: .utf8)
    #expect(text.contains("\"encoder.layer.1.attention.self.value\""))
    #expect(text.contains("\"layers_to_transform\": null"))
  }
}
