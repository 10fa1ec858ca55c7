import Plain

/// Which keys of `config.json` say what the tokens of each layer see.
enum ReachKeys: Sendable, Equatable {
  /// None: every token sees every other.
  case whole
  /// ModernBERT's: layers by turns global and local, with rotary positions of their own.
  case alternating
  /// Decoders': a token sees those before it, perhaps no further than a window, with rotary positions.
  case causal(Window)

  /// How far back the tokens of a decoder see.
  enum Window: Sendable, Equatable {
    /// To the first one.
    case none
    /// As `sliding_window` says.
    case always
    /// As `sliding_window` says, from layer `max_window_layers` on and with `use_sliding_window`.
    case flagged
  }
}

extension ReachKeys {
  /// What the tokens of each of `layers` layers see.
  /// - Throws: `malformed`.
  func read(_ object: ConfigurationReader, layers: Int) throws(ModelError) -> [AttentionReach] {
    switch self {
    case .whole: return []
    case .causal(let window): return try causal(object, window, layers: layers)
    case .alternating:
      let every = try object.size("global_attn_every_n_layers", atMost: 1024, default: 3)
      let window = try object.size("local_attention", atMost: 1 << 20, default: 128)
      let kinds = object["layer_types"]?.elements?.map(\.text)
      guard kinds.map({ $0.count == layers }) ?? true else {
        throw object.bad("layer_types", "does not name one type for each of \(layers) layers")
      }
      let global = try rotary(object, "full_attention", old: "global_rope_theta", 160_000)
      let local = try rotary(object, "sliding_attention", old: "local_rope_theta", 10_000)
      var reaches: [AttentionReach] = []
      for layer in 0..<layers {
        switch kinds?[layer] ?? (layer % every == 0 ? "full_attention" : "sliding_attention") {
        case "full_attention": reaches.append(AttentionReach(rotary: global))
        case "sliding_attention":
          reaches.append(AttentionReach(before: window / 2, after: window / 2, rotary: local))
        case let kind:
          throw .unsupported(
            file: object.file, feature: "layer type \"\(ModelError.excerpt(kind))\"",
            remedy: "use layers of full_attention and sliding_attention")
        }
      }
      return reaches
    }
  }

  /// θ of one type of layer: transformers 5 has it in `rope_parameters`, older files in a key of its own.
  private func rotary(
    _ object: ConfigurationReader, _ kind: String, old: String, _ missing: Double
  ) throws(ModelError) -> Rotary {
    // A `rope_scaling` that somebody adds counts for both types of layers.
    let added = object["rope_scaling"]
    let parameters = object["rope_parameters"]?[kind]
    for type in [added?["rope_type"] ?? added?["type"], parameters?["rope_type"]] {
      guard let type = type?.text, type != "default" else { continue }
      throw .unsupported(
        file: object.file, feature: "rope_type \"\(ModelError.excerpt(type))\"",
        remedy: "use a model with rope_type \"default\"")
    }
    let values: [(String, JSONValue?)] = [
      ("rope_scaling", added?["rope_theta"]), ("rope_parameters", parameters?["rope_theta"]),
      (old, object[old]),
    ]
    guard let (key, value) = values.first(where: { $0.1 != nil }) else {
      return Rotary(base: missing)
    }
    guard let base = value?.double, base > 1, base < 1e12 else {
      throw object.bad(key, "has no usable base of angles")
    }
    return Rotary(base: base)
  }

  /// The keys with which the same is read again.
  func members(_ reaches: [AttentionReach]) -> [String: JSONValue] {
    switch self {
    case .whole: return [:]
    case .causal(let window): return causalMembers(reaches, window)
    case .alternating:
      var members: [String: JSONValue] = [
        "layer_types": .array(
          reaches.map { .string($0.isWhole ? "full_attention" : "sliding_attention") })
      ]
      let local = reaches.first { !$0.isWhole }
      let global = reaches.first(where: \.isWhole)
      if let window = local?.before { members["local_attention"] = .integer(2 * window) }
      if let base = local?.rotary?.base { members["local_rope_theta"] = .number(base) }
      if let base = global?.rotary?.base { members["global_rope_theta"] = .number(base) }
      return members
    }
  }
}
