import Dispatch
import Synchronization

/// Work that another thread begins at once, and whose result somebody will want later.
public final class Aside<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let done = DispatchGroup()

  /// Begins `work`.
  public init(_ work: @escaping @Sendable () throws -> Value) {
    done.enter()
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let found = Result(catching: work)
      result.withLock { $0 = found }
      done.leave()
    }
  }

  /// The result, waited for if need be.
  /// - Throws: what the work threw.
  public func value() throws -> Value {
    done.wait()
    guard let found = result.withLock({ $0 }) else { throw CancellationError() }
    return try found.get()
  }
}
