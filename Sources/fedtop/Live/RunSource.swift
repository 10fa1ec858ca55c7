import Metrics

/// A run that a monitor can be put over: in this process, in another, or in a file.
protocol RunSource: AnyObject, Sendable {
  /// The state of the run now.
  var snapshot: RunSnapshot { get }
  /// The run's file; nil while there is none.
  var path: String? { get }
  /// Whether the picture may change with time alone.
  var animates: Bool { get }
  /// Whether the run could not begin, or broke off with an error: there is nothing to watch.
  var hasFailed: Bool { get }
  /// Hands over what a person asked for.
  func submit(_ command: RunCommand)
  /// The state at the end of a round; nil when it cannot be had.
  func snapshot(throughRound round: Int) -> RunSnapshot?
}

extension RunSource {
  /// A run that is told from its file does not fail here.
  var hasFailed: Bool { false }
}
