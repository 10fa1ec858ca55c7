/// The spectrum by which the number of global layers was found, as one client saw it: each of them counts on its own data,
/// and this is the one whose count was the nearest to what all came to.
public struct LayerSpectrum: Sendable, Equatable, Codable {
  /// How a spectrum is cut.
  public enum Rule: String, Sendable, Codable {
    /// At a gap between two of its values, which are mean Fisher information by layer.
    case gap
    /// At the end of a flat stretch of its density; its values are curvatures of the loss.
    case plateau
  }

  /// Values that a record keeps.
  public static let most = 64

  /// How it is cut.
  public var rule: Rule
  /// The client that saw it.
  public var client: Int
  /// The greatest values, falling, at most `most`.
  public var values: [Double]
  /// How many values there were.
  public var count: Int
  /// How many of them are above the cut.
  public var above: Int
  /// The share of layers that the client would keep.
  public var share: Double
  /// What a gap had to be wider than (4ℒ); nil where the rule knows no such bound.
  public var threshold: Double?

  /// Makes a spectrum of values in any order, of which so many are above the cut.
  public init(
    _ rule: Rule, client: Int, values: [Double], above: Int, share: Double,
    threshold: Double? = nil
  ) {
    self.rule = rule
    self.client = client
    self.values = Array(values.sorted(by: >).prefix(Self.most))
    count = values.count
    self.above = above
    self.share = share
    self.threshold = threshold
  }

  /// The two values between which it is cut; nil where one of them is not there.
  public var cut: (above: Double, below: Double)? {
    guard above > 0, values.indices.contains(above) else { return nil }
    return (values[above - 1], values[above])
  }
}
