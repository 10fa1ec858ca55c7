import Dispatch

/// How long a rank sleeps between two looks at the wire.
///
/// Each look takes a core from whoever works on it for some thirty
/// microseconds; what is done by its own workers wakes it at once.
enum FarmNap {
  /// What a rank has to do.
  enum Hands {
    /// A worker has nothing to do, so that its core is free for looking.
    case free
    /// Every worker has something to do.
    case full
    /// And more is there when one is done: nobody waits for a message.
    case supplied
  }

  /// Until the next look.
  ///
  /// - Parameter isMoving: whether something is on its way, which gets on only while it is asked after: often where a
  ///   worker waits for it, else no more often than the work beside it bears.
  static func length(_ hands: Hands, isMoving: Bool) -> DispatchTimeInterval {
    switch hands {
    case .free where isMoving: return .microseconds(200)
    case .full where isMoving, .supplied where isMoving: return .milliseconds(1)
    case .free: return .microseconds(300)
    case .full: return .milliseconds(2)
    case .supplied: return .milliseconds(5)
    }
  }

  /// Of a rank that has had nothing to do for a while.
  static let idle = DispatchTimeInterval.milliseconds(3)
}

extension JobLedger {
  /// What rank 0 has to do; it has more than its workers do when all others have.
  var hands: FarmNap.Hands {
    if inHand[0].count < workers[0] { return .free }
    let areSupplied = workers.indices.dropFirst().allSatisfy { inHand[$0].count > workers[$0] }
    return areSupplied ? .supplied : .full
  }
}
