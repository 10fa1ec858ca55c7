/// The word that lets a visitor in.
public enum AccessToken {
  /// The token of a server.
  ///
  /// - Parameters:
  ///   - given: what was asked for; nil for none.
  ///   - address: an address that others can reach needs one, made here where none was given.
  /// - Throws: `badToken`.
  public static func choose(_ given: String?, for address: WebAddress) throws(WebError) -> String? {
    guard let given else { return address.isLoopback ? nil : random() }
    let isPlain = given.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        true
      default: false
      }
    }
    guard isPlain, (16...200).contains(given.utf8.count) else { throw .badToken }
    return given
  }

  /// 128 bits of the system's randomness.
  private static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<2).map { _ in
      let digits = String(generator.next() as UInt64, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
