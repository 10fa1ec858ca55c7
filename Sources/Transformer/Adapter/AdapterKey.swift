/// What a tensor of an adapter file is, read off its key by the names of the families that are known.
enum AdapterKey: Equatable {
  /// `lora_A` ([rank, in]) or `lora_B` ([out, rank]) of a linear map at a path; `layer` is nil outside of the layers.
  case factor(family: Architecture, path: String, part: NetworkPart, layer: Int?, isB: Bool)
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

  /// A normalised key with the path of its module, where it has that of the tensor in files.
  static func ofModule(_ key: String) -> String {
    guard case .factor(let family, _, let part, let layer, let isB) = Self(key),
      let path = family.path(of: part, layer: layer)
    else { return key }
    return path + (isB ? ".lora_B.weight" : ".lora_A.weight")
  }

  /// Reads a normalised key.
  init(_ key: String) {
    let found = Architecture.all.lazy.compactMap { Self(key, in: $0) }.first
    self = found ?? .unknown
  }

  private init?(_ key: String, in family: Architecture) {
    for (end, isB) in [(".lora_A.weight", false), (".lora_B.weight", true)]
    where key.hasSuffix(end) {
      let path = String(key.dropLast(end.count))
      guard let found = family.part(at: path[...]), found.part.isLinear else { return nil }
      self = .factor(
        family: family, path: path, part: found.part, layer: found.layer, isB: isB)
      return
    }
    for end in [".weight", ".bias"] where key.hasSuffix(end) {
      guard let found = family.part(at: key.dropLast(end.count)),
        [.headDense, .headNorm, .headOut].contains(found.part)
      else { return nil }
      self = .head
      return
    }
    return nil
  }

  /// What stands in front of a key that is known without it, such as `model.`; nil when there is nothing of that kind.
  static func strangePrefix(_ key: String) -> String? {
    var rest = key[...]
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      if Self(String(rest)) != .unknown { return String(key[..<rest.startIndex]) }
    }
    return nil
  }
}

extension NetworkPart {
  /// Whether it is a linear map that low-rank factors can be put on.
  fileprivate var isLinear: Bool {
    switch self {
    case .query, .key, .value, .projections, .attentionOut, .up, .gate, .down,
      .embeddingProjection, .headDense, .headOut:
      true
    default: false
    }
  }
}
