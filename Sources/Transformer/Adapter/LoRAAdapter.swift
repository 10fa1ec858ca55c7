/// Low-rank factors, and perhaps a trained head, as PEFT stores them beside a base model.
///
/// The weight of a linear map with factors becomes W + (alpha / rank)·B·A.
public struct LoRAAdapter: Sendable {
  /// Rank r of every pair of factors.
  public let rank: Int
  /// Numerator of the scale alpha / rank.
  public let alpha: Float
  /// Which linear maps of a layer have factors.
  public let sites: [LinearSite]
  /// Which layers have factors, in ascending order.
  public let layers: [Int]
  /// The family whose names the factors bear; nil without factors.
  let family: Architecture?
  /// Values by checkpoint key, such as `bert.encoder.layer.0.attention.self.query.lora_A.weight`
  /// and `classifier.weight`.
  public let tensors: Tensors

  /// Modules that its configuration says are saved whole, whether or not they are there.
  public internal(set) var savedModules: Set<String> = []

  /// Shapes and values by name.
  public typealias Tensors = [String: (shape: [Int], values: [Float])]

  /// Makes an adapter; sites and layers follow from the names of the tensors.
  ///
  /// - Parameters:
  ///   - name: What the adapter is called in errors.
  /// - Throws: `unsupported` for a tensor that an encoder cannot take, `missingTensor` when a
  ///   factor has no partner or a layer lacks a site that another has, `wrongShape`.
  public init(
    rank: Int, alpha: Float, tensors: Tensors, name: String
  ) throws(ModelError) {
    var layers: Set<Int> = []
    var sites: Set<LinearSite> = []
    var family: Architecture?
    for (key, tensor) in tensors {
      switch AdapterKey(key) {
      case .head: break
      case .factor(let own, let layer, let site, let isB):
        family = own
        layers.insert(layer)
        sites.insert(site)
        let shape = tensor.shape
        guard shape.count == 2, shape[isB ? 1 : 0] == rank else {
          let other = shape.count == 2 ? shape[isB ? 0 : 1] : 0
          throw .wrongShape(
            file: name, name: ModelError.excerpt(key),
            expected: isB ? [other, rank] : [rank, other], found: shape)
        }
      case .unknown:
        throw .unsupported(
          file: name, feature: "tensor \(ModelError.excerpt(key))",
          remedy: "use an adapter of type SEQ_CLS on the linear maps of the encoder's layers")
      }
    }
    self.rank = rank
    self.alpha = alpha
    self.sites = LinearSite.allCases.filter(sites.contains)
    self.layers = layers.sorted()
    self.family = family
    self.tensors = tensors
    try checkComplete(name)
  }

  /// Every layer must have both factors of every site.
  private func checkComplete(_ name: String) throws(ModelError) {
    guard let family else { return }
    for layer in layers {
      for site in sites {
        let path = family.path(of: site.part, layer: layer) ?? ""
        for key in [path + ".lora_A.weight", path + ".lora_B.weight"] where tensors[key] == nil {
          throw .missingTensor(file: name, name: key)
        }
      }
    }
  }
}
