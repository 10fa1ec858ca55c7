/// What rounds have said of a sign: a mean that forgets, and how far chance may have moved it.
public struct Evidence: Sendable, Equatable {
  /// Rounds that a mean looks back on.
  public static let window = 10.0

  /// Rounds that said something.
  public private(set) var count: Double
  /// Mean of the first ten; from then on each round has a tenth, so that what is over is forgotten.
  public private(set) var mean: Double
  /// Variance about that mean, weighted likewise.
  public private(set) var variance: Double
  /// What the last round said.
  public private(set) var last: Double

  /// What is known so far; nothing where it is left out.
  public init(count: Double = 0, mean: Double = 0, variance: Double = 0, last: Double = 0) {
    self.count = count
    self.mean = mean
    self.variance = variance
    self.last = last
  }

  /// Takes in what another round says.
  public mutating func add(_ value: Double) {
    count += 1
    last = value
    let weight = 1 / min(count, Self.window)
    let distance = value - mean
    mean += weight * distance
    variance = (1 - weight) * (variance + weight * distance * distance)
  }

  /// Standard error of the mean; infinite for fewer than two rounds.
  public var standardError: Double {
    let rounds = min(count, Self.window)
    return rounds < 2 ? .infinity : (variance / (rounds - 1)).squareRoot()
  }

  /// What is judged of a sign.
  public func value(of sign: Sign) -> Double { sign.isCumulative ? last : mean }

  /// What is to be said of a sign.
  public func verdict(on sign: Sign) -> Verdict {
    guard let severity = sign.severity(value(of: sign)) else { return .told }
    guard count >= sign.patience else { return .early }
    guard severity > 0 else { return .sound }
    if sign.isCumulative { return .beyond }
    // Half of the values that are at a bound lie beyond it: it is beyond where two standard errors are not in the way.
    let margin = 2 * standardError
    let near = [mean - margin, mean + margin].compactMap { sign.severity($0) }.min() ?? severity
    return near > 0 ? .beyond : .unclear
  }
}

/// What is to be said of a sign.
public enum Verdict: String, Sendable, Codable {
  /// It has no bound: a fact.
  case told
  /// Too few rounds said something.
  case early
  /// Within its bound.
  case sound
  /// Beyond it, but not by more than chance may do.
  case unclear
  /// Beyond it.
  case beyond
}
