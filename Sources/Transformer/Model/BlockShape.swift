/// The shape of a block: self-attention and a feed-forward part, each added to its input, with a norm behind the sum
/// (Vaswani and others 2017, arXiv 1706.03762) or in front of the part.
///
/// Behind: x = N(x + out(attention(x))), then x = N(x + down(activation(up(x)))). In front: x = x + out(attention(N(x))),
/// then x = x + down(activation(up(N(x)))). With a gate activation(gate(x)) · up(x) stands for activation(up(x)).
public struct BlockShape: Sendable, Equatable {
  /// Hidden width d.
  public var width: Int
  /// Attention heads; divides `width`, where the width of a head is not given.
  public var heads: Int
  /// Width of the feed-forward part.
  public var inner: Int
  /// Nonlinearity of the feed-forward part.
  public var activation: Activation
  /// Where the norms are, and which.
  public var form = BlockForm()
  /// Heads of keys and values, each of which neighbouring query heads share (Ainslie and others 2023, arXiv 2305.13245);
  /// nil: as many as query heads.
  public var sharedHeads: Int?
  /// Width of a head where it is given; nil: `width` over `heads`.
  public var givenHeadWidth: Int?

  /// Width of a head.
  public var headWidth: Int { givenHeadWidth ?? width / heads }
  /// Heads of keys and values.
  public var keyHeads: Int { sharedHeads ?? heads }
  /// Width of all queries of a token.
  public var queryWidth: Int { heads * headWidth }
  /// Width of all keys of a token, and of all values.
  public var keyWidth: Int { keyHeads * headWidth }
  /// Width of queries, keys and values side by side.
  var projectedWidth: Int { queryWidth + 2 * keyWidth }

  /// Whether the first layer's attention reads its input as it is, which the stem has normalised.
  var startsNormed: Bool { form.order == .before && form.startsNormed }
}

/// What a family's blocks have in common, whatever their sizes.
public struct BlockForm: Sendable, Equatable {
  /// Where a part's norm is.
  public enum Order: Sendable {
    /// Behind the sum of the part and its input.
    case after
    /// In front of the part.
    case before
  }

  /// How rows are normalised.
  public enum Norm: Sendable {
    /// To mean 0 and variance 1 (LayerNorm).
    case layer
    /// To mean square 1 (RMSNorm: Zhang and Sennrich 2019, arXiv 1910.07467).
    case rms
  }

  /// Where a part's norm is.
  public var order = Order.after
  /// How rows are normalised, all over the network.
  public var norm = Norm.layer
  /// Whether the feed-forward part has a gate (Shazeer 2020, arXiv 2002.05202).
  public var isGated = false
  /// Whether the first layer has no norm in front of attention.
  public var startsNormed = false
}
