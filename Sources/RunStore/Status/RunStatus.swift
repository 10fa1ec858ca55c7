import Foundation
import Metrics

/// The one row of the `status` table: who trains a run, and how far it is.
public struct RunStatus: Sendable, Equatable {
  /// What has become of a run.
  public enum Condition: String, Sendable, CaseIterable {
    /// A process is training it, or holds it in a pause.
    case live
    /// All its rounds are done.
    case finished
    /// It ended early and in good order; it can be resumed.
    case interrupted
    /// Its process is gone without a word; it can be resumed from its last round.
    case dead
  }

  /// State in a word, as the host wrote it last.
  public var state: RunState
  /// Last finished round, 0 before the first.
  public var round: Int
  /// Last personalised accuracy; nil before the first evaluation.
  public var accuracy: Double?
  /// Bytes sent by clients so far.
  public var bytesUp: Int
  /// Bytes sent by the server so far.
  public var bytesDown: Int
  /// Last sign of life of the host.
  public var heartbeat: Date
  /// Process that hosts the run; nil when there is none.
  public var process: Int?
  /// What has become of the run, as seen from this process now.
  public var condition: Condition
  /// Whether the process that hosts it is stopped.
  public var isStopped = false

  /// What has become of the run, in a word for lists: that its process is stopped, where it is.
  public var word: String { isStopped ? RunState.suspended.rawValue : condition.rawValue }

  /// The state to show: `interrupted` when the host is gone, else what the host says.
  public var shownState: RunState {
    switch condition {
    case .live: isStopped ? .suspended : state
    case .finished: .finished
    case .interrupted, .dead: .interrupted
    }
  }
}
