import Plain

extension Architecture {
  /// The families that are known.
  public static let all: [Architecture] = [
    .bert, .roberta, .xlmRoberta, .camembert, .distilbert, .electra, .mpnet, .modernbert, .vit,
    .llama, .mistral, .qwen2,
  ]

  /// The family of a `config.json`.
  /// - Throws: `unsupported` with the model types that are known.
  static func of(_ object: ConfigurationReader) throws(ModelError) -> Architecture {
    let type = object["model_type"]?.text
    let classes = object["architectures"]?.elements?.first?.text ?? ""
    let found = all.first { family in
      // The oldest files have no model_type.
      guard let type else { return classes.hasPrefix(family.className) }
      return type == family.name || family.relatives.contains(type)
    }
    guard let found else { throw unknown(type, object) }
    return found
  }

  /// The error for a model type that is not known: what kind of model it seems to be, and what is nearest to it.
  private static func unknown(_ type: String?, _ object: ConfigurationReader) -> ModelError {
    let names = all.flatMap { [$0.name] + $0.relatives }
    let known = "use one of " + names.joined(separator: ", ")
    guard let type else {
      return .malformed(file: object.file, problem: "has no model_type", remedy: known)
    }
    let remarks: [(isSo: Bool, text: String)] = [
      (object["vision_config"] != nil, ", a model of images and text,"),
      (object["is_encoder_decoder"]?.bool == true, ", an encoder with a decoder,"),
      (object["auto_map"] != nil, ", which brings code of its own (auto_map) that is not run,"),
    ]
    let remark = remarks.first(where: \.isSo)?.text ?? ""
    let near = names.min { $0.edits(to: type) < $1.edits(to: type) } ?? ""
    return .unsupported(
      file: object.file, feature: "model_type \"\(ModelError.excerpt(type))\"\(remark)",
      remedy: near.edits(to: type) <= max(2, type.count / 3)
        ? "the nearest that is known is \(near); \(known)" : known)
  }
}
