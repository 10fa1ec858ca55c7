import Metrics
import Sim

/// What a sweep is to vary around the settings that all its runs share.
public struct SweepOutline: Sendable {
  /// One setting and the values that it takes.
  public struct Axis: Sendable {
    /// Dotted key.
    public var key: String
    /// Its values, in the order of the file.
    public var values: [ConfigValue]

    /// Makes an axis.
    public init(_ key: String, _ values: [ConfigValue]) {
      self.key = key
      self.values = values
    }
  }

  /// Settings that go together under a name, such as `slow links`.
  public struct Case: Sendable {
    /// What people call it.
    public var name: String
    /// Its settings by key.
    public var settings: [String: ConfigValue]

    /// Makes a case.
    public init(_ name: String, _ settings: [String: ConfigValue]) {
      self.name = name
      self.settings = settings
    }
  }

  /// Values drawn at random, the same for every method and seed: a search with a stated budget.
  public struct Search: Sendable {
    /// Draws of each combination.
    public var draws: Int
    /// Seed of the draws.
    public var seed: Int
    /// Settings and the bounds between which they are drawn, evenly in their logarithm.
    public var ranges: [(key: String, range: ClosedRange<Double>)]

    /// Makes a search.
    public init(draws: Int, seed: Int, ranges: [(key: String, range: ClosedRange<Double>)]) {
      self.draws = draws
      self.seed = seed
      self.ranges = ranges
    }
  }

  /// Name of the sweep.
  public var name: String
  /// What all runs share; where the run files go and how many workers train them is in it.
  public var base: Settings
  /// Methods; none: the one of `base`.
  public var methods: [String] = []
  /// Seeds; none: the one of `base`.
  public var seeds: [Int] = []
  /// Settings of which every combination is run.
  public var grid: [Axis] = []
  /// As `grid`, but the numbers multiply each method's own value.
  public var factors: [Axis] = []
  /// Bundles of settings, one of which each run has.
  public var cases: [Case] = []
  /// Settings of one method alone, by its name.
  public var ofMethod: [String: [String: ConfigValue]] = [:]
  /// Values drawn at random beside the grid.
  public var search: Search?
  /// Which runs end early; nil: none.
  public var halving: Halving?

  /// Makes an outline that varies nothing.
  public init(name: String, base: Settings) {
    self.name = name
    self.base = base
  }
}

/// Successive halving (Jamieson and Talwalkar, AISTATS 2016): at each rung only the better part of the runs that answer
/// the same question goes on.
public struct Halving: Sendable, Equatable {
  /// Rounds after which runs are compared, ascending.
  public var rungs: [Int]
  /// Part that goes on, above 0 and below 1.
  public var keep: Double

  /// Makes a rule.
  public init(rungs: [Int], keep: Double) {
    self.rungs = rungs
    self.keep = keep
  }

  /// Who goes on: the best ⌈keep·n⌉, the first of equals before the others.
  ///
  /// - Parameters:
  ///   - values: run and what it was judged by at the rung; nil counts as the worst.
  ///   - score: what that is.
  func survivors(_ values: [(run: Int, value: Double?)], by score: Score) -> Set<Int> {
    let count = Int((keep * Double(values.count) - 1e-9).rounded(.up))
    let merits = values.map { (run: $0.run, merit: $0.value.map(score.merit) ?? -.infinity) }
    let ranked = merits.sorted { $0.merit == $1.merit ? $0.run < $1.run : $0.merit > $1.merit }
    return Set(ranked.prefix(max(1, count)).map(\.run))
  }
}
