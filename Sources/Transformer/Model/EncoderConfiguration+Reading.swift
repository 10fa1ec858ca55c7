import Foundation
import Plain

extension EncoderConfiguration {
  /// Reads `config.json` of a Hugging Face directory.
  ///
  /// - Throws: `notFound`, `malformed` for absurd sizes, `unsupported` for other architectures.
  public static func load(directory: String) throws(ModelError) -> EncoderConfiguration {
    let path = directory + "/config.json"
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory),
      isDirectory.boolValue
    else {
      throw .notFound(
        path: directory, remedy: "name a directory with config.json and model.safetensors")
    }
    guard FileManager.default.fileExists(atPath: path) else {
      throw .notFound(
        path: path, remedy: "name a Hugging Face model directory (config.json, model.safetensors)")
    }
    let file = try MappedFile(path: path)
    defer { withExtendedLifetime(file) {} }
    return try EncoderConfiguration(json: file.bytes, file: path)
  }

  /// Reads the text of a `config.json`; `file` names it in errors.
  public init(json: UnsafeRawBufferPointer, file: String) throws(ModelError) {
    let object = try ConfigurationReader(json, file: file)
    let family = try Self.family(object)
    try Self.refuseVariants(object)
    let labelNames = try Self.labelNames(object)
    self.init(
      family: family,
      vocabularySize: try object.size("vocab_size", atMost: 10_000_000),
      hiddenSize: try object.size("hidden_size", atMost: 65536),
      layers: try object.size("num_hidden_layers", atMost: 1024),
      heads: try object.size("num_attention_heads", atMost: 1024),
      intermediateSize: try object.size("intermediate_size", atMost: 1 << 20),
      maxPositions: try object.size("max_position_embeddings", atMost: 1 << 20),
      tokenTypes: try object.size("type_vocab_size", atMost: 1024, default: 2),
      layerNormEpsilon: try Self.epsilon(object),
      activation: try Self.activation(object),
      padToken: try Self.padToken(object, family: family),
      labels: labelNames.count, labelNames: labelNames)
    guard hiddenSize % heads == 0 else {
      throw object.bad(
        "hidden_size", "\(hiddenSize) is not a multiple of num_attention_heads \(heads)")
    }
    guard padToken < vocabularySize else {
      throw object.bad("pad_token_id", "\(padToken) is outside of the vocabulary")
    }
    guard maxPositions > positionOffset + 1 else {
      throw object.bad("max_position_embeddings", "\(maxPositions) leaves no room for text")
    }
  }

  private static func family(_ object: ConfigurationReader) throws(ModelError) -> Family {
    let architecture = object["architectures"]?.elements?.first?.text ?? ""
    // The oldest BERT files have no model_type.
    let type = object["model_type"]?.text ?? (architecture.hasPrefix("Bert") ? "bert" : "")
    switch type {
    case "bert": return .bert
    case "roberta", "xlm-roberta", "camembert": return .roberta
    default:
      throw .unsupported(
        file: object.file,
        feature: "model_type \"\(ModelError.excerpt(type))\"",
        remedy: "use one of bert, roberta, xlm-roberta, camembert")
    }
  }

  /// Variants of the block that would give wrong numbers silently.
  private static func refuseVariants(_ object: ConfigurationReader) throws(ModelError) {
    if let positions = object["position_embedding_type"]?.text, positions != "absolute" {
      throw .unsupported(
        file: object.file,
        feature: "position_embedding_type \"\(ModelError.excerpt(positions))\"",
        remedy: "use a model with absolute positions")
    }
    for key in ["is_decoder", "add_cross_attention"] where object[key]?.bool == true {
      throw .unsupported(file: object.file, feature: key, remedy: "use an encoder")
    }
  }

  private static func activation(_ object: ConfigurationReader) throws(ModelError) -> Activation {
    let name = object["hidden_act"]?.text ?? "gelu"
    switch name {
    case "gelu", "gelu_python": return .gelu
    case "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "gelu_python_tanh": return .geluTanh
    case "relu": return .relu
    default:
      throw .unsupported(
        file: object.file, feature: "hidden_act \"\(ModelError.excerpt(name))\"",
        remedy: "use one of gelu, gelu_new, gelu_pytorch_tanh, relu")
    }
  }

  private static func epsilon(_ object: ConfigurationReader) throws(ModelError) -> Float {
    guard let value = object["layer_norm_eps"] else { return 1e-12 }
    guard let epsilon = value.double, epsilon >= 0, epsilon <= 1 else {
      throw object.bad("layer_norm_eps", "is not a number from 0 to 1")
    }
    return Float(epsilon)
  }

  private static func padToken(
    _ object: ConfigurationReader, family: Family
  ) throws(ModelError) -> Int {
    guard let value = object["pad_token_id"] else { return family == .roberta ? 1 : 0 }
    guard let token = value.int, token >= 0 else {
      throw object.bad("pad_token_id", "is not a token id")
    }
    return token
  }

  private static func labelNames(_ object: ConfigurationReader) throws(ModelError) -> [String] {
    guard let names = object["id2label"]?.members, !names.isEmpty else {
      let count = try object.size("num_labels", atMost: 100_000, default: 2)
      return (0..<count).map { "LABEL_\($0)" }
    }
    guard names.count <= 100_000 else { throw object.bad("id2label", "has too many labels") }
    var ordered: [String] = []
    for index in 0..<names.count {
      guard let name = names["\(index)"]?.text else {
        throw object.bad("id2label", "lacks a name for label \(index)")
      }
      ordered.append(name)
    }
    return ordered
  }
}
