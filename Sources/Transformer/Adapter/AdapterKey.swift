/// What a tensor of an adapter file is, read off its key by the names of the families that are known.
enum AdapterKey: Equatable {
  /// `lora_A` ([rank, in]) or `lora_B` ([out, rank]) of a linear map.
  case factor(family: Architecture, layer: Int, site: LinearSite, isB: Bool)
  /// A tensor of the task head, or of BERT's pooler in front of it, saved whole.
  case head
  /// Something that the encoder cannot take.
  case unknown

  /// The key without PEFT's wrapping: `base_model.model.`, `.default`, `.modules_to_save`.
  static func normalized(_ key: String) -> String {
    let wrapper = "base_model.model."
    let bare = key.hasPrefix(wrapper) ? key.dropFirst(wrapper.count) : key[...]
    let parts = bare.split(separator: ".", omittingEmptySubsequences: false)
    return parts.filter { $0 != "default" && $0 != "modules_to_save" }.joined(separator: ".")
  }

  /// Reads a normalised key.
  init(_ key: String) {
    let found = Architecture.all.lazy.compactMap { Self(key, in: $0) }.first
    self = found ?? .unknown
  }

  private init?(_ key: String, in family: Architecture) {
    for (end, isB) in [(".lora_A.weight", false), (".lora_B.weight", true)]
    where key.hasSuffix(end) {
      guard case (let part, let layer?)? = family.part(at: key.dropLast(end.count)),
        let site = LinearSite(rawValue: part.rawValue)
      else { return nil }
      self = .factor(family: family, layer: layer, site: site, isB: isB)
      return
    }
    for end in [".weight", ".bias"] where key.hasSuffix(end) {
      guard let found = family.part(at: key.dropLast(end.count)),
        found.part == .headDense || found.part == .headOut
      else { return nil }
      self = .head
      return
    }
    return nil
  }
}
