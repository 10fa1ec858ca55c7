/// What carries bytes between the ranks of a job, the processes that were started together.
///
/// One thread of each rank talks, and never waits: whoever has nothing to do looks again after a nap.
public protocol Wire: AnyObject, Sendable {
  /// Number of this rank, from 0.
  var rank: Int { get }
  /// Number of ranks.
  var size: Int { get }
  /// Whether something is on its way, to this rank or from it, which gets on only while `receive` is asked.
  var isMoving: Bool { get }

  /// Begins to send; what one rank sends another arrives in its order.
  func send(_ bytes: [UInt8], to rank: Int)
  /// The next message that has come, from whomever; nil: there is none now.
  func receive() -> (from: Int, bytes: [UInt8])?
}
