import Plain

/// The part of PEFT's `adapter_config.json` that changes what an adapter computes.
struct AdapterConfiguration {
  /// Rank and factor of a pair for which no pattern says anything else.
  let usual: LoRAScale
  /// Whether every pair has the lengths of its map's rows (DoRA).
  let hasMagnitudes: Bool
  /// Modules that are said to be saved whole.
  let savedModules: Set<String>
  /// Which modules PEFT puts factors on.
  let targets: AdapterTargets
  /// What is not obeyed; a sentence each.
  let notes: [String]
  private let ranks: Patterns
  private let alphas: Patterns

  /// Reads the text of an `adapter_config.json`; `file` names it in errors.
  init(json: UnsafeRawBufferPointer, file: String) throws(ModelError) {
    let object = try ConfigurationReader(json, file: file)
    try Self.refuseVariants(object)
    guard let alpha = object["lora_alpha"]?.double, abs(alpha) < 1e9 else {
      throw object.bad("lora_alpha", "is not a number")
    }
    usual = LoRAScale(
      rank: try object.size("r", atMost: 65536), alpha: Float(alpha),
      scaling: object["use_rslora"]?.bool == true ? .root : .rank)
    hasMagnitudes = object["use_dora"]?.bool ?? false
    savedModules = Set(object["modules_to_save"]?.elements?.compactMap(\.text) ?? [])
    targets = try AdapterTargets(object, savedModules: savedModules)
    ranks = try Patterns(object, "rank_pattern")
    alphas = try Patterns(object, "alpha_pattern")
    notes = Self.notes(object)
  }

  /// Rank and factor of the pair on the module at `path`.
  func scale(of path: String) throws(ModelError) -> LoRAScale {
    var scale = usual
    if let rank = try ranks.value(for: path) { scale.rank = Int(rank) }
    if let alpha = try alphas.value(for: path) { scale.alpha = Float(alpha) }
    return scale
  }
}

extension AdapterConfiguration {
  /// Variants that would compute something else than W + s·B·A with rows of a length.
  private static func refuseVariants(_ object: ConfigurationReader) throws(ModelError) {
    func refuse(_ feature: String, _ remedy: String) -> ModelError {
      .unsupported(file: object.file, feature: feature, remedy: remedy)
    }
    let type = object["peft_type"]?.text ?? "LORA"
    guard type == "LORA" else {
      throw refuse("peft_type \"\(ModelError.excerpt(type))\"", "use a LoRA adapter")
    }
    if let task = object["task_type"]?.text,
      !["SEQ_CLS", "FEATURE_EXTRACTION", "CAUSAL_LM"].contains(task)
    {
      throw refuse(
        "task_type \"\(ModelError.excerpt(task))\"",
        "use an adapter of SEQ_CLS or CAUSAL_LM")
    }
    for key in otherVariants where object.says(key) {
      throw refuse(key, "use LoRA factors without it")
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

  /// Keys that, where they say something, make another computation.
  private static let otherVariants = [
    "lora_bias", "use_qalora", "use_bdlora", "layer_replication", "alora_invocation_tokens",
    "trainable_token_indices", "target_parameters", "kasa_config", "monteclora_config",
    "arrow_config",
  ]

  /// Keys that are read, or say only where an adapter comes from and how it was trained.
  private static let knownKeys = Set(
    otherVariants + [
      "peft_type", "task_type", "r", "lora_alpha", "use_rslora", "use_dora", "rank_pattern",
      "alpha_pattern", "modules_to_save", "bias", "init_lora_weights", "target_modules",
      "exclude_modules", "layers_to_transform", "layers_pattern", "fan_in_fan_out",
      "auto_mapping", "base_model_name_or_path", "revision", "inference_mode", "lora_dropout",
      "peft_version", "loftq_config", "eva_config", "corda_config", "lora_ga_config",
      "velora_config", "megatron_config", "megatron_core", "qalora_group_size", "runtime_config",
      "ensure_weight_tying",
    ])

  private static func notes(_ object: ConfigurationReader) -> [String] {
    var notes: [String] = []
    if object.says("fan_in_fan_out") {
      notes.append(
        "\(object.file): fan_in_fan_out is not obeyed, for the model's maps are stored [out, in], as peft finds too"
      )
    }
    let unknown = object.keys.filter { !knownKeys.contains($0) && object.says($0) }
    if !unknown.isEmpty {
      let names = unknown.map(ModelError.excerpt).joined(separator: ", ")
      notes.append("\(object.file): not known here and not obeyed: \(names)")
    }
    return notes
  }
}

extension ConfigurationReader {
  /// Whether a key has a value that asks for something.
  fileprivate func says(_ key: String) -> Bool {
    switch self[key] {
    case nil, .null?, .bool(false)?: false
    case .array(let elements)?: !elements.isEmpty
    case .object(let members)?: !members.isEmpty
    case .string(let text)?: !text.isEmpty
    default: true
    }
  }
}

/// Numbers by module, as PEFT's `rank_pattern` and `alpha_pattern` give them.
private struct Patterns {
  private let file: String
  private let key: String
  private var entries: [(text: String, pattern: ModulePattern, value: Double)] = []

  init(_ object: ConfigurationReader, _ key: String) throws(ModelError) {
    self.key = key
    file = object.file
    let members = (object[key]?.members ?? [:]).sorted { $0.key < $1.key }
    for (pattern, value) in members {
      let isRank = key == "rank_pattern"
      guard let number = value.double, abs(number) < 1e9,
        !isRank || value.int.map({ 1...65536 ~= $0 }) == true
      else {
        throw object.bad(key, "has no usable number for \(ModelError.excerpt(pattern.text))")
      }
      guard let compiled = ModulePattern(pattern.text) else {
        throw object.bad(
          key, "has \(ModelError.excerpt(pattern.text)), which is no regular expression")
      }
      entries.append((pattern.text, compiled, number))
    }
  }

  /// The number for a module; nil when no key fits.
  ///
  /// PEFT takes the first that fits; an object has no order, so that two with different numbers are an error.
  func value(for path: String) throws(ModelError) -> Double? {
    let fits = entries.filter { $0.pattern.fits(path) }
    guard let first = fits.first else { return nil }
    if let other = fits.first(where: { $0.value != first.value }) {
      throw .unsupported(
        file: file,
        feature: "\(key) with both \(ModelError.excerpt(first.text)) and "
          + "\(ModelError.excerpt(other.text)) for \(ModelError.excerpt(path))",
        remedy: "keep one of them")
    }
    return first.value
  }
}
