/// What an optimiser remembers between the steps of one client.
public struct OptimizerState: Sendable, Equatable {
  /// Steps taken so far.
  public var step = 0
  /// AdamW's mean of gradients, or SGD's momentum buffer.
  public var first: [Float]
  /// AdamW's mean of squared gradients.
  public var second: [Float]

  /// A fresh state for `count` parameters.
  public init(count: Int) {
    first = [Float](repeating: 0, count: count)
    second = [Float](repeating: 0, count: count)
  }

  /// Starts over with `count` parameters; without allocation if their number stays the same.
  public mutating func reset(count: Int) {
    guard count == first.count, count == second.count else {
      self = OptimizerState(count: count)
      return
    }
    step = 0
    for index in 0..<count {
      first[index] = 0
      second[index] = 0
    }
  }
}
