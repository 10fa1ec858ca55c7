/// The shape of an encoder of the BERT family, as `config.json` gives it.
public struct EncoderConfiguration: Sendable, Equatable {
  /// Which naming, position rule and head a checkpoint follows.
  public enum Family: String, Sendable {
    /// Positions from 0; head: pooler (dense, tanh) and `classifier`.
    case bert
    /// Positions from `padToken` + 1; head: `classifier.dense`, tanh, `classifier.out_proj`.
    case roberta
  }

  /// The nonlinearity of the feed-forward block.
  public enum Activation: String, Sendable {
    /// x·Φ(x), with the error function.
    case gelu
    /// The tanh approximation (`gelu_new`, `gelu_pytorch_tanh`).
    case geluTanh
    /// max(0, x).
    case relu
  }

  /// Naming, position rule and head.
  public var family: Family
  /// Rows of the word embedding.
  public var vocabularySize: Int
  /// Hidden width d.
  public var hiddenSize: Int
  /// Number of layers.
  public var layers: Int
  /// Attention heads; divides `hiddenSize`.
  public var heads: Int
  /// Width of the feed-forward block.
  public var intermediateSize: Int
  /// Rows of the position embedding.
  public var maxPositions: Int
  /// Rows of the token-type embedding.
  public var tokenTypes: Int
  /// Added to the variance in every LayerNorm.
  public var layerNormEpsilon: Float
  /// Nonlinearity of the feed-forward block.
  public var activation: Activation
  /// Id of the padding token.
  public var padToken: Int
  /// Number of labels of the head.
  public var labels: Int
  /// Names of the labels, by index.
  public var labelNames: [String]

  /// Makes a configuration; see the properties.
  public init(
    family: Family, vocabularySize: Int, hiddenSize: Int, layers: Int, heads: Int,
    intermediateSize: Int, maxPositions: Int, tokenTypes: Int = 2,
    layerNormEpsilon: Float = 1e-12, activation: Activation = .gelu, padToken: Int = 0,
    labels: Int = 2, labelNames: [String] = []
  ) {
    self.family = family
    self.vocabularySize = vocabularySize
    self.hiddenSize = hiddenSize
    self.layers = layers
    self.heads = heads
    self.intermediateSize = intermediateSize
    self.maxPositions = maxPositions
    self.tokenTypes = tokenTypes
    self.layerNormEpsilon = layerNormEpsilon
    self.activation = activation
    self.padToken = padToken
    self.labels = labels
    self.labelNames = labelNames.isEmpty ? (0..<labels).map { "LABEL_\($0)" } : labelNames
  }

  /// Row of the position embedding that the first token gets.
  public var positionOffset: Int { family == .roberta ? padToken + 1 : 0 }

  /// Longest sequence, special tokens included.
  public var maxLength: Int { maxPositions - positionOffset }
}
