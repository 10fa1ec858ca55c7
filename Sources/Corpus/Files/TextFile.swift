import Plain

/// The text of a file as UTF-8, however it is packed and encoded: gzip and UTF-16 are undone, a byte order mark is gone.
///
/// Every reader of tables begins here, so that the same bytes mean the same to each.
enum TextFile {
  /// What a file's name says that is in it: its ending in lower case, without that of its packing; empty: nothing.
  static func ending(of path: String) -> String {
    var parts = path.split(separator: "/").last?.split(separator: ".").dropFirst() ?? []
    if parts.last?.lowercased() == "gz" { parts = parts.dropLast() }
    return parts.last?.lowercased() ?? ""
  }

  /// Reads a file; what is no text is an error that says what it is.
  static func read(_ path: String) throws(CorpusError) -> [UInt8] {
    try text(of: try FileBytes.read(path), path: path)
  }

  /// The text of bytes that were read from `path`.
  static func text(of bytes: [UInt8], path: String) throws(CorpusError) -> [UInt8] {
    var bytes = try FileBytes.unpacked(bytes, path: path)
    for (start, name) in foreign where bytes.starts(with: start) {
      throw .badFile(path: path, problem: "it is \(name): write it as CSV or JSON lines in UTF-8")
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      bytes.removeFirst(3)
    } else if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      bytes = try utf16(bytes, path: path)
    }
    try refuseNUL(bytes, path: path)
    return bytes
  }

  /// What files begin with that are no text, or none that is read.
  private static let foreign: [(start: [UInt8], name: String)] = [
    ([0xFF, 0xFE, 0, 0], "UTF-32"), ([0, 0, 0xFE, 0xFF], "UTF-32"),
    (Array("PAR1".utf8), "Parquet"), (Array("ARROW1".utf8), "Arrow"),
    (Array("PK\u{3}\u{4}".utf8), "a zip archive or a spreadsheet"),
    (Array("BZh".utf8), "packed with bzip2"), ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "packed with xz"),
    ([0x28, 0xB5, 0x2F, 0xFD], "packed with zstd"), ([0x1F, 0x8B], "packed, but not with deflate"),
    ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook"),
    ([0x93] + Array("NUMPY".utf8), "one array of NumPy (images with labels are read from .npz)"),
    (Array("<!DOCTYPE".utf8), "a web page"), (Array("<!doctype".utf8), "a web page"),
    (Array("<html".utf8), "a web page"), (Array("%PDF".utf8), "a PDF"),
    (Array("SQLite format 3\u{0}".utf8), "an SQLite database"),
    (pointer, pointerName),
  ]

  /// What Git LFS leaves in the place of a file that was not fetched, and what to say of it.
  static let pointer = Array("version https://git-lfs".utf8)
  static let pointerName = "a pointer of Git LFS and not the file (git lfs pull)"

  /// The text behind a byte order mark of UTF-16.
  private static func utf16(_ bytes: [UInt8], path: String) throws(CorpusError) -> [UInt8] {
    guard bytes.count % 2 == 0 else {
      throw .badFile(path: path, problem: "UTF-16 with half a character at its end: cut short")
    }
    let isLittle = bytes[0] == 0xFF
    let units = stride(from: 2, to: bytes.count, by: 2).map { place in
      let pair = bytes[place..<place + 2]
      return UInt16(isLittle ? pair.littleEndian : pair.bigEndian)
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw .badFile(path: path, problem: "invalid UTF-16: half of a surrogate pair")
    }
    return Array(text.utf8)
  }

  private static func refuseNUL(_ bytes: [UInt8], path: String) throws(CorpusError) {
    guard let place = bytes.firstIndex(of: 0) else { return }
    let zeros = bytes.prefix(4096).count { $0 == 0 }
    let problem =
      zeros > min(bytes.count, 4096) / 4
      ? "a NUL byte at every other place: it looks like UTF-16 without a byte order mark; write UTF-8"
      : "a NUL byte: the file is damaged, or no text"
    throw .badLine(path: path, line: 1 + LineEnds.count(in: bytes[..<place]), problem: problem)
  }
}

/// Line ends of text: LF, CRLF, or a lone CR.
enum LineEnds {
  /// How many line ends bytes have.
  static func count(in bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for place in bytes.indices {
      let isBeforeFeed = place + 1 < bytes.endIndex && bytes[place + 1] == 0x0A
      if bytes[place] == 0x0A || bytes[place] == 0x0D && !isBeforeFeed { count += 1 }
    }
    return count
  }

  /// Whether the first line ends with a lone CR, as old Macintoshes and some spreadsheets write.
  static func isReturn(_ bytes: [UInt8]) -> Bool {
    guard let place = bytes.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return false }
    return bytes[place] == 0x0D && (place + 1 == bytes.count || bytes[place + 1] != 0x0A)
  }
}
