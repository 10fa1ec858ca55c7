/// Unicode's normalization forms, by the tables of Unicode 9 that Hugging Face `tokenizers` has: younger scalars stay.
///
/// Foundation's forms of whole texts differ from Unicode's on Linux: marks that stem from half-width kana are neither
/// ordered nor composed, and Hangul is composed out of vowels of old Korean, but not of a syllable and a final.
///
/// Source: The Unicode Standard, chapter 3.11 and 3.12; Unicode Standard Annex #15.
enum NormalForm: String, Sendable {
  case nfc = "NFC"
  case nfd = "NFD"
  case nfkc = "NFKC"
  case nfkd = "NFKD"

  /// The form of a text in UTF-8.
  func callAsFunction(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(where: { $0 >= 0x80 }) else { return text }
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for scalar in self(String(decoding: text, as: UTF8.self).unicodeScalars) {
      out.append(contentsOf: scalar.utf8)
    }
    return out
  }

  /// The form of a text in scalars.
  func callAsFunction(_ text: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar] {
    var scalars: [Unicode.Scalar] = []
    let parts = self == .nfc || self == .nfd ? Decompositions.canonical : .compatible
    for scalar in text {
      if let parts = parts[scalar] { scalars += parts } else { scalars.append(scalar) }
    }
    Self.order(&scalars)
    return self == .nfc || self == .nfkc ? Self.composed(scalars) : scalars
  }

  /// Brings the marks between two starters into the order of their classes.
  private static func order(_ scalars: inout [Unicode.Scalar]) {
    var start = 0
    while start < scalars.count {
      var end = start
      while end < scalars.count, scalars[end].combiningClass > 0 { end += 1 }
      // The standard library's sort is stable: marks of one class keep their order.
      if end > start + 1 {
        scalars[start..<end].sort { $0.combiningClass < $1.combiningClass }
      }
      start = end + 1
    }
  }

  /// Joins each scalar to the last starter before it, if there is such a composite and nothing between blocks it.
  private static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let pairs = Compositions.all
    var out: [Unicode.Scalar] = []
    out.reserveCapacity(scalars.count)
    var starter: Int?
    var last: UInt8 = 0
    for scalar in scalars {
      let own = scalar.combiningClass
      if let starter, starter == out.count - 1 || last < own,
        let joined = pairs[out[starter], scalar]
      {
        out[starter] = joined
        continue
      }
      if own == 0 { starter = out.count }
      last = own
      out.append(scalar)
    }
    return out
  }
}

extension Unicode.Scalar {
  /// Where a mark stands among others on one starter, by Unicode 9; 0 is a starter.
  fileprivate var combiningClass: UInt8 {
    guard value >= 0x300 else { return 0 }
    let known = properties.canonicalCombiningClass.rawValue
    return known > 0 && isAssigned(by: 9) ? known : 0
  }
}
