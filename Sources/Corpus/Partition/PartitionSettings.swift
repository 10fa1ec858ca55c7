/// How samples are spread over clients.
public struct PartitionSettings: Sendable, Equatable {
  /// The rule of the split.
  public enum Scheme: String, Sendable, CaseIterable {
    /// Every client draws from the same shuffled samples, equal sizes.
    case iid
    /// Each client has class priors of its own, drawn from a Dirichlet law, and a size of its own.
    case dirichlet
    /// Sizes differ by a Dirichlet law, classes do not.
    case quantity
    /// Sizes differ by a log-normal law, classes do not.
    case logNormal = "log-normal"
    /// The r-th largest client has r^-a times the samples of the largest; classes do not differ.
    case powerLaw = "power-law"
    /// The samples sorted by label and cut into pieces of one size, of which each client gets a few (McMahan et al.,
    /// AISTATS 2017, section 3).
    case shards
    /// Each client has a few classes and no others.
    case pathological
    /// Each client has a mixture of its own of the domains that the client column names, drawn from a Dirichlet law, and
    /// a size of its own.
    case feature
    /// Each client draws its samples from the whole set by class priors of its own, and clients share samples.
    case drawn
    /// By the samples' own clients: films, authors, articles.
    case natural
    /// Each file of a folder is a client.
    case files
  }

  /// The rule.
  public var scheme: Scheme
  /// Concentration of the priors over classes, or over domains; small is skewed.
  public var alpha: Double
  /// Concentration of the sizes; small is skewed.
  public var sizeAlpha: Double
  /// Deviation of the logarithm of the sizes, for `logNormal`.
  public var sigma: Double
  /// Exponent a of the sizes, for `powerLaw`.
  public var exponent: Double
  /// Pieces a client gets, for `shards`.
  public var shards: Int
  /// Classes a client has, for `pathological`.
  public var classes: Int
  /// Samples of a client on average, for `drawn`.
  public var drawn: Int
  /// Fewest samples of a client.
  public var minimum: Int

  /// Makes settings; the defaults are those of methods with label skew 1 and size skew 5.
  public init(
    scheme: Scheme = .dirichlet, alpha: Double = 1, sizeAlpha: Double = 5, sigma: Double = 1,
    exponent: Double = 1, shards: Int = 2, classes: Int = 2, drawn: Int = 40,
    minimum: Int = 1
  ) {
    self.scheme = scheme
    self.alpha = alpha
    self.sizeAlpha = sizeAlpha
    self.sigma = sigma
    self.exponent = exponent
    self.shards = shards
    self.classes = classes
    self.drawn = drawn
    self.minimum = minimum
  }
}
