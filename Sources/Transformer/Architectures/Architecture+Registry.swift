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
    guard let found else {
      throw .unsupported(
        file: object.file, feature: "model_type \"\(ModelError.excerpt(type ?? ""))\"",
        remedy: "use one of " + all.flatMap { [$0.name] + $0.relatives }.joined(separator: ", "))
    }
    return found
  }
}
