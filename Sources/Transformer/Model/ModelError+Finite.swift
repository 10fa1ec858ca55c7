extension ModelError {
  /// Fails on the first value of a tensor that is no number.
  /// - Throws: `notFinite`.
  public static func check(
    _ values: UnsafeBufferPointer<Float>, file: String, name: String
  ) throws(ModelError) {
    guard !values.isFinite, let found = values.first(where: { !$0.isFinite }) else { return }
    throw .notFinite(
      file: file, name: excerpt(name), value: found.isNaN ? "NaN" : "infinity")
  }

  /// Fails on the first value of a tensor that is no number.
  /// - Throws: `notFinite`.
  public static func check(
    _ values: [Float], file: String, name: String
  ) throws(ModelError) {
    let result = values.withUnsafeBufferPointer { buffer in
      Result { () throws(ModelError) in try check(buffer, file: file, name: name) }
    }
    try result.get()
  }
}

extension UnsafeBufferPointer<Float> {
  /// Whether every value is a number: the largest exponent says so, in as little time as it takes to read them.
  fileprivate var isFinite: Bool {
    var largest: UInt32 = 0
    for index in indices {
      largest = Swift.max(largest, self[index].bitPattern & 0x7fff_ffff)
    }
    return largest < Float.infinity.bitPattern
  }
}
