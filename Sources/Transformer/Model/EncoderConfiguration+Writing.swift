import Plain

extension EncoderConfiguration {
  /// The text of a `config.json` that Hugging Face reads as the same network.
  ///
  /// - Parameter pooling: What the head reads, for families whose files say so.
  public func json(architecture: String, pooling: Pooling = .first) -> String {
    let keys = family.keys
    var members: [String: JSONValue] = [
      "architectures": .array([.string(architecture)]),
      "model_type": .string(family.name),
      keys.vocabulary.key: .integer(vocabularySize),
      keys.width.key: .integer(hiddenSize),
      keys.layers.key: .integer(layers),
      keys.heads.key: .integer(block.heads),
      keys.inner.key: .integer(block.inner),
      keys.positions.key: .integer(tokens.positions),
      keys.padding.key: tokens.padToken < 0 ? .null : .integer(tokens.padToken),
      keys.activation: .string(block.activation.rawValue),
      "id2label": .object(
        Dictionary(
          uniqueKeysWithValues: labelNames.enumerated().map { ("\($0)", .string($1)) })),
      "label2id": .object(
        Dictionary(
          labelNames.enumerated().map { (ExactString($1), .integer($0)) },
          uniquingKeysWith: { first, _ in first })),
    ]
    if let sizes = keys.patches, let image {
      for size in [keys.vocabulary, keys.positions, keys.padding] { members[size.key] = nil }
      members[sizes.side.key] = .integer(image.side)
      members[sizes.patch.key] = .integer(image.patch)
      members[sizes.channels.key] = .integer(image.channels)
    }
    if let types = keys.tokenTypes { members[types.key] = .integer(tokens.tokenTypes) }
    if let embedding = keys.embedding { members[embedding.key] = .integer(tokens.width) }
    if let epsilon = keys.epsilon {
      // The shortest decimal of the Float, not the digits of its widening.
      members[epsilon] = .number(Double("\(layerNormEpsilon)") ?? Double(layerNormEpsilon))
    }
    for bias in keys.biases {
      guard let key = bias.key else { continue }
      members[key] = .bool(unbiased.isDisjoint(with: bias.parts))
    }
    if let key = keys.headActivation { members[key] = .string(readout.activation.rawValue) }
    if let key = keys.pooling { members[key] = .string(pooling.key) }
    if family.path(of: .wordOut) != nil { members["tie_word_embeddings"] = .bool(tiesWords) }
    if let key = keys.keyHeads { members[key] = .integer(block.keyHeads) }
    if let key = keys.headWidth, let width = block.givenHeadWidth {
      members[key] = .integer(width)
    }
    members.merge(keys.reach.members(reaches)) { $1 }
    for (key, value) in keys.constants { members[key] = .integer(value) }
    let object = Dictionary(uniqueKeysWithValues: members.map { (ExactString($0), $1) })
    return JSONValue.object(object).serialized(indented: true) + "\n"
  }
}
