/// Values that outlive a pass, in memory that grows to the largest batch and stays.
final class ResultBuffer {
  private(set) var values: UnsafeMutableBufferPointer<Float>
  private var storage: UnsafeMutableBufferPointer<Float>

  init() {
    storage = .allocate(capacity: 0)
    values = storage
  }

  deinit { storage.deallocate() }

  /// Makes it `count` values, all zero.
  func reset(count: Int) {
    if count > storage.count {
      storage.deallocate()
      storage = .allocate(capacity: count)
    }
    values = UnsafeMutableBufferPointer(start: storage.baseAddress, count: count)
    values.initialize(repeating: 0)
  }

  /// First value; a buffer of no values has a valid address too.
  var start: UnsafeMutablePointer<Float> {
    guard let start = storage.baseAddress else { preconditionFailure("allocated at init") }
    return start
  }

  var readOnly: UnsafeBufferPointer<Float> { UnsafeBufferPointer(values) }
}
