import Plain

/// Breaks files as disks, editors and people do, and as somebody does who means harm; the same way for the same seed.
struct Mutator {
  private var random: SplitMix64
  /// Pieces that mean something in the format.
  private let words: [[UInt8]]

  init(seed: UInt64, words: [String]) {
    random = SplitMix64(seed: seed)
    self.words = (words + Self.anywhere).map { Array($0.utf8) }
  }

  private static let anywhere = [
    "\u{0}", "\n", "\r\n", "\r", "\"", "'", "\\", "\u{FEFF}", "[", "]", "{", "}", ",", ":", "null",
    "NaN",
    "-1", "0", "1e999", "9223372036854775807", "18446744073709551616", "\u{1B}[31m", "é",
    "\u{202E}",
  ]

  /// A broken copy of `file`: one to eight changes.
  mutating func mutated(_ file: [UInt8]) -> [UInt8] {
    var bytes = file
    for _ in 0..<Int.random(in: 1...8, using: &random) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    let place = place(in: bytes)
    let length = min(bytes.count - place, Int.random(in: 1...64, using: &random))
    switch Int.random(in: 0..<9, using: &random) {
    case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 2: bytes.removeSubrange(place..<place + length)
    case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: self.place(in: bytes))
    case 4, 5: bytes.insert(contentsOf: words.randomElement(using: &random) ?? [], at: place)
    case 6:
      let word = words.randomElement(using: &random) ?? []
      bytes.replaceSubrange(place..<min(bytes.count, place + word.count), with: word)
    case 7 where Int.random(in: 0..<4, using: &random) == 0: bytes.removeSubrange(place...)
    default:
      // A number of eight bytes that lies about a length.
      let huge: UInt64 = [0, 1, .max, 1 << 31, 1 << 63, 4096].randomElement(using: &random) ?? 0
      for (offset, byte) in withUnsafeBytes(of: huge.littleEndian, Array.init).enumerated()
      where place + offset < bytes.count { bytes[place + offset] = byte }
    }
  }

  /// A place in the file, as often as not near its start: headers are there.
  private mutating func place(in bytes: [UInt8]) -> Int {
    let all = bytes.count
    return Int.random(in: 0...(Bool.random(using: &random) ? min(all, 512) : all), using: &random)
  }
}
