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
  /// Wall seconds to the end at that speed.
  let remaining: Double?

  init(_ snapshot: RunSnapshot) {
    total = max(0, snapshot.started?.rounds ?? 0)
    cohort = snapshot.rounds.last?.cohort.count ?? Self.configuredCohort(snapshot)
    let pace = snapshot.pace
    tokensPerSecond = pace?.tokensPerSecond
    roundsPerMinute = pace?.roundsPerMinute
    let left = Double(total) - Double(snapshot.round)
    remaining = left > 0 ? pace?.seconds(for: left) : nil
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
