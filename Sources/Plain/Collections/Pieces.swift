extension Array {
  /// Consecutive pieces of `size` elements; the last may be shorter.
  public func cut(into size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min(count, $0 + size)]) }
  }
}
