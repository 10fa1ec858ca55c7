/// How samples are spread over clients.
public struct PartitionSettings: Sendable, Equatable {
  /// The rule of the split.
  public enum Scheme: String, Sendable, CaseIterable {
    /// Every client draws from the same shuffled samples, equal sizes.
    case iid
    /// Each client has class priors of its own, drawn from a Dirichlet law, and a size of its own.
    case dirichlet
    /// Sizes differ, classes do not.
    case quantity
    /// By the samples' own clients: films, authors, articles.
    case natural
  }

  /// The rule.
  public var scheme: Scheme
  /// Concentration of the class priors; small is skewed.
  public var alpha: Double
  /// Concentration of the sizes; small is skewed.
  public var sizeAlpha: Double
  /// Fewest samples of a client.
  public var minimum: Int

  /// Makes settings; the defaults are those of methods with label skew 1 and size skew 5.
  public init(
    scheme: Scheme = .dirichlet, alpha: Double = 1, sizeAlpha: Double = 5, minimum: Int = 1
  ) {
    self.scheme = scheme
    self.alpha = alpha
    self.sizeAlpha = sizeAlpha
    self.minimum = minimum
  }
}
