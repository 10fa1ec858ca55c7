import Foundation
import Synchronization

/// Notices that the process was stopped, by `SIGSTOP`, `Ctrl-Z` or a machine asleep: nobody tells a process that.
///
/// A beat that comes seconds late, while the process used no processor, was missed.
final class StopPulse {
  /// What is known of the last beat.
  struct Beat {
    /// Seconds between two.
    let period: Double
    private var last: (at: ContinuousClock.Instant, processor: Double)?

    init(period: Double) { self.period = period }

    /// A beat.
    /// - Parameter processor: seconds of processor time that the process has used.
    /// - Returns: seconds that the process was stopped for since the last one.
    mutating func missed(at now: ContinuousClock.Instant, processor: Double) -> Double {
      defer { last = (now, processor) }
      guard let last else { return 0 }
      let late = last.at.duration(to: now).inSeconds - period
      // A machine with too much to do is late, too, but works.
      return late > 2 && processor - last.processor < late / 10 ? late : 0
    }
  }

  private let timer: any DispatchSourceTimer

  /// Tells the gate until it is let go.
  init(_ gate: Gate) {
    let period = 0.5
    let beat = Mutex(Beat(period: period))
    timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    timer.schedule(deadline: .now(), repeating: period)
    timer.setEventHandler {
      let missed = beat.withLock { $0.missed(at: .now, processor: Self.processorSeconds) }
      if missed > 0 { gate.wasStopped(seconds: missed) }
    }
    timer.activate()
  }

  deinit { timer.cancel() }

  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
