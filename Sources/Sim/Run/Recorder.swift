import Metrics

/// Where a run's record goes: the run file, or nowhere.
public protocol Recorder: Sendable {
  /// Takes what belongs together: it is kept whole or not at all.
  ///
  /// - Parameters:
  ///   - events: events in the order of the record, which does not depend on timing.
  ///   - checkpoint: everything needed to go on after them; nil when there is nothing new.
  func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws
}

/// Keeps nothing.
public struct NoRecorder: Recorder {
  /// Makes the recorder.
  public init() {}

  /// Does nothing.
  public func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws {}
}
