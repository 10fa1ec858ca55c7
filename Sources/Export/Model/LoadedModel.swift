import Corpus
import Foundation
import Host
import Plain
import Sim
import Transformer

/// A model for one-off questions: an encoder with its trained parameters, and its tokenizer.
public struct LoadedModel {
  /// The encoder.
  public let encoder: Encoder
  /// Values of what a plan trains: adapter and head.
  public let parameters: [Float]
  /// Names of the labels, by index.
  public let labelNames: [String]
  /// What was decided for the user and should be told, a line each.
  public let notes: [String]
  private let tokenizer: any Tokenizer
  private let maxLength: Int

  /// Opens a model directory.
  /// - Throws: `ModelError` or `CorpusError`.
  public init(model name: String, maxLength: Int?) throws {
    let model = try Program.assets.model(name)
    let configuration = model.weights.configuration
    let note = ExportNote(directory: name)
    let plan = TrainingPlan(
      head: .automatic,
      pooling: note?.pooling ?? (model.weights.hasHead ? .first : .mean))
    encoder = try Encoder(weights: model.weights, plan: plan, labels: configuration.labels)
    var random = CounterRandom(seed: 0, purpose: .parameters)
    parameters = encoder.initialParameters(using: &random)
    labelNames = configuration.labelNames
    tokenizer = model.tokenizer
    self.maxLength = min(maxLength ?? model.maxLength, configuration.maxLength)
    notes = model.notes
  }

  /// Opens a model directory with a PEFT adapter on it, whose head says how many labels there are.
  /// - Throws: `ModelError` or `CorpusError`.
  public init(model name: String, adapter: String, maxLength: Int?) throws {
    let model = try Program.assets.model(name)
    let configuration = model.weights.configuration
    let (weights, lora) = try LoRAAdapter.load(directory: adapter).folded(into: model.weights)
    let note = ExportNote(directory: adapter)
    let plan = TrainingPlan(modules: lora.modules, pooling: note?.pooling ?? .first)
    let head = lora.tensors[weights.key(.headOutWeight)]?.shape.first
    let labels = head ?? configuration.labels
    encoder = try Encoder(weights: weights, plan: plan, labels: labels)
    var random = CounterRandom(seed: 0, purpose: .parameters)
    parameters = try encoder.parameters(adapter: lora, using: &random)
    labelNames =
      [note?.labels, configuration.labelNames].compactMap(\.self)
      .first { $0.count == labels } ?? (0..<labels).map { "LABEL_\($0)" }
    tokenizer = model.tokenizer
    self.maxLength = min(maxLength ?? model.maxLength, configuration.maxLength)
    notes = model.notes
  }

  /// Takes the parameters that a run trained: the global ones, or those of a client.
  /// - Throws: a usage `Failure` for a client that does not exist; `ModelError` or `CorpusError`.
  public init(_ stored: StoredModel, client: Int?, maxLength: Int?) throws {
    let settings = stored.federation.settings
    encoder = stored.federation.encoder
    parameters = try stored.parameters(client: client)
    labelNames = stored.federation.dataset.labelNames
    tokenizer = stored.tokenizer
    self.maxLength = min(
      maxLength ?? min(settings.maxLength, stored.maxLength), encoder.configuration.maxLength)
    notes = stored.notes
  }

  /// Token ids of a sample, cut to the longest sequence.
  func encode(_ sample: Sample) -> Encoding {
    tokenizer.encode(sample.text, pair: sample.textPair, maxLength: maxLength)
  }

  /// Hands out `samples` in batches, in order, with the encodings of each.
  /// - Throws: `ModelError` when the tokenizer and the model do not belong together.
  public func batches(
    _ samples: [Sample], size: Int = 32
  ) throws(ModelError) -> [(encodings: [Encoding], batch: PackedBatch)] {
    var batches: [(encodings: [Encoding], batch: PackedBatch)] = []
    for start in stride(from: 0, to: samples.count, by: size) {
      var batch = PackedBatch()
      var encodings: [Encoding] = []
      for sample in samples[start..<min(samples.count, start + size)] {
        let encoding = encode(sample)
        try encoder.check(tokens: encoding.tokens[...], tokenTypes: encoding.tokenTypes[...])
        encodings.append(encoding)
        batch.append(
          tokens: encoding.tokens, tokenTypes: encoding.tokenTypes, label: Int32(sample.label))
      }
      batches.append((encodings, batch))
    }
    return batches
  }
}
