extension BidirectionalCollection<UInt8> {
  /// The whole number that these bytes are, at most eight of them, the least first.
  public var littleEndian: UInt64 { reversed().bigEndian }
}

extension Sequence<UInt8> {
  /// The whole number that these bytes are, at most eight of them, the greatest first.
  public var bigEndian: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}
