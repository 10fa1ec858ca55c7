/// A family of networks, described: how `config.json` and weights name what the engine computes with,
/// and what is the same in all of its checkpoints.
///
/// The engine reads descriptions and knows no family. A new one is a file beside this one and a line of `all`.
public struct Architecture: Sendable {
  /// The `model_type` in `config.json`.
  public let name: String
  /// What precedes a bare model's names in a classifier's file.
  public let prefix: String
  /// How the names of its classes in `transformers` begin.
  public let className: String
  /// How the name of its classifier ends behind `For`.
  let task: String
  /// Further values of `model_type` whose checkpoints are read, and written, as this family's.
  let relatives: [String]
  /// Where `config.json` has the sizes.
  let keys: ConfigurationKeys
  /// Whether the first token has the position after `pad_token_id` and not 0.
  let positionsFollowPadding: Bool
  /// What all its blocks have in common.
  let form: BlockForm
  /// What makes logits of a row.
  let readout: Readout
  /// The path of every part in a classifier's checkpoint; parts that are not here do not exist.
  ///
  /// A `#` stands for the index of a layer; `.weight` and `.bias` below a path are the tensors.
  let paths: [NetworkPart: String]
  /// The path of every part as a module, which PEFT's names follow: where it is not the one in files.
  let modules: [NetworkPart: String]

  init(
    name: String, className: String, prefix: String? = nil,
    task: String = "SequenceClassification", relatives: [String] = [],
    keys: ConfigurationKeys = ConfigurationKeys(), positionsFollowPadding: Bool = false,
    form: BlockForm = BlockForm(), readout: Readout, paths: [NetworkPart: String],
    modules: [NetworkPart: String] = [:]
  ) {
    self.name = name
    self.prefix = prefix ?? name
    self.className = className
    self.task = task
    self.relatives = relatives
    self.keys = keys
    self.positionsFollowPadding = positionsFollowPadding
    self.form = form
    self.readout = readout
    self.paths = paths
    self.modules = paths.merging(modules) { $1 }
  }
}

extension Architecture: Hashable {
  /// Families of the same name are the same.
  public static func == (left: Architecture, right: Architecture) -> Bool {
    left.name == right.name
  }

  /// By the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Architecture {
  /// Whether `config.json` says what a head reads: then nothing else has to.
  public var saysPooling: Bool { keys.pooling != nil }

  /// Paths below `prefix` as BERT's checkpoints have them, which many families kept.
  static func bertPaths(_ prefix: String) -> [NetworkPart: String] {
    [
      .wordEmbeddings: "\(prefix).embeddings.word_embeddings",
      .positionEmbeddings: "\(prefix).embeddings.position_embeddings",
      .tokenTypeEmbeddings: "\(prefix).embeddings.token_type_embeddings",
      .embeddingNorm: "\(prefix).embeddings.LayerNorm",
      .query: "\(prefix).encoder.layer.#.attention.self.query",
      .key: "\(prefix).encoder.layer.#.attention.self.key",
      .value: "\(prefix).encoder.layer.#.attention.self.value",
      .attentionOut: "\(prefix).encoder.layer.#.attention.output.dense",
      .attentionNorm: "\(prefix).encoder.layer.#.attention.output.LayerNorm",
      .up: "\(prefix).encoder.layer.#.intermediate.dense",
      .down: "\(prefix).encoder.layer.#.output.dense",
      .outputNorm: "\(prefix).encoder.layer.#.output.LayerNorm",
    ]
  }
}
