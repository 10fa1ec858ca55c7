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
  /// What was decided for the user, what an answer goes through that is in no file, and what of the files is left out; a
  /// sentence each.
  public let notes: [String]
  /// Whether the answers are scores, not logits of labels.
  public let givesScores: Bool
  /// How a text was put to it in training; nil: it is no language model of a run.
  public let trainedPrompt: PromptForm?
  /// How a text is put to it as a person's turn.
  public let turn: Result<PromptForm, CorpusError>
  /// How its texts are continued.
  public let generation: GenerationRules
  let tokenizer: any Tokenizer
  let maxLength: Int
  /// Whose limit `maxLength` is.
  private let limit: String

  /// Opens a model directory, perhaps with a PEFT adapter on it, whose head says how many labels there are.
  ///
  /// A head that neither has is the one that a run of the settings' first values begins with.
  ///
  /// - Parameters:
  ///   - labels: names of the labels for such a head; nil: those of the configuration.
  ///   - objective: what it is asked for; a language model has no head.
  /// - Throws: `ModelError` or `CorpusError`.
  public init(
    model name: String, adapter: String? = nil, labels: [String]? = nil,
    objective: Objective = .labels, maxLength: Int?
  ) throws {
    let model = try Program.assets.model(name)
    let own = try adapter.map { try AdapterHead(directory: $0, on: model.weights) }
    let weights = own?.weights ?? model.weights
    let configuration = weights.configuration
    let names = own?.labelNames ?? (weights.hasHead ? nil : labels) ?? configuration.labelNames
    let plan = TrainingPlan(
      modules: own?.adapter.modules ?? [], trainedTensors: own?.tensors ?? [],
      pooling: own?.pooling ?? weights.pooling, objective: objective)
    let encoder = try Encoder(weights: weights, plan: plan, labels: names.count)
    var usual = try Federation.usualStart(weights, labels: names)
    usual.plan.makesHeadAnew = false
    let start = encoder.initialParameters(headOf: usual.plan, using: &usual.random)
    parameters = try own.map { try encoder.parameters(adapter: $0.adapter, over: start) } ?? start
    self.encoder = encoder
    labelNames = names
    let brought = Set(own?.adapter.tensors.keys.map(\.self) ?? [])
    notes =
      model.notes + (own?.outputs == nil ? weights.notes : [])
      + [
        own == nil ? model.strayAdapter : nil,
        own?.note,
        encoder.freshNote(besides: brought, seed: usual.seed).map { $0 + ", as a run would start" },
      ]
      .compactMap(\.self)
    givesScores = own?.outputs.map { $0 == 1 } ?? (weights.head == .scores)
    trainedPrompt = nil
    turn = Self.turn(model)
    tokenizer = model.tokenizer
    generation = model.generation
    (self.maxLength, limit) = Self.limit(
      model: configuration.maxLength, tokenizer: maxLength == nil ? model.maxLength : nil,
      asked: maxLength)
  }

  /// Takes the parameters that a run trained: the global ones, or those of a client.
  /// - Throws: a usage `Failure` for a client that does not exist; `ModelError` or `CorpusError`.
  public init(_ stored: StoredModel, client: Int?, maxLength: Int?) throws {
    let settings = stored.federation.settings
    encoder = stored.federation.encoder
    parameters = try stored.parameters(client: client)
    labelNames = stored.federation.dataset.labelNames
    notes = stored.notes
    givesScores = false
    (trainedPrompt, turn) = (stored.prompt, stored.turn)
    tokenizer = stored.tokenizer
    generation = stored.generation
    (self.maxLength, limit) = Self.limit(
      model: encoder.configuration.maxLength, tokenizer: maxLength == nil ? stored.maxLength : nil,
      run: maxLength == nil ? settings.maxLength : nil, asked: maxLength)
  }

  /// The most tokens of a text, and who sets that.
  private static func limit(
    model: Int, tokenizer: Int?, run: Int? = nil, asked: Int?
  ) -> (Int, String) {
    let limits: [(tokens: Int?, name: String)] = [
      (model, "the model's limit"), (tokenizer, "the tokenizer's model_max_length"),
      (run, "the run's model.max_length"), (asked, "--max-length"),
    ]
    let found = limits.compactMap { limit in limit.tokens.map { ($0, limit.name) } }
    return found.min { $0.0 < $1.0 } ?? (model, "the model's limit")
  }

  /// Fails on a model of images, which texts say nothing to.
  /// - Throws: `unsupported`.
  public func checkReadsTexts() throws(ModelError) {
    guard tokenizer.pixelLevels != nil else { return }
    throw .unsupported(
      file: encoder.weights.name, feature: "asking a model of images about texts",
      remedy: "use a model of texts, or fedtop run with a set of images")
  }

  static func turn(_ model: Model) -> Result<PromptForm, CorpusError> {
    Result { () throws(CorpusError) in try PromptForm(model) }
  }

  /// Fails where labels are asked for and a language model was trained.
  /// - Throws: a data `Failure`.
  public func checkLabels(_ name: String) throws(Failure) {
    guard encoder.plan.objective != .labels else { return }
    throw Failure(
      "\(name): it was trained as a language model and has no labels: ask it with fedtop predict --generate N",
      .data)
  }

  /// Token ids of a sample, cut to the longest sequence.
  func encode(_ sample: Sample) -> Encoding {
    tokenizer.encode(sample, maxLength: maxLength)
  }

  /// How many of `samples` are cut to their `encodings`, in a sentence; nil: none is.
  public func cutNote(_ samples: [Sample], _ encodings: [Encoding]) -> String? {
    let cut = zip(samples, encodings).count { sample, encoding in
      encoding.tokens.count >= maxLength
        && tokenizer.encode(sample, maxLength: .max).tokens.count > encoding.tokens.count
    }
    guard cut > 0 else { return nil }
    return
      "\(cut) of \(samples.count) texts \(cut == 1 ? "is" : "are") cut to \(maxLength) tokens (\(limit))"
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
        var pixels: [Float] = []
        tokenizer.pixelLevels?.append(
          encoding.pixels[...], patchSize: encoding.patchSize, to: &pixels)
        batch.append(
          tokens: encoding.tokens[...], tokenTypes: encoding.tokenTypes[...],
          label: Int32(sample.label), pixels: pixels)
      }
      batches.append((encodings, batch))
    }
    return batches
  }
}
