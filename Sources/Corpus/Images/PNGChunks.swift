import Plain

/// The chunks of a PNG file (ISO/IEC 15948), as far as they matter before it is unpacked.
enum PNGChunks {
  /// What every file begins with.
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Bits of a channel; nil of what is no whole header.
  static func depth(_ bytes: [UInt8]) -> Int? {
    // Length, name, width and height come before it.
    bytes.count > 24 ? Int(bytes[24]) : nil
  }

  /// What the first chunk of a name holds; nil: there is none.
  static func first(_ name: String, of bytes: [UInt8]) -> ArraySlice<UInt8>? {
    var found: ArraySlice<UInt8>?
    _ = walk(bytes) { chunk, range in
      if found == nil, chunk.elementsEqual(name.utf8) {
        found = bytes[range].dropFirst(8).dropLast(4)
      }
    }
    return found
  }

  /// The file without what says which light its numbers stand for: pixels are read as they lie in it, like Pillow does.
  static func withoutColorSpace(_ bytes: [UInt8]) -> [UInt8] {
    let left = Set(["gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI"].map { Array($0.utf8) })
    var kept = Array(bytes.prefix(signature.count))
    kept.reserveCapacity(bytes.count)
    let end = walk(bytes) { name, range in
      if !left.contains(Array(name)) { kept += bytes[range] }
    }
    return kept + bytes[end...]
  }

  /// Goes over the chunks, by name and where they lie with length and check sum.
  ///
  /// - Returns: where it stopped: what is cut short is for the library to tell.
  private static func walk(
    _ bytes: [UInt8], _ look: (ArraySlice<UInt8>, Range<Int>) -> Void
  ) -> Int {
    var place = signature.count
    while place + 12 <= bytes.count {
      let length = Int(bytes[place..<place + 4].bigEndian)
      guard length <= bytes.count - place - 12 else { break }
      let end = place + 12 + length
      look(bytes[place + 4..<place + 8], place..<end)
      place = end
    }
    return place
  }
}
