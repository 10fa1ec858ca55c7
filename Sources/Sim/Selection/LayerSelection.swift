import Plain

/// How the global aggregation layers are chosen: in which order, and how many
/// (docs/methods.md, "Sensitivity of a layer" and "Number of global layers").
public struct LayerSelection: Sendable, Equatable {
  /// Order in which layers become global.
  public enum Order: String, Sendable {
    /// Most sensitive first.
    case sensitivity
    /// Least sensitive first: an ablation.
    case reverse
    /// A random order: an ablation.
    case random
  }

  /// The norm that bounds the noise.
  public enum Norm: String, Sendable {
    /// Euclidean.
    case l2
    /// Largest entry.
    case infinity
  }

  /// `gal.count` as configured.
  public var count: String
  /// Whether the part of the spectrum above the gap is kept; else the part below.
  public var keepsAbove: Bool
  /// Order in which layers become global.
  public var order: Order
  /// Norm ε of the noise, relative to the embedded input's.
  public var noise: Double
  /// The norm that bounds it.
  public var norm: Norm
  /// Samples a client scores on.
  public var samples: Int

  /// The selection that `settings` ask for.
  public init(_ settings: Settings) {
    count = settings.gal
    keepsAbove = settings.gapSide == "above"
    order = Order(rawValue: settings.layerOrder) ?? .sensitivity
    noise = settings.noise
    norm = Norm(rawValue: settings.noiseNorm) ?? .l2
    samples = settings.noiseSamples
  }

  /// The first `count` layers in this order, ascending.
  ///
  /// - Parameter scores: sensitivity of each layer; ties go to the lower layer.
  public func layers(
    _ count: Int, scores: [Double], using random: inout CounterRandom
  ) -> [Int] {
    var layers = Array(scores.indices)
    switch order {
    case .sensitivity: layers.sort { (scores[$1], $0) < (scores[$0], $1) }
    case .reverse: layers.sort { (scores[$0], $0) < (scores[$1], $1) }
    case .random: random.shuffle(&layers)
    }
    return layers.prefix(count).sorted()
  }
}
