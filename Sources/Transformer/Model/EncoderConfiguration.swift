/// A network, described: what goes in, the blocks, what comes out, and the family whose names its files use.
public struct EncoderConfiguration: Sendable, Equatable {
  /// How files name its parts.
  public var family: Architecture
  /// What makes rows of the input.
  public var stem: Stem
  /// The shape of every layer.
  public var block: BlockShape
  /// Number of layers.
  public var layers: Int
  /// What tokens see in each layer; none: all layers are alike, and every token sees every other.
  public var reaches: [AttentionReach] = []
  /// Whether the map to words is the word embedding where a checkpoint has no other.
  var tiesWords = true
  /// The parts that have no bias.
  var unbiased: Set<NetworkPart>
  /// Added to the variance in every LayerNorm.
  public var layerNormEpsilon: Float
  /// What makes logits of a row.
  public var readout: Readout
  /// Number of labels of the head.
  public var labels: Int
  /// Names of the labels, by index.
  public var labelNames: [String]

  /// A network over tokens; what is not given is as in most checkpoints of the family.
  public init(
    family: Architecture, vocabularySize: Int, embeddingSize: Int? = nil, hiddenSize: Int,
    layers: Int, heads: Int, intermediateSize: Int, maxPositions: Int, tokenTypes: Int? = nil,
    layerNormEpsilon: Float = 1e-12, activation: Activation = .gelu, padToken: Int? = nil,
    labels: Int = 2, labelNames: [String] = []
  ) {
    let padToken = padToken ?? family.keys.padding.missing
    self.family = family
    stem = .tokens(
      TokenStem(
        vocabularySize: vocabularySize, width: embeddingSize ?? hiddenSize,
        positions: maxPositions, firstPosition: family.positionsFollowPadding ? padToken + 1 : 0,
        tokenTypes: tokenTypes ?? family.keys.tokenTypes?.missing ?? 0, padToken: padToken))
    block = BlockShape(
      width: hiddenSize, heads: heads, inner: intermediateSize, activation: activation,
      form: family.form)
    unbiased = Set(family.keys.biases.flatMap { $0.isThere ? [] : $0.parts })
    self.layers = layers
    self.layerNormEpsilon = layerNormEpsilon
    readout = family.readout
    self.labels = labels
    self.labelNames = labelNames.isEmpty ? (0..<labels).map(Self.genericLabel) : labelNames
  }

  /// A network over the patches of square images.
  public init(
    family: Architecture, image: PatchStem, hiddenSize: Int, layers: Int, heads: Int,
    intermediateSize: Int, layerNormEpsilon: Float = 1e-12, activation: Activation = .gelu,
    labels: Int = 2, labelNames: [String] = []
  ) {
    self.init(
      family: family, vocabularySize: image.rows, hiddenSize: hiddenSize, layers: layers,
      heads: heads, intermediateSize: intermediateSize, maxPositions: image.rows,
      layerNormEpsilon: layerNormEpsilon, activation: activation, labels: labels,
      labelNames: labelNames)
    stem = .patches(image)
  }

  /// The sizes of images and patches; nil for a network over tokens.
  public var image: PatchStem? {
    if case .patches(let patches) = stem { patches } else { nil }
  }

  /// Hidden width d.
  public var hiddenSize: Int { block.width }
  /// Rows of the word embedding.
  public var vocabularySize: Int { tokens.vocabularySize }
  /// Longest sequence, special tokens included.
  public var maxLength: Int { tokens.positions - tokens.firstPosition }

  /// The stem of a network over tokens; of one over patches these are the places of its rows.
  var tokens: TokenStem {
    switch stem {
    case .tokens(let tokens): tokens
    case .patches(let patches):
      TokenStem(
        vocabularySize: patches.rows, width: block.width, positions: patches.rows, firstPosition: 0,
        tokenTypes: 0, padToken: 0)
    }
  }

  /// What the tokens of a layer see.
  func reach(of layer: Int) -> AttentionReach {
    reaches.isEmpty ? AttentionReach() : reaches[layer]
  }

  /// Whether query, key and value are one map in files and for modules.
  var hasJoinedProjections: Bool { has(.projections) }

  /// Whether the gate of the feed-forward part is the first half of its first map.
  var hasGateInUp: Bool { block.form.isGated && !has(.gate) }

  /// The linear maps of a layer that are meant where some of these names do not exist: one map that is query, key and
  /// value stands for each of them.
  public func sites(_ wanted: [LinearSite]) -> [LinearSite] {
    LinearSite.allCases.filter { has($0.part) && $0.isMeant(by: wanted) }
  }

  /// The path of a linear map as a module, by which PEFT names it; nil for one that the network lacks.
  public func path(of place: LinearPlace) -> String? {
    family.path(of: place.site.part, layer: place.layer)
  }

  /// Linear maps outside of the layers that PEFT's `all-linear` takes too: all but the classifier, which it saves whole.
  public var linearMapsBesideLayers: [String] {
    let parts: [NetworkPart] =
      projectsEmbeddings ? [.embeddingProjection, .headDense] : [.headDense]
    return parts.compactMap { family.path(of: $0) }
      .filter { !($0.split(separator: ".").first?.hasSuffix("classifier") ?? true) }
  }

  /// Whether the head's dense map is passed: always, or where a first token is read.
  func passesDense(_ pooling: Pooling) -> Bool {
    has(.headDense) && (pooling == .first || readout.readsMean)
  }

  /// Whether a linear map takes embeddings to the width of the blocks.
  var projectsEmbeddings: Bool { tokens.width != block.width }
}
