import Metrics

/// Figures that several parts of the screen derive from a snapshot.
struct RunFacts {
  /// Rounds the run is to last; 0 when unknown.
  let total: Int
  /// Clients in the round in flight; nil when unknown.
  let cohort: Int?
  /// Training tokens a second of wall time, over the last rounds.
  let tokensPerSecond: Double?
  /// Rounds a minute of wall time, over the last rounds.
  let roundsPerMinute: Double?
  /// What the run comes to by itself at that speed, and in how many wall seconds; nil when unknown.
  let wait: Wait?

  /// What a run comes to.
  enum Wait: Equatable {
    /// Its last round.
    case end(Double)
    /// The round behind which it holds.
    case hold(Double)
  }

  init(_ snapshot: RunSnapshot) {
    let total = max(0, snapshot.started?.rounds ?? 0)
    self.total = total
    cohort = snapshot.rounds.last?.cohort.count ?? Self.configuredCohort(snapshot)
    let pace = snapshot.pace
    tokensPerSecond = pace?.tokensPerSecond
    roundsPerMinute = pace?.roundsPerMinute
    wait = pace.flatMap { Self.wait(snapshot, $0, total: total) }
  }

  private static func wait(_ snapshot: RunSnapshot, _ pace: Pace, total: Int) -> Wait? {
    func seconds(through last: Double) -> Double? {
      let left = min(last, Double(total)) - Double(snapshot.round)
      return left > 0 ? pace.seconds(for: left) : nil
    }
    guard snapshot.state == .stepping else { return seconds(through: Double(total)).map(Wait.end) }
    switch snapshot.aim {
    case .rounds(_, let through)?: return seconds(through: Double(through)).map(Wait.hold)
    case .goal(let goal)? where goal.measure == .round:
      return seconds(through: goal.value).map(goal.value < Double(total) ? Wait.hold : Wait.end)
    case .goal?: return nil
    case nil: return seconds(through: Double(snapshot.currentRound)).map(Wait.hold)
    }
  }

  private static func configuredCohort(_ snapshot: RunSnapshot) -> Int? {
    let entry = snapshot.started?.config.first { $0.key.hasSuffix(".cohort") }
    guard case .integer(let value)? = entry?.value else { return nil }
    return value
  }
}

extension RunState {
  /// The state as the status line says it.
  var word: String { rawValue.uppercased() }

  /// The state as one letter, for the smallest screen: Running, Paused, Initialising, Ended.
  var letter: Character {
    switch self {
    case .running, .stepping: "R"
    case .pausing, .paused: "P"
    case .initialising: "I"
    case .finishing, .finished, .interrupted: "E"
    case .suspended: "S"
    }
  }

  /// Whether no more rounds will come.
  var isEnded: Bool { self == .finished || self == .interrupted }

  /// What colour means it.
  var role: Role {
    switch self {
    case .running, .stepping: .live
    case .paused: .paused
    case .initialising, .pausing, .finishing: .pending
    case .finished: .ok
    case .interrupted, .suspended: .warn
    }
  }
}

extension Int {
  /// `value` as a whole number between `low` and `high`; `low` when it is not a number.
  static func clamped(_ value: Double, _ low: Int, _ high: Int) -> Int {
    guard value > Double(low) else { return low }
    return value >= Double(high) ? high : Int(value)
  }
}
