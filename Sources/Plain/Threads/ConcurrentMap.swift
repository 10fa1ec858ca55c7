import Dispatch
import Synchronization

extension Array where Element: Sendable {
  /// The elements transformed, on all cores, in their order.
  ///
  /// - Parameter transform: called concurrently; what it gives may depend on nothing but the element.
  public func mapConcurrently<Result: Sendable>(
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = transform(self[index])
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }
}
