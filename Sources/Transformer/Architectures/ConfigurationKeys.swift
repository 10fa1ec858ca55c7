/// Which keys of `config.json` hold the sizes of a family's networks, and what the family's class in
/// `transformers` takes for those that are missing; the defaults are BERT's.
struct ConfigurationKeys: Sendable {
  /// A key, and the value that stands for a missing one.
  struct Size: Sendable {
    let key: String
    let missing: Int

    init(_ key: String, _ missing: Int) {
      self.key = key
      self.missing = missing
    }
  }

  /// Where the sizes of images are.
  struct Patches: Sendable {
    let side: Size
    let patch: Size
    let channels: Size
  }

  /// A key that says whether some parts have a bias; without a key they never have one.
  struct Bias: Sendable {
    var key: String?
    /// Where the key is missing.
    var isThere = false
    let parts: [NetworkPart]
  }

  /// Rows of the word embedding.
  var vocabulary = Size("vocab_size", 30_522)
  /// Hidden width.
  var width = Size("hidden_size", 768)
  /// Number of layers.
  var layers = Size("num_hidden_layers", 12)
  /// Attention heads.
  var heads = Size("num_attention_heads", 12)
  /// Heads of keys and values, as many as heads where the file says null; nil: always as many.
  var keyHeads: String?
  /// Those heads where the key is missing; nil: as many as heads.
  var missingKeyHeads: Int?
  /// Width of a head where it is not the width over the heads; nil: it always is.
  var headWidth: String?
  /// Width of the feed-forward block.
  var inner = Size("intermediate_size", 3072)
  /// Rows of the position embedding.
  var positions = Size("max_position_embeddings", 512)
  /// Rows of the token-type embedding; nil: the family has none.
  var tokenTypes: Size? = Size("type_vocab_size", 2)
  /// Side of an image and of a patch, and channels; nil: the family reads tokens.
  var patches: Patches?
  /// Width of the embeddings; nil: the hidden width.
  var embedding: Size?
  /// LayerNorm's ε; nil: always the value of a missing key.
  var epsilon: String? = "layer_norm_eps"
  /// ε where the key is missing.
  var missingEpsilon: Float = 1e-12
  /// The nonlinearity of the feed-forward block.
  var activation = "hidden_act"
  /// The nonlinearity where the key is missing.
  var missingActivation = Activation.gelu
  /// The nonlinearity of the head's dense map; nil: the family has one of its own.
  var headActivation: String?
  /// Id of the padding token; below 0: there is none.
  var padding = Size("pad_token_id", 0)
  /// Whether it is that id whatever the key says.
  var isPaddingFixed = false
  /// Which parts have biases only where a key says so.
  var biases: [Bias] = []
  /// What tokens see, layer by layer.
  var reach = ReachKeys.whole
  /// What a head reads, `cls` or `mean`; nil: no key says so.
  var pooling: String?
  /// Further keys that are written, and not read.
  var constants: [String: Int] = [:]
}
