import Plain

/// What is in a column, as far as its records were looked at.
struct ColumnProfile {
  /// More different values than this are not counted.
  static let distinctLimit = 200

  /// The column.
  var column: TableColumn
  /// Records that have a value there that is not blank.
  private(set) var filled = 0
  /// Values that are strings.
  private(set) var strings = 0
  private(set) var characters = 0
  private(set) var spaces = 0
  /// Different values with how often each is there, up to the limit.
  private(set) var counts: [String: Int] = [:]
  /// Whether every value is a whole number.
  private(set) var isWhole = true
  /// The first value.
  private(set) var example = ""

  init(_ column: TableColumn) { self.column = column }

  /// Takes in the value of one record.
  mutating func add(_ value: JSONValue?) {
    let text: String
    switch value {
    case .string(let string):
      guard !string.allSatisfy(\.isWhitespace) else { return }
      strings += 1
      characters += string.utf8.count
      spaces += string.utf8.count { $0 == 0x20 }
      text = string
    case .number(_, let spelling): text = spelling
    case .bool(let flag): text = String(flag)
    default: return
    }
    if filled == 0 { example = text }
    filled += 1
    if isWhole, text.utf8.count > 20 || Int(text) == nil { isWhole = false }
    guard counts.count <= Self.distinctLimit || counts[text] != nil else { return }
    counts[text, default: 0] += 1
  }

  /// Whether it holds texts: several words each, and not the same ones again and again.
  var isTextLike: Bool {
    strings > 0 && strings == filled && spaces >= 2 * strings && characters >= 12 * strings
      && (counts.count > strings / 2 || counts.count > Self.distinctLimit / 2)
  }

  /// Whether it tells classes apart, among `records`: few values, each short and there again.
  func isClassLike(records: Int) -> Bool {
    filled == records && (2...50).contains(counts.count) && counts.count * 2 <= max(4, records)
      && !isTextLike && counts.keys.allSatisfy { $0.utf8.count <= 40 }
  }
}
