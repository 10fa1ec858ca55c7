extension Int {
  /// The index so many places further in a cycle of `count`.
  func cycled(by step: Int, of count: Int) -> Int { ((self + step) % count + count) % count }
}

extension CaseIterable where Self: Equatable {
  /// The case behind this one, the first behind the last.
  var next: Self {
    let all = Array(Self.allCases)
    return all[(all.firstIndex(of: self) ?? 0).cycled(by: 1, of: all.count)]
  }
}
