/// Reading scalars out of bytes that are known to be valid UTF-8.
extension [UInt8] {
  /// The scalar that starts at a byte.
  func scalar(at index: Int) -> Unicode.Scalar {
    let lead = self[index]
    guard lead >= 0x80 else { return Unicode.Scalar(lead) }
    let width = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
    var value = UInt32(lead) & (0x7F >> UInt32(width))
    for offset in 1..<width where index + offset < count {
      value = value << 6 | UInt32(self[index + offset] & 0x3F)
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// The scalar that ends before a byte.
  func scalar(before end: Int) -> Unicode.Scalar {
    var start = end - 1
    while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
    return scalar(at: start)
  }
}
