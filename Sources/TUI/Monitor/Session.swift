import Metrics

/// How the monitor is tied to the run that it shows.
public enum Session: Sendable, Equatable {
  /// The run trains in this process: leaving ends it.
  case host
  /// The run trains in another process: leaving does not touch it.
  case attached
  /// The run is played from its file: pause and step move the playback, and knobs cannot be turned.
  case replay
}

/// The rounds that can be looked at while a cursor stands in the past, and what the live run does
/// meanwhile.
public struct Timeline: Sendable, Equatable {
  /// First round with a snapshot.
  public var first: Int
  /// Last finished round.
  public var last: Int
  /// What the live run is doing.
  public var state: RunState

  /// A timeline of rounds `first` to `last`.
  public init(first: Int, last: Int, state: RunState) {
    self.first = first
    self.last = last
    self.state = state
  }
}
