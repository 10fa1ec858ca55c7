import Plain

extension EncoderConfiguration {
  /// The text of a `config.json` that Hugging Face reads as the same encoder.
  public func json(architecture: String) -> String {
    var members: [ExactString: JSONValue] = [
      "architectures": .array([.string(architecture)]),
      "model_type": .string(family.rawValue),
      "vocab_size": .integer(vocabularySize),
      "hidden_size": .integer(hiddenSize),
      "num_hidden_layers": .integer(layers),
      "num_attention_heads": .integer(heads),
      "intermediate_size": .integer(intermediateSize),
      "max_position_embeddings": .integer(maxPositions),
      "type_vocab_size": .integer(tokenTypes),
      // The shortest decimal of the Float, not the digits of its widening.
      "layer_norm_eps": .number(Double("\(layerNormEpsilon)") ?? Double(layerNormEpsilon)),
      "pad_token_id": .integer(padToken),
      "hidden_act": .string(activationName),
      "id2label": .object(
        Dictionary(
          uniqueKeysWithValues: labelNames.enumerated().map { ("\($0)", .string($1)) })),
      "label2id": .object(
        Dictionary(
          labelNames.enumerated().map { (ExactString($1), .integer($0)) },
          uniquingKeysWith: { first, _ in first })),
    ]
    if family == .roberta {
      members["bos_token_id"] = .integer(0)
      members["eos_token_id"] = .integer(2)
    }
    return JSONValue.object(members).serialized(indented: true) + "\n"
  }

  private var activationName: String {
    switch activation {
    case .gelu: "gelu"
    case .geluTanh: "gelu_new"
    case .relu: "relu"
    }
  }
}
