import Plain

extension ConfigurationReader {
  /// What says how positions turn: transformers 5 has all in `rope_parameters`, older files in `rope_theta` and `rope_scaling`.
  ///
  /// A `rope_scaling` that somebody adds to a newer file, as cards of models advise, takes the place of the whole section, its
  /// base included.
  var rotarySection: JSONValue? {
    self["rope_scaling"].flatMap { $0.members?.isEmpty ?? true ? nil : $0 }
      ?? self["rope_parameters"]
  }
}

extension ReachKeys {
  /// What the tokens of a decoder's layers see.
  func causal(
    _ object: ConfigurationReader, _ window: Window, layers: Int
  ) throws(ModelError) -> [AttentionReach] {
    let rotary = try causalRotary(object)
    var size: Int?
    if window != .none, object["sliding_window"] != nil {
      size = try object.size("sliding_window", atMost: 1 << 24)
    }
    if window == .flagged, object["use_sliding_window"]?.bool != true { size = nil }
    let firstWindow = window == .flagged ? object["max_window_layers"]?.int ?? 28 : 0
    let kinds = object["layer_types"]?.elements?.map(\.text)
    guard kinds.map({ $0.count == layers }) ?? true else {
      throw object.bad("layer_types", "does not name one type for each of \(layers) layers")
    }
    return (0..<layers).map { layer in
      let isLocal = kinds.map { $0[layer] == "sliding_attention" } ?? (layer >= firstWindow)
      return AttentionReach(before: isLocal ? size.map { $0 - 1 } : nil, after: 0, rotary: rotary)
    }
  }

  private func causalRotary(_ object: ConfigurationReader) throws(ModelError) -> Rotary {
    let section = object.rotarySection
    let base = (section?["rope_theta"] ?? object["rope_theta"])?.double ?? 10_000
    guard base > 1, base < 1e12 else { throw object.bad("rope_theta", "is no base of angles") }
    let type = (section?["rope_type"] ?? section?["type"])?.text ?? "default"
    switch type {
    case "default": return Rotary(base: base)
    case "llama3":
      guard let factor = section?["factor"]?.double, let low = section?["low_freq_factor"]?.double,
        let high = section?["high_freq_factor"]?.double,
        let context = section?["original_max_position_embeddings"]?.double, factor >= 1, low > 0,
        high > low, context > 0
      else { throw object.bad("rope_scaling", "lacks a number of rope_type llama3") }
      return Rotary(
        base: base,
        stretch: RotaryStretch(factor: factor, low: low, high: high, context: context))
    default:
      throw .unsupported(
        file: object.file, feature: "rope_type \"\(ModelError.excerpt(type))\"",
        remedy: "use a model with rope_type \"default\" or \"llama3\"")
    }
  }

  /// The keys with which the same is read again.
  func causalMembers(_ reaches: [AttentionReach], _ window: Window) -> [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    if let rotary = reaches.first?.rotary {
      members["rope_theta"] = .number(rotary.base)
      if let stretch = rotary.stretch {
        members["rope_scaling"] = .object([
          "rope_type": .string("llama3"), "factor": .number(stretch.factor),
          "low_freq_factor": .number(stretch.low), "high_freq_factor": .number(stretch.high),
          "original_max_position_embeddings": .number(stretch.context),
        ])
      }
    }
    guard let before = reaches.compactMap(\.before).first else {
      // A missing key is a window of 4,096 to transformers.
      if window == .always { members["sliding_window"] = .null }
      return members
    }
    members["sliding_window"] = .integer(before + 1)
    // transformers takes a Mistral with layer_types for a Ministral.
    if window == .always, reaches.allSatisfy({ $0.before == before }) { return members }
    members["use_sliding_window"] = .bool(true)
    members["layer_types"] = .array(
      reaches.map { .string($0.before == nil ? "full_attention" : "sliding_attention") })
    return members
  }
}
