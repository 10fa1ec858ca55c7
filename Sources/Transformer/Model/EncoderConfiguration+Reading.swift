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
      if FileManager.default.fileExists(atPath: directory + "/adapter_config.json") {
        throw .unsupported(
          file: directory, feature: "an adapter as a model",
          remedy: "name its base with --model, and to ask it this directory with --adapter")
      }
      if FileManager.default.fileExists(atPath: directory + "/0_Transformer/config.json") {
        throw .notFound(
          path: path,
          remedy:
            "sentence-transformers has the model in a folder below: name \(ModelError.excerpt(directory))/0_Transformer"
        )
      }
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
    let family = try Architecture.of(object)
    try Self.refuseVariants(object)
    let keys = family.keys
    let labelNames = try Self.labelNames(object)
    let hiddenSize = try object.size(keys.width, atMost: 65536)
    let image = try Self.image(object, keys)
    self.init(
      family: family,
      vocabularySize: try object.size(keys.vocabulary, atMost: 10_000_000, of: image),
      embeddingSize: try keys.embedding.map { key throws(ModelError) in
        try object.size(key, atMost: 65536)
      },
      hiddenSize: hiddenSize,
      layers: try object.size(keys.layers, atMost: 1024),
      heads: try object.size(keys.heads, atMost: 1024),
      intermediateSize: try object.size(keys.inner, atMost: 1 << 20),
      maxPositions: try object.size(keys.positions, atMost: 1 << 20, of: image),
      tokenTypes: try keys.tokenTypes.map { key throws(ModelError) in
        try object.size(key, atMost: 1024)
      },
      layerNormEpsilon: try Self.epsilon(object, keys),
      activation: try Self.activation(object, keys),
      padToken: keys.isPaddingFixed
        ? keys.padding.missing : try Self.padToken(object, keys.padding),
      labels: labelNames.count, labelNames: labelNames)
    if let image { stem = .patches(image) }
    for bias in keys.biases {
      let isThere = bias.key.flatMap { object[$0]?.bool } ?? bias.isThere
      isThere ? unbiased.subtract(bias.parts) : unbiased.formUnion(bias.parts)
    }
    if let key = keys.headActivation, let activation = try Self.activation(object, key) {
      readout.activation = activation
    }
    reaches = try keys.reach.read(object, layers: layers)
    if family.path(of: .wordOut) != nil {
      tiesWords = object["tie_word_embeddings"]?.bool ?? false
    }
    try readHeads(object)
    guard block.givenHeadWidth != nil || hiddenSize % block.heads == 0 else {
      throw object.bad(
        keys.width.key, "\(hiddenSize) is not a multiple of \(keys.heads.key) \(block.heads)")
    }
    guard reaches.allSatisfy({ $0.rotary == nil }) || block.headWidth % 2 == 0 else {
      throw object.bad(
        keys.heads.key, "\(block.heads) makes heads of odd width, which no rotation fits")
    }
    guard tokens.padToken < vocabularySize else {
      throw object.bad(keys.padding.key, "\(tokens.padToken) is outside of the vocabulary")
    }
    guard maxLength > 1 else {
      throw object.bad(keys.positions.key, "\(tokens.positions) leaves no room for text")
    }
  }

  private static func image(
    _ object: ConfigurationReader, _ keys: ConfigurationKeys
  ) throws(ModelError) -> PatchStem? {
    guard let keys = keys.patches else { return nil }
    let stem = PatchStem(
      side: try object.size(keys.side, atMost: 4096),
      patch: try object.size(keys.patch, atMost: 4096),
      channels: try object.size(keys.channels, atMost: 3))
    guard stem.side % stem.patch == 0 else {
      throw object.bad(
        keys.side.key, "\(stem.side) is not a multiple of \(keys.patch.key) \(stem.patch)")
    }
    guard stem.channels != 2 else { throw object.bad(keys.channels.key, "is neither 1 nor 3") }
    return stem
  }

  // Heads that are shared, and of a width of their own.
  private mutating func readHeads(_ object: ConfigurationReader) throws(ModelError) {
    let keys = family.keys
    if let key = keys.headWidth, object[key] != nil {
      let width = try object.size(key, atMost: 65536)
      // What is no other than usual is not given.
      block.givenHeadWidth = width * block.heads == block.width ? nil : width
    }
    guard let key = keys.keyHeads else { return }
    let isNull = object[key] == nil && object.has(key)
    let shared =
      isNull
      ? nil : try object.size(key, atMost: 1024, default: keys.missingKeyHeads ?? block.heads)
    block.sharedHeads = shared == block.heads ? nil : shared
    guard block.heads % block.keyHeads == 0 else {
      throw object.bad(key, "\(block.keyHeads) does not divide \(keys.heads.key) \(block.heads)")
    }
  }

  private static func activation(
    _ object: ConfigurationReader, _ keys: ConfigurationKeys
  ) throws(ModelError) -> Activation {
    try activation(object, keys.activation) ?? keys.missingActivation
  }

  /// The nonlinearity that a key names; nil where it is missing.
  private static func activation(
    _ object: ConfigurationReader, _ key: String
  ) throws(ModelError) -> Activation? {
    guard object[key] != nil else { return nil }
    let name = object[key]?.text ?? ""
    guard let activation = Activation(name: name) else {
      throw .unsupported(
        file: object.file, feature: "\(key) \"\(ModelError.excerpt(name))\"",
        remedy: "use one of gelu, gelu_new, gelu_pytorch_tanh, relu, silu, tanh")
    }
    return activation
  }

  private static func epsilon(
    _ object: ConfigurationReader, _ keys: ConfigurationKeys
  ) throws(ModelError) -> Float {
    guard let key = keys.epsilon, let value = object[key] else { return keys.missingEpsilon }
    guard let epsilon = value.double, epsilon >= 0, epsilon <= 1 else {
      throw object.bad(key, "is not a number from 0 to 1")
    }
    return Float(epsilon)
  }

  private static func padToken(
    _ object: ConfigurationReader, _ key: ConfigurationKeys.Size
  ) throws(ModelError) -> Int {
    guard let value = object[key.key] else { return key.missing }
    // Early conversions of LLaMA write -1 for none.
    guard let token = value.int, token >= 0 || token == key.missing else {
      throw object.bad(key.key, "is not a token id")
    }
    return token
  }

  private static func labelNames(_ object: ConfigurationReader) throws(ModelError) -> [String] {
    guard let names = object["id2label"]?.members, !names.isEmpty else {
      if let names = names(ofIds: object["label2id"]) { return names }
      let count = try object.size("num_labels", atMost: 100_000, default: 2)
      return (0..<count).map(genericLabel)
    }
    guard names.count <= 100_000 else { throw object.bad("id2label", "has too many labels") }
    var ordered: [String] = []
    for index in 0..<names.count {
      switch names["\(index)"] {
      case nil: throw object.bad("id2label", "lacks a name for label \(index)")
      case .null: ordered.append(genericLabel(index))
      case let value?:
        guard let name = value.labelName else {
          throw object.bad("id2label", "has \(value.kind) as the name of label \(index)")
        }
        ordered.append(name)
      }
    }
    return ordered
  }

  /// The names of a `label2id` that numbers them from 0; nil for any other.
  private static func names(ofIds ids: JSONValue?) -> [String]? {
    guard let members = ids?.members, !members.isEmpty, members.count <= 100_000 else {
      return nil
    }
    var names = [String?](repeating: nil, count: members.count)
    for (name, id) in members {
      guard let id = id.int, names.indices.contains(id) else { return nil }
      names[id] = name.text
    }
    return names.contains(nil) ? nil : names.compactMap(\.self)
  }

  /// What transformers calls a label that has no name.
  public static func genericLabel(_ index: Int) -> String { "LABEL_\(index)" }
}

extension ConfigurationReader {
  /// The rows of an image's patches, or a size of a network over tokens.
  fileprivate func size(
    _ size: ConfigurationKeys.Size, atMost limit: Int, of image: PatchStem?
  ) throws(ModelError) -> Int {
    if let image { return image.rows }
    return try self.size(size, atMost: limit)
  }
}
