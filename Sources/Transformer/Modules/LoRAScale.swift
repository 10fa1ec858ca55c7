/// What the product of a low-rank pair is multiplied by.
public enum LoRAScaling: String, Sendable, CaseIterable {
  /// α/r (Hu and others 2021, arXiv 2106.09685).
  case rank
  /// α/√r, with which greater ranks learn as fast (rsLoRA: Kalajdzievski 2023, arXiv 2312.03732).
  case root
}

/// The rank of a low-rank pair, and the factor s of its product s·B·A.
public struct LoRAScale: Sendable, Hashable {
  /// Rank r.
  public var rank: Int
  /// Numerator α of the factor.
  public var alpha: Float
  /// What it is divided by.
  public var scaling: LoRAScaling

  /// Of a pair of rank `rank`.
  public init(rank: Int, alpha: Float, scaling: LoRAScaling = .rank) {
    self.rank = rank
    self.alpha = alpha
    self.scaling = scaling
  }

  /// s.
  public var factor: Float {
    switch scaling {
    case .rank: alpha / Float(rank)
    case .root: Float(Double(alpha) / Double(rank).squareRoot())
    }
  }

  /// The α with which α/r is the factor.
  public var alphaByRank: Float {
    switch scaling {
    case .rank: alpha
    case .root: Float(Double(alpha) * Double(rank).squareRoot())
    }
  }
}

/// A linear map of one layer.
public struct LinearPlace: Sendable, Hashable {
  /// The layer.
  public var layer: Int
  /// The map.
  public var site: LinearSite

  /// A map of a layer.
  public init(layer: Int, site: LinearSite) {
    self.layer = layer
    self.site = site
  }
}
