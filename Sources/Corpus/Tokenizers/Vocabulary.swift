/// A map from byte strings to token ids, looked up by hash without making strings.
///
/// Open addressing over FNV-1a: the hash of every prefix of a word comes out of one pass, which is
/// what longest-match-first search needs.
struct Vocabulary: Sendable {
  /// The hash of the empty string.
  static let emptyHash: UInt64 = 0xcbf2_9ce4_8422_2325

  private struct Entry {
    var start: Int
    var count: Int
    var id: Int32
  }

  /// Byte length of the longest entry.
  private(set) var longest = 0
  private var bytes: [UInt8] = []
  private var entries: [Entry] = []
  /// Indices into `entries`, -1 for a free slot; a power of two, at most half full.
  private var slots: [Int32]

  /// Collects tokens; of equal ones the last wins.
  init(_ tokens: some Collection<(text: Substring.UTF8View, id: Int32)>) {
    var capacity = 16
    while capacity < 2 * tokens.count { capacity *= 2 }
    slots = Array(repeating: -1, count: capacity)
    entries.reserveCapacity(tokens.count)
    for token in tokens { insert(token.text, id: token.id) }
  }

  /// The hash of a string one byte longer.
  static func hash(_ hash: UInt64, appending byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  /// The id of a byte string.
  func id(_ text: some Collection<UInt8>) -> Int32? {
    let word = Array(text)
    return id(word, from: 0, to: word.count, hash: word.reduce(Self.emptyHash, Self.hash))
  }

  /// The id of `word[from..<to]`, whose hash is known.
  func id(_ word: [UInt8], from: Int, to: Int, hash: UInt64) -> Int32? {
    let mask = slots.count - 1
    var slot = Self.slot(hash) & mask
    while slots[slot] >= 0 {
      let entry = entries[Int(slots[slot])]
      if entry.count == to - from, equal(entry, word, from) { return entry.id }
      slot = (slot + 1) & mask
    }
    return nil
  }

  private static func slot(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash ^ (hash >> 29))
  }

  private func equal(_ entry: Entry, _ word: [UInt8], _ from: Int) -> Bool {
    for offset in 0..<entry.count where bytes[entry.start + offset] != word[from + offset] {
      return false
    }
    return true
  }

  private mutating func insert(_ text: Substring.UTF8View, id: Int32) {
    let word = Array(text)
    let mask = slots.count - 1
    var slot = Self.slot(word.reduce(Self.emptyHash, Self.hash)) & mask
    while slots[slot] >= 0 {
      let index = Int(slots[slot])
      if entries[index].count == word.count, equal(entries[index], word, 0) {
        entries[index].id = id
        return
      }
      slot = (slot + 1) & mask
    }
    slots[slot] = Int32(entries.count)
    entries.append(Entry(start: bytes.count, count: word.count, id: id))
    bytes.append(contentsOf: word)
    longest = max(longest, word.count)
  }
}
