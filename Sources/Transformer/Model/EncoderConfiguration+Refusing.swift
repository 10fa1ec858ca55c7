import Plain

extension EncoderConfiguration {
  /// Fails on variants of a network that would give wrong numbers silently.
  static func refuseVariants(_ object: ConfigurationReader) throws(ModelError) {
    func refuse(_ feature: String, _ remedy: String) -> ModelError {
      .unsupported(file: object.file, feature: feature, remedy: remedy)
    }
    if let quantised = object["quantization_config"] {
      let method = quantised["quant_method"]?.text ?? "no quant_method"
      throw refuse(
        "quantization_config (\(ModelError.excerpt(method)))",
        "use the weights that were quantised, or a GGUF file")
    }
    if let positions = object["position_embedding_type"]?.text, positions != "absolute" {
      throw refuse(
        "position_embedding_type \"\(ModelError.excerpt(positions))\"",
        "use a model with absolute positions")
    }
    for key in ["is_decoder", "add_cross_attention", "is_encoder_decoder"]
    where object[key]?.bool == true {
      throw refuse(key, "use an encoder, or a decoder of the llama family")
    }
    for key in ["num_local_experts", "num_experts", "n_routed_experts"] {
      guard let experts = object[key]?.int, experts > 1 else { continue }
      throw refuse("\(key), a mixture of \(experts) experts", "use a model without")
    }
    let section = object.rotarySection?["partial_rotary_factor"]
    if let turned = (section ?? object["partial_rotary_factor"])?.double, turned != 1 {
      throw refuse(
        "partial_rotary_factor \(turned)", "use a model whose positions turn all of a head")
    }
    if let weights = object["transformers_weights"]?.text, weights != "model.safetensors" {
      throw refuse(
        "transformers_weights \"\(ModelError.excerpt(weights))\"",
        "rename that file to model.safetensors, and take the key out")
    }
    if let problem = object["problem_type"], HeadDeclaration.Problem(problem) == nil {
      throw refuse(
        "problem_type \(problem.text.map { "\"\(ModelError.excerpt($0))\"" } ?? problem.kind)",
        "correct it, or leave it out where a text has one label")
    }
  }
}

extension HeadDeclaration.Problem {
  /// What `problem_type` names; nil for what is none.
  fileprivate init?(_ value: JSONValue) {
    guard let text = value.text else { return nil }
    self.init(rawValue: text)
  }
}
