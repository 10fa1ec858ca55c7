import Plain

/// Objects of JSON: one a line, one after another however they are laid out, or in a list.
struct JSONRecords: RecordSource {
  private enum Layout {
    case lines, sequence, list
  }

  let path: String
  let bytes: [UInt8]
  private let layout: Layout
  private var cursor = 0
  private var line = 1
  /// Up to where line ends are counted.
  private var counted = 0
  /// Where the line ends that is being read.
  private var lineEnd = 0
  private var isFirst = true

  /// Objects from the first byte on.
  init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    layout = Self.layout(of: bytes)
  }

  private static func layout(of bytes: [UInt8]) -> Layout {
    guard let start = bytes.firstIndex(where: { !isSpace($0) }) else { return .lines }
    if bytes[start] == UInt8(ascii: "[") { return .list }
    let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
    var cursor = start
    while cursor < end {
      guard (try? JSONValue.parse(bytes, at: &cursor, before: end)) != nil else { return .sequence }
      while cursor < end, isSpace(bytes[cursor]) { cursor += 1 }
    }
    return .lines
  }

  /// Whether JSON may have the byte between values.
  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// The next object.
  mutating func next() throws(CorpusError) -> TableRecord? {
    if layout == .list, isFirst {
      skipSpace()
      cursor += 1
      skipSpace()
      if take("]") { return try end() }
    } else if layout == .list {
      skipSpace()
      if take("]") { return try end() }
      guard take(",") else { throw bad(cursor, "',' or ']' is missing between two objects") }
    }
    isFirst = false
    skipSpace()
    guard cursor < bytes.count || layout == .list else { return nil }
    if layout == .lines, cursor >= lineEnd {
      lineEnd = bytes[cursor...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
      guard lineEnd - cursor <= DatasetReader.lineLimit else {
        throw bad(
          cursor,
          "a line of \(lineEnd - cursor) bytes, the limit is \(DatasetReader.lineLimit)",
          isPlaced: false)
      }
    }
    let start = cursor
    let value: JSONValue
    do {
      value = try JSONValue.parse(
        bytes, at: &cursor, before: layout == .lines ? lineEnd : bytes.count)
    } catch {
      throw bad(error.offset, sign(at: error.offset) ?? error.problem)
    }
    guard value.members != nil else { throw bad(start, "not a JSON object", isPlaced: false) }
    return TableRecord(cells: .object(value), line: line(at: start))
  }

  /// What other programs write where JSON has something else, by the byte at which it ceases to be JSON.
  private func sign(at place: Int) -> String? {
    guard place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "'"):
      return "a single quote, where JSON has double ones (json.dumps in Python)"
    case UInt8(ascii: ",") where layout != .list && bytes[..<place].last == UInt8(ascii: "}"):
      return "a comma behind the object, as in a list: objects one after another have none"
    default: return nil
    }
  }

  private mutating func end() throws(CorpusError) -> TableRecord? {
    skipSpace()
    guard cursor == bytes.count else { throw bad(cursor, "text after the end of the list") }
    return nil
  }

  private mutating func skipSpace() {
    while cursor < bytes.count, Self.isSpace(bytes[cursor]) { cursor += 1 }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: character) else { return false }
    cursor += 1
    return true
  }

  private mutating func line(at place: Int) -> Int {
    if place > counted {
      line += LineEnds.count(in: bytes[counted..<place])
      counted = place
    }
    return line
  }

  private mutating func bad(
    _ place: Int, _ problem: String, isPlaced: Bool = true
  ) -> CorpusError {
    // What is missing at the end is missing on the last line that has anything.
    var place = min(place, bytes.count)
    if place == bytes.count {
      while place > counted, Self.isSpace(bytes[place - 1]) { place -= 1 }
    }
    let number = line(at: place)
    let start = bytes[..<place].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? 0
    let text = isPlaced ? "\(problem) at byte \(place - start) of the line" : problem
    return .badLine(path: path, line: number, problem: text)
  }
}
