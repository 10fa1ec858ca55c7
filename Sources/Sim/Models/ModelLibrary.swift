import CEmbedded
import Corpus
import Foundation
import Plain
import Transformer

/// An encoder with its tokenizer.
public struct Model: Sendable {
  /// What it was asked for by.
  public var name: String
  /// Its weights, shared by all clients.
  public var weights: EncoderWeights
  /// Its tokenizer.
  public var tokenizer: any Tokenizer
  /// The most tokens of a sequence: rows of the positions, and what the tokenizer was made for.
  public var maxLength: Int
  /// What was decided for the user and should be told, a line each.
  public var notes: [String] = []
  /// How its texts are continued.
  public var generation = GenerationRules()
  /// That an adapter lies beside it, which is not read; nil: none does.
  public var strayAdapter: String?
  /// What sentence-transformers would do behind it; nil: no such files lie beside it.
  var sentenceModules: SentenceModules?
  /// The template of conversations that it comes with, in Jinja; nil: none.
  var chatJinja: String?
  /// Texts of special tokens by what templates call them.
  var special: [String: String] = [:]
}

/// Models by name: the embedded encoder, fetched ones, and Hugging Face directories.
public enum ModelLibrary {
  /// Name of the encoder that is part of the program.
  public static let embeddedName = "embedded"

  /// Opens a model.
  /// - Throws: `ModelError` or `CorpusError`, each one line.
  public static func open(_ name: String) throws -> Model {
    if name == embeddedName { return try embedded() }
    let directory = try Corpus.ModelLibrary.directory(name)
    if GGUFFile.isNamed(by: directory) {
      let file = try GGUFFile(path: directory)
      let weights = try EncoderWeights.load(gguf: file)
      var model = ofTexts(
        name, weights,
        try GGUFTokenizer.load(
          file.metadata, path: file.name, tables: EmbeddingTables(weights.configuration)))
      let end = GGUFTokenizer.ends(file.metadata)["eos_token_id"].flatMap(Int32.init(exactly:))
      model.generation.ends = Set([end].compactMap(\.self))
      return model
    }
    let configuration = try EncoderConfiguration.load(directory: directory)
    if let image = configuration.image {
      return try ofImages(name, directory, configuration, image)
    }
    // Beside the weights, which take as long.
    let tokenizer = Aside {
      try TokenizerLoader.load(directory: directory, tables: EmbeddingTables(configuration))
    }
    var model = ofTexts(
      name, try EncoderWeights.load(directory: directory), try tokenizer.value())
    model.generation = try GenerationRules.load(directory: directory, of: configuration)
    if FileManager.default.fileExists(atPath: directory + "/adapter_config.json") {
      model.strayAdapter =
        "\(name): the adapter beside the model (adapter_config.json) is not used; fedtop predict and fisher take "
        + "one with --adapter"
    }
    model.sentenceModules = SentenceModules(directory: directory)
    return model
  }

  private static func ofTexts(
    _ name: String, _ weights: EncoderWeights, _ stored: StoredTokenizer
  ) -> Model {
    Model(
      name: name, weights: weights, tokenizer: stored.tokenizer,
      maxLength: min(weights.configuration.maxLength, stored.maxLength ?? .max),
      notes: stored.notes, chatJinja: stored.chatTemplate, special: stored.special)
  }

  /// A model of images, from random weights where the directory has none.
  private static func ofImages(
    _ name: String, _ directory: String, _ configuration: EncoderConfiguration, _ image: PatchStem
  ) throws -> Model {
    let isBare = !EncoderWeights.areThere(directory: directory)
    var random = CounterRandom(seed: startSeed, purpose: .parameters)
    let hasLevels = FileManager.default.fileExists(
      atPath: directory + "/preprocessor_config.json")
    let notes = [
      isBare
        ? "\(name) has no model.safetensors: its weights are random, with seed \(startSeed)" : nil,
      hasLevels
        ? nil
        : "\(name) has no preprocessor_config.json: images are resized bilinearly, pixels scaled to -1 … 1",
    ].compactMap(\.self)
    let weights =
      isBare
      ? EncoderWeights.start(configuration: configuration, name: name, using: &random)
      : try EncoderWeights.load(directory: directory)
    return Model(
      name: name, weights: weights,
      tokenizer: try ImageProcessor.load(
        directory: directory, side: image.side, patch: image.patch, channels: image.channels),
      maxLength: configuration.maxLength, notes: notes)
  }

  /// Seed of weights that nobody has trained.
  private static let startSeed: UInt64 = 7

  /// Writes what `Pretraining` made as the embedded model's file, in half precision and without the guessing head.
  /// - Throws: `ModelError` when the file cannot be written.
  public static func writeEmbedded(
    _ tensors: [(BaseTensor, [Float])], to path: String
  ) throws {
    let configuration = EmbeddedEncoder.configuration
    let named = tensors.compactMap {
      tensor, values -> (name: String, shape: [Int], values: [Float])? in
      switch tensor {
      case .maskDenseWeight, .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias: nil
      default: (tensor.key(in: configuration.family), tensor.shape(in: configuration), values)
      }
    }
    try SafetensorsWriter.write(
      tensors: named,
      metadata: ["format": "pt", "vocabulary": EmbeddedEncoder.vocabularyFingerprint],
      precision: .float16, to: path)
  }

  private static func embedded() throws -> Model {
    let bytes = UnsafeRawBufferPointer(
      start: fedtop_embedded_model(), count: fedtop_embedded_model_size())
    let file = try SafetensorsFile(bytes: bytes, name: "embedded model", keepAlive: nil)
    let configuration = EmbeddedEncoder.configuration
    return Model(
      name: embeddedName,
      weights: try EncoderWeights(file: file, configuration: configuration, name: embeddedName),
      tokenizer: EmbeddedTokenizer(), maxLength: configuration.maxLength)
  }
}

extension EmbeddingTables {
  /// Those of a model.
  fileprivate init(_ configuration: EncoderConfiguration) {
    self.init(
      rows: configuration.vocabularySize,
      types: BaseTensor.tokenTypeEmbeddings.shape(in: configuration)[0])
  }
}

extension EmbeddedEncoder {
  /// SHA-256 of the embedded vocabulary: other words in the grammar need another encoder.
  public static var vocabularyFingerprint: String {
    var digest = SHA256()
    for word in EmbeddedTokenizer.vocabulary {
      Array((word + "\n").utf8).withUnsafeBytes { digest.update($0) }
    }
    return digest.finish()
  }

  /// The vocabulary that the encoder in the program was trained with, as its file says.
  /// - Throws: `ModelError` when the file is damaged.
  public static func trainedVocabulary() throws -> String? {
    let bytes = UnsafeRawBufferPointer(
      start: fedtop_embedded_model(), count: fedtop_embedded_model_size())
    return try SafetensorsFile(bytes: bytes, name: "embedded model", keepAlive: nil)
      .metadata["vocabulary"]
  }
}

/// The shape of the embedded encoder: six layers of width 128 over the embedded vocabulary.
public enum EmbeddedEncoder {
  /// Its configuration.
  public static let configuration = EncoderConfiguration(
    family: .bert, vocabularySize: EmbeddedTokenizer().vocabularySize, hiddenSize: 128, layers: 6,
    heads: 4, intermediateSize: 512, maxPositions: 128, labels: 2)
}
