import Foundation

/// A 64-bit fingerprint that tells a damaged payload from a whole one; not a defence against
/// forgery.
///
/// FNV-1a over little-endian words of eight bytes, then over the remaining bytes: every step is a
/// bijection of the state, so one changed word always changes the result.
enum Checksum {
  private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325
  private static let prime: UInt64 = 0x0000_0100_0000_01b3

  /// The fingerprint of `data`, as SQLite stores integers.
  ///
  /// Complexity: O(n).
  static func of(_ data: Data) -> Int64 {
    var state = basis ^ UInt64(data.count)
    data.withUnsafeBytes { bytes in
      let words = bytes.count / 8
      for word in 0..<words {
        let value = bytes.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self)
        state = (state ^ UInt64(littleEndian: value)) &* prime
      }
      for byte in bytes[(words * 8)...] { state = (state ^ UInt64(byte)) &* prime }
    }
    return Int64(bitPattern: state)
  }

  /// What one client's part adds to the checksum over all clients' parts.
  ///
  /// That one is a wrapping sum, so a commit takes out the old parts of clients that changed and
  /// puts in the new ones without a look at the others. It shows when a part is missing, or is in
  /// force for another client or round.
  ///
  /// - Parameter checksum: the fingerprint of the part itself.
  static func of(part checksum: Int64, client: Int64, round: Int64) -> Int64 {
    var state = basis
    for word in [client, round, checksum] {
      state = (state ^ UInt64(bitPattern: word)) &* prime
      // Sums of bare FNV states would cancel out too easily.
      state ^= state >> 29
    }
    state &*= 0xbf58_476d_1ce4_e5b9
    return Int64(bitPattern: state ^ (state >> 32))
  }
}
