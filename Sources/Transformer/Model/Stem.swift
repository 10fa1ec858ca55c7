/// What makes the rows that the first block reads of a network's input.
public enum Stem: Sendable, Equatable {
  /// A row a token.
  case tokens(TokenStem)
  /// A row a patch of an image, behind one of a class token.
  case patches(PatchStem)
}

/// Patches of a square image through a linear map, at positions that are learned.
public struct PatchStem: Sendable, Equatable {
  /// Pixels along a side of the image.
  public var side: Int
  /// Pixels along a side of a patch; divides `side`.
  public var patch: Int
  /// Values of a pixel.
  public var channels: Int

  /// Patches, and the class token.
  var rows: Int { 1 + (side / patch) * (side / patch) }
  /// Values of a patch: channel by channel, each row by row.
  var values: Int { channels * patch * patch }
}

/// Embeddings of words, positions and token types, summed and normalised; where they have another
/// width than the blocks a linear map follows.
public struct TokenStem: Sendable, Equatable {
  /// Rows of the word embedding.
  public var vocabularySize: Int
  /// Width of the embeddings.
  public var width: Int
  /// Rows of the position embedding.
  public var positions: Int
  /// Row of the position embedding that the first token gets.
  public var firstPosition: Int
  /// Rows of the token-type embedding; 0: there is none, and types are not read.
  public var tokenTypes: Int
  /// Id of the padding token.
  public var padToken: Int

  /// The position of a token, given that of the next word, which is moved on.
  ///
  /// Where the first token has the position after the padding token's id, a padding token inside a text has that id
  /// as its position and is not counted (`create_position_ids_from_input_ids` of `transformers`).
  func position(of token: Int, next: inout Int) -> Int {
    if token == padToken, firstPosition > padToken { return padToken }
    next += 1
    return next - 1
  }
}

/// What makes logits of a sample's row: a dense map [d, d], a nonlinearity, perhaps a norm, the output map.
public struct Readout: Sendable, Equatable {
  /// The nonlinearity.
  public var activation: Activation
  /// Whether PEFT trains the dense map of a sequence classifier beside the output map.
  public var trainsDense: Bool
  /// Whether the dense map reads a mean over tokens too, and not a first token alone.
  public var readsMean = false
  /// Whether the row that is read is that of a sample's last token which is no padding, and not of its first.
  public var readsLast = false
}

/// A nonlinearity.
public enum Activation: String, Sendable {
  /// x·Φ(x), with the error function.
  case gelu
  /// Its tanh approximation.
  case geluTanh = "gelu_new"
  /// max(0, x).
  case relu
  /// tanh x.
  case tanh
  /// x·σ(x), also called swish.
  case silu

  /// The nonlinearity of a name in `config.json`; nil for one that is not known.
  init?(name: String) {
    switch name {
    case "gelu_python": self = .gelu
    case "swish": self = .silu
    case "gelu_pytorch_tanh", "gelu_fast", "gelu_python_tanh": self = .geluTanh
    default: self.init(rawValue: name)
    }
  }
}
