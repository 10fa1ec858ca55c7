import Foundation
import Plain

/// The part of PEFT's `adapter_config.json` that changes what an adapter computes.
struct AdapterConfiguration {
  /// Rank and numerator of the scale alpha / rank of a pair of factors.
  struct Scale: Hashable {
    var rank: Int
    var alpha: Float
  }

  /// Modules that are said to be saved whole.
  let savedModules: Set<String>
  private let rank: Int
  private let alpha: Double
  private let isStabilized: Bool
  private let ranks: Patterns
  private let alphas: Patterns

  /// Reads the text of an `adapter_config.json`; `file` names it in errors.
  ///
  /// `target_modules` (a list or a regular expression), `layers_to_transform` and their like are not needed: the
  /// tensors themselves say where they belong. `fan_in_fan_out` is about how the base model stores its matrices and has
  /// no meaning for linear maps.
  init(json: UnsafeRawBufferPointer, file: String) throws(ModelError) {
    let object = try ConfigurationReader(json, file: file)
    try Self.refuseVariants(object)
    rank = try object.size("r", atMost: 65536)
    guard let alpha = object["lora_alpha"]?.double, abs(alpha) < 1e9 else {
      throw object.bad("lora_alpha", "is not a number")
    }
    self.alpha = alpha
    isStabilized = object["use_rslora"]?.bool ?? false
    savedModules = Set(object["modules_to_save"]?.elements?.compactMap(\.text) ?? [])
    ranks = try Patterns(object, "rank_pattern")
    alphas = try Patterns(object, "alpha_pattern")
  }

  /// Rank and alpha of the pair on the module at `path`.
  func scale(of path: String) throws(ModelError) -> Scale {
    let rank = try ranks.value(for: path).map { Int($0) } ?? rank
    let alpha = try alphas.value(for: path) ?? alpha
    // Rank-stabilised LoRA scales by alpha / √r; folded into alpha the scale stays alpha / r.
    return Scale(
      rank: rank, alpha: Float(isStabilized ? alpha * Double(rank).squareRoot() : alpha))
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
    if let task = object["task_type"]?.text,
      !["SEQ_CLS", "FEATURE_EXTRACTION", "CAUSAL_LM"].contains(task)
    {
      throw refuse(
        "task_type \"\(ModelError.excerpt(task))\"",
        "use an adapter of SEQ_CLS or CAUSAL_LM")
    }
    for key in ["use_dora", "lora_bias", "use_qalora", "use_bdlora"]
    where object[key]?.bool == true {
      throw refuse(key, "use plain LoRA factors")
    }
    for key in ["layer_replication", "alora_invocation_tokens", "trainable_token_indices"]
    where object[key] != nil {
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

/// Numbers by module, as PEFT's `rank_pattern` and `alpha_pattern` give them: a key is a regular expression for the
/// end of a module's path, from a dot on.
private struct Patterns {
  private let file: String
  private let key: String
  private var entries: [(text: String, expression: NSRegularExpression, value: Double)] = []

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
      guard
        let expression = try? NSRegularExpression(pattern: "^(?:.*\\.)?(?:\(pattern.text))$")
      else {
        throw object.bad(
          key, "has \(ModelError.excerpt(pattern.text)), which is no regular expression")
      }
      entries.append((pattern.text, expression, number))
    }
  }

  /// The number for a module; nil when no key fits.
  ///
  /// PEFT takes the first that fits; an object has no order, so that two with different numbers are an error.
  func value(for path: String) throws(ModelError) -> Double? {
    let range = NSRange(path.startIndex..., in: path)
    let fits = entries.filter { $0.expression.firstMatch(in: path, range: range) != nil }
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
