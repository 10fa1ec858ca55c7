/// How the monitor is tied to the run that it shows.
public enum Session: Sendable, Equatable {
  /// The run trains in this process: leaving ends it.
  case host
  /// The run trains in another process: leaving does not touch it.
  case attached
  /// The run is played from its file: keys move the playback, and knobs cannot be turned.
  case replay
}

/// The rounds that can be looked at, and what the live run does while a cursor stands in the past.
public struct Timeline: Sendable, Equatable {
  /// First round with a snapshot.
  public var first: Int
  /// Last finished round.
  public var last: Int
  /// What the live run is doing.
  public var state: RunState
  /// The run with all of its rounds: what landmarks are looked for in.
  public var record: RunSnapshot
  /// Rounds that the run file has a checkpoint of, ascending.
  public var checkpoints: [Int]
  /// Recorded seconds that pass in one in a replay, infinite for as fast as drawing allows; nil for
  /// a run that is not played.
  public var speed: Double?

  /// A timeline of rounds `first` to `last`.
  public init(
    first: Int, last: Int, state: RunState, record: RunSnapshot = RunSnapshot(),
    speed: Double? = nil, checkpoints: [Int] = []
  ) {
    self.first = first
    self.last = last
    self.state = state
    self.record = record
    self.speed = speed
    self.checkpoints = checkpoints
  }

  /// The timeline of a record; `state` is what the run is doing now, the record's where it is not given.
  public init(
    of record: RunSnapshot, state: RunState? = nil, speed: Double? = nil, checkpoints: [Int] = []
  ) {
    self.init(
      first: 0, last: record.round, state: state ?? record.state, record: record, speed: speed,
      checkpoints: checkpoints)
  }
}
