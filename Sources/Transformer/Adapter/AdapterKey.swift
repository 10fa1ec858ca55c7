/// What a low-rank pair consists of in an adapter file.
enum PairPart: CaseIterable {
  /// [rank, in].
  case a
  /// [out, rank].
  case b
  /// The length of each output row, [out] (DoRA).
  case magnitude

  /// How keys end behind the path of the map.
  var ends: [String] {
    switch self {
    case .a: [".lora_A.weight"]
    case .b: [".lora_B.weight"]
    case .magnitude: [".lora_magnitude_vector", ".lora_magnitude_vector.weight"]
    }
  }

  /// The key of the part on the map at `path`.
  func key(_ path: String) -> String { path + ends[0] }
}

/// What a tensor of an adapter file is, read off its key by the names of the families that are known.
enum AdapterKey: Equatable {
  /// What is put on a linear map at a path; `layer` is nil outside of the layers.
  case pair(PairPart, family: Architecture, path: String, part: NetworkPart, layer: Int?)
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
    guard case .pair(let piece, let family, _, let part, let layer) = Self(key),
      let path = family.path(of: part, layer: layer)
    else { return key }
    return piece.key(path)
  }

  /// Reads a normalised key.
  init(_ key: String) {
    let found = Architecture.all.lazy.compactMap { Self(key, in: $0) }.first
    self = found ?? .unknown
  }

  private init?(_ key: String, in family: Architecture) {
    for piece in PairPart.allCases {
      guard let end = piece.ends.first(where: key.hasSuffix) else { continue }
      let path = String(key.dropLast(end.count))
      guard let found = family.part(at: path[...]), found.part.isLinear else { return nil }
      self = .pair(piece, family: family, path: path, part: found.part, layer: found.layer)
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
