import Foundation

/// The table by which SentencePiece normalises text: short texts and what takes their place.
///
/// In a file it is a number of bytes, so many bytes of a trie in a double array, and the replacements, each with a zero
/// behind it.
struct CharacterMap: Sendable, Equatable {
  /// The trie: https://github.com/s-yata/darts-clone has the meaning of the bits.
  private let units: [UInt32]
  private let replacements: [UInt8]

  /// Reads the base64 text of a file; nil for anything else.
  init?(base64: String) {
    guard let data = Data(base64Encoded: base64) else { return nil }
    self.init(Array(data))
  }

  /// Reads the bytes of a file; nil for anything else.
  init?(_ bytes: [UInt8]) {
    func unit(at place: Int) -> UInt32 {
      UInt32(bytes[place..<place + 4].littleEndian)
    }
    guard bytes.count > 8 else { return nil }
    let size = Int(unit(at: 0))
    guard size >= 4, size % 4 == 0, 4 + size <= bytes.count else { return nil }
    units = stride(from: 4, to: 4 + size, by: 4).map(unit)
    replacements = Array(bytes[(4 + size)...])
  }

  /// The normalised text: what has a replacement is replaced, cluster by cluster or else scalar by scalar.
  func callAsFunction(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(text.count)
    for cluster in String(decoding: text, as: UTF8.self) {
      let bytes = Array(cluster.utf8)
      if bytes.count < 6, let whole = replacement(of: bytes[...]) {
        out += whole
        continue
      }
      var cursor = 0
      for scalar in cluster.unicodeScalars {
        let own = bytes[cursor..<cursor + UTF8.width(scalar)]
        out += replacement(of: own) ?? own
        cursor = own.endIndex
      }
    }
    return out
  }

  /// What stands for the shortest beginning of `bytes` that is in the trie.
  private func replacement(of bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var place = Self.offset(units[0])
    for byte in bytes {
      guard byte != 0 else { return nil }
      place ^= Int(byte)
      guard units.indices.contains(place) else { return nil }
      let unit = units[place]
      guard unit & 0x8000_00FF == UInt32(byte) else { return nil }
      place ^= Self.offset(unit)
      guard unit & 0x100 != 0 else { continue }
      guard units.indices.contains(place) else { return nil }
      let start = Int(units[place] & 0x7FFF_FFFF)
      guard start <= replacements.count else { return nil }
      return replacements[start...].prefix { $0 != 0 }
    }
    return nil
  }

  private static func offset(_ unit: UInt32) -> Int {
    Int(unit >> 10) << Int((unit & 0x200) >> 6)
  }
}
