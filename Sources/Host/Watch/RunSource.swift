import Metrics

/// A run that a monitor can be put over: in this process, in another, or in a file.
public protocol RunSource: AnyObject, Sendable {
  /// The state of the run now.
  var snapshot: RunSnapshot { get }
  /// How a monitor is tied to it.
  var session: Session { get }
  /// The run's file; nil while there is none.
  var path: String? { get }
  /// The rounds that can be looked at; nil before the first.
  var timeline: Timeline? { get }
  /// Rounds that the run's file has a checkpoint of, ascending.
  var checkpoints: [Int] { get }
  /// Whether the picture may change with time alone.
  var animates: Bool { get }
  /// Why the run could not begin, or broke off: there is nothing to watch.
  var failure: (any Error)? { get }
  /// Hands over what a person asked for.
  func submit(_ command: RunCommand)
  /// The state at the end of a round; nil when it cannot be had.
  func snapshot(throughRound round: Int) -> RunSnapshot?
  /// The device of a client, in a few words; nil without a mix of devices, and where the run is not hosted.
  func device(ofClient index: Int) -> String?
  /// Takes a replay to the end of a round and holds it; false for a run that has no head to move.
  func seek(_ round: Int) -> Bool
  /// Plays a replay at another speed.
  func play(speed: Double)
  /// Lets go of the run and waits until it is in order: one that trains here stops, and its file is closed.
  func leave()
}

extension RunSource {
  /// The rounds so far, and the run with all of them.
  public var timeline: Timeline? {
    let now = snapshot
    guard now.round > 0 else { return nil }
    return Timeline(of: now, checkpoints: checkpoints)
  }

  /// A record does not say.
  public func device(ofClient index: Int) -> String? { nil }

  /// A run that is told from its file does not fail here.
  public var failure: (any Error)? { nil }

  /// There is no head to move.
  public func seek(_ round: Int) -> Bool { false }

  /// A run has its own pace.
  public func play(speed: Double) {}
}
