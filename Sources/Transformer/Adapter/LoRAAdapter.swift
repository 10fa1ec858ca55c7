/// Low-rank factors, and perhaps a trained head, as PEFT stores them beside a base model.
///
/// The weight of a linear map with factors becomes W + s·B·A, and with magnitudes each row of that gets a length (DoRA).
public struct LoRAAdapter: Sendable {
  /// Shapes and values by checkpoint key, such as `bert.encoder.layer.0.attention.self.query.lora_A.weight`
  /// and `classifier.weight`.
  public typealias Tensors = [String: (shape: [Int], values: [Float])]

  /// The factors of one linear map.
  struct Pair: Sendable {
    let path: String
    let part: NetworkPart
    /// nil outside of the layers.
    let layer: Int?
    let scale: LoRAScale
  }

  /// Rank and factor of pairs for which nothing else is said.
  public let usual: LoRAScale
  /// Whether every pair has the lengths of its map's rows (DoRA).
  public let hasMagnitudes: Bool
  /// The family whose names the factors bear; nil without factors.
  let family: Architecture?
  /// All maps with factors, by path.
  let pairs: [Pair]
  /// All tensors.
  public let tensors: Tensors
  /// Modules that its configuration says are saved whole, whether or not they are there.
  public internal(set) var savedModules: Set<String> = []
  /// What its configuration says that is not obeyed; a sentence each.
  public internal(set) var notes: [String] = []

  /// Rank of pairs for which nothing else is said.
  public var rank: Int { usual.rank }
  /// Numerator of the factor of pairs for which nothing else is said.
  public var alpha: Float { usual.alpha }

  /// Makes an adapter with one rank and one alpha; sites and layers follow from the names of the tensors.
  ///
  /// - Parameters:
  ///   - name: What the adapter is called in errors.
  /// - Throws: `unsupported` for a tensor that an encoder cannot take, `missingTensor` when a
  ///   factor has no partner, `wrongShape`.
  public init(rank: Int, alpha: Float, tensors: Tensors, name: String) throws(ModelError) {
    let scale = LoRAScale(rank: rank, alpha: alpha)
    try self.init(usual: scale, hasMagnitudes: false, tensors: tensors, name: name) { _, _, _ in
      scale
    }
  }

  /// Makes an adapter whose maps each have the scale that `scale` says for their path, part and layer.
  init(
    usual: LoRAScale, hasMagnitudes: Bool, tensors: Tensors, name: String,
    scale: (String, NetworkPart, Int?) throws(ModelError) -> LoRAScale
  ) throws(ModelError) {
    let tensors = Dictionary(
      tensors.map { (AdapterKey.ofModule($0), $1) }, uniquingKeysWith: { first, _ in first })
    var pairs: [String: Pair] = [:]
    var family: Architecture?
    for key in tensors.keys.sorted() {
      switch AdapterKey(key) {
      case .head: break
      case .pair(let piece, let own, let path, let part, let layer):
        family = own
        let pair = Pair(path: path, part: part, layer: layer, scale: try scale(path, part, layer))
        pairs[path] = pair
        guard hasMagnitudes || piece != .magnitude else {
          throw .unsupported(
            file: name, feature: "tensor \(ModelError.excerpt(key)) without use_dora",
            remedy: "save the adapter again")
        }
        let pieces: [PairPart] = hasMagnitudes ? [.a, .b, .magnitude] : [.a, .b]
        for piece in pieces where tensors[piece.key(path)] == nil {
          throw .missingTensor(file: name, name: piece.key(path))
        }
        let shape = tensors[key]?.shape ?? []
        let outputs = tensors[PairPart.b.key(path)]?.shape.first ?? 0
        let expected =
          switch piece {
          case .a: [pair.scale.rank, shape.last ?? 0]
          case .b: [outputs, pair.scale.rank]
          case .magnitude: [outputs]
          }
        guard shape == expected else {
          throw .wrongShape(
            file: name, name: ModelError.excerpt(key), expected: expected, found: shape)
        }
      case .unknown: throw Self.unknown(key, name)
      }
    }
    self.usual = usual
    self.hasMagnitudes = hasMagnitudes
    self.family = family
    self.pairs = pairs.values.sorted { $0.path < $1.path }
    self.tensors = tensors
  }

  private static func unknown(_ key: String, _ name: String) -> ModelError {
    if let prefix = AdapterKey.strangePrefix(key) {
      return .unsupported(
        file: name,
        feature: "the prefix \(ModelError.excerpt(prefix)) of tensor \(ModelError.excerpt(key))",
        remedy: "save the adapter of the model below it")
    }
    return .unsupported(
      file: name, feature: "tensor \(ModelError.excerpt(key))",
      remedy: "use LoRA factors on linear maps, and a head saved whole, of a sequence classifier")
  }
}

extension LoRAAdapter {
  /// What the factors within the layers add to an encoder: one module, or several where maps differ from layer to layer.
  public var modules: [LoRA] {
    var sites: [LoRAScale: [Int: [LinearSite]]] = [:]
    for pair in pairs {
      guard let layer = pair.layer, let site = LinearSite(rawValue: pair.part.rawValue) else {
        continue
      }
      sites[pair.scale, default: [:]][layer, default: []].append(site)
    }
    let groups = sites.flatMap { scale, layers in
      Dictionary(grouping: layers.keys) { Set(layers[$0] ?? []) }.map { sites, layers in
        LoRA(
          scale, sites: Array(sites), layers: layers.sorted(), hasMagnitudes: hasMagnitudes)
      }
    }
    func order(_ module: LoRA) -> (Int, Int) {
      (module.layers?.first ?? 0, module.sites.first?.index ?? 0)
    }
    return groups.sorted { order($0) < order($1) }
  }

  /// Which linear maps of a layer have factors.
  public var sites: [LinearSite] {
    LinearSite.allCases.filter { site in pairs.contains { $0.part == site.part } }
  }

  /// Which layers have factors, in ascending order.
  public var layers: [Int] { Set(pairs.compactMap(\.layer)).sorted() }
}
