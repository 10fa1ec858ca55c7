import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM of a run without a terminal view: the first asks it to stop, the second ends the process.
public final class StopSignals: Sendable {
  private let received = Mutex<Int32?>(nil)
  private nonisolated(unsafe) var sources: [any DispatchSourceSignal] = []

  /// Makes what does not listen yet.
  public init() {}

  /// The signal that came first.
  public var signal: Int32? { received.withLock { $0 } }

  /// Begins to listen.
  public func listen(_ stop: @escaping @Sendable () -> Void) {
    sources = [SIGINT, SIGTERM, SIGHUP].compactMap { number in
      // What `nohup` has switched off stays off.
      if isIgnored(Foundation.signal(number, SIG_IGN)), number == SIGHUP { return nil }
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        // At once: `exit` would tear down libraries under the workers that still use them.
        if isFirst(number) { stop() } else { _exit(128 + number) }
      }
      source.resume()
      return source
    }
  }

  private func isIgnored(_ handler: sighandler_t?) -> Bool {
    unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private func isFirst(_ number: Int32) -> Bool {
    received.withLock { known in
      defer { known = known ?? number }
      return known == nil
    }
  }
}
