/// How fast a run goes, over its last rounds.
public struct Pace: Sendable, Equatable {
  /// Rounds that it is taken from, at most eight.
  public var rounds: Int
  /// Wall time that they took, seconds; above 0.
  public var seconds: Double
  /// Tokens that they trained on.
  public var tokens: Double

  /// Training tokens a second.
  public var tokensPerSecond: Double { tokens / seconds }
  /// Rounds a minute.
  public var roundsPerMinute: Double { Double(rounds) * 60 / seconds }
  /// Seconds that so many rounds take.
  public func seconds(for rounds: Double) -> Double { rounds * seconds / Double(self.rounds) }
}

extension RunSnapshot {
  /// How fast the run goes; nil before the first round, and where no time is on record.
  public var pace: Pace? {
    let recent = rounds.suffix(8)
    let seconds = recent.reduce(0) { $0 + $1.wallSeconds }
    guard seconds > 0, seconds.isFinite else { return nil }
    return Pace(
      rounds: recent.count, seconds: seconds, tokens: recent.reduce(0) { $0 + Double($1.tokens) })
  }
}
