import Plain

/// The part of PEFT's `adapter_config.json` that changes what an adapter computes.
struct AdapterConfiguration {
  /// Rank r of every pair of factors.
  let rank: Int
  /// Numerator of the scale alpha / rank.
  let alpha: Float
  /// Modules that are said to be saved whole.
  let savedModules: Set<String>

  /// Reads the text of an `adapter_config.json`; `file` names it in errors.
  ///
  /// `target_modules` (a list or a regular expression) is not needed: the tensors themselves say
  /// where they belong. `fan_in_fan_out` is about how the base model stores its matrices and has
  /// no meaning for linear maps.
  init(json: UnsafeRawBufferPointer, file: String) throws(ModelError) {
    let object = try ConfigurationReader(json, file: file)
    try Self.refuseVariants(object)
    rank = try object.size("r", atMost: 65536)
    guard let alpha = object["lora_alpha"]?.double, abs(alpha) < 1e9 else {
      throw object.bad("lora_alpha", "is not a number")
    }
    // Rank-stabilised LoRA scales by alpha / √r; folded into alpha the scale stays alpha / r.
    let stabilized = object["use_rslora"]?.bool ?? false
    savedModules = Set(object["modules_to_save"]?.elements?.compactMap(\.text) ?? [])
    self.alpha = Float(stabilized ? alpha * Double(rank).squareRoot() : alpha)
  }

  /// Variants that would compute something else than W + (alpha / r)·B·A.
  private static func refuseVariants(_ object: ConfigurationReader) throws(ModelError) {
    func refuse(_ feature: String, _ remedy: String) -> ModelError {
      .unsupported(file: object.file, feature: feature, remedy: remedy)
    }
    let type = object["peft_type"]?.text ?? "LORA"
    guard type == "LORA" else {
      throw refuse("peft_type \"\(ModelError.excerpt(type))\"", "use a LoRA adapter")
    }
    if let task = object["task_type"]?.text, !["SEQ_CLS", "FEATURE_EXTRACTION"].contains(task) {
      throw refuse(
        "task_type \"\(ModelError.excerpt(task))\"",
        "use an adapter that classifies sequences, SEQ_CLS")
    }
    for key in ["rank_pattern", "alpha_pattern"] where object[key]?.members?.isEmpty == false {
      throw refuse(key, "use one rank and one alpha for all modules")
    }
    for key in ["use_dora", "lora_bias", "use_qalora", "use_bdlora"]
    where object[key]?.bool == true {
      throw refuse(key, "use plain LoRA factors")
    }
    for key in ["layer_replication", "alora_invocation_tokens"] where object[key] != nil {
      throw refuse(key, "use plain LoRA factors")
    }
    if let bias = object["bias"]?.text, bias != "none" {
      throw refuse("bias \"\(ModelError.excerpt(bias))\"", "train with bias \"none\"")
    }
    if let start = object["init_lora_weights"]?.text,
      ["pissa", "olora", "corda", "loftq", "lora_ga"].contains(where: start.hasPrefix)
    {
      throw refuse(
        "init_lora_weights \"\(ModelError.excerpt(start))\", which changes the base model,",
        "convert the adapter to plain LoRA with peft")
    }
  }
}
