/// What the quotes of a TSV file mean: programs such as pandas enclose fields in them, GLUE's files have them as text.
///
/// A writer of quotes encloses every field that has one, and doubles it. So one field with a quote that is not enclosed
/// says that they are text; and enclosed fields say that they are a writer's only if one of them could not be written
/// without: it has a doubled quote, or a separator or line end inside.
struct QuoteSigns {
  /// Whether every field with a quote is enclosed in quotes as a whole.
  private(set) var isConsistent = true
  /// Fields that are enclosed.
  private(set) var enclosed = 0
  private var hasDoubled = false
  private var hasSpan = false
  /// Fields that stand without quotes and are no numbers.
  private var bareWords = 0
  private var isRaggedAsText = false

  init(_ bytes: [UInt8], separator: UInt8) {
    var cursor = 0
    while isConsistent, cursor < bytes.count {
      let start = cursor
      if bytes[cursor] == quote {
        cursor = closing(bytes, from: cursor + 1, separator)
        let isEnd = cursor >= bytes.count || isBreak(bytes[cursor]) || bytes[cursor] == separator
        isConsistent = isConsistent && isEnd
        enclosed += 1
      } else {
        while cursor < bytes.count, bytes[cursor] != separator, !isBreak(bytes[cursor]) {
          if bytes[cursor] == quote { isConsistent = false }
          cursor += 1
        }
        if start < cursor, !Self.isNumber(bytes[start..<cursor]) { bareWords += 1 }
      }
      cursor += 1
    }
    if hasSpan { isRaggedAsText = Self.isRagged(bytes, separator) }
  }

  /// Whether quotes enclose fields.
  var areEnclosing: Bool {
    isConsistent && enclosed > 0
      && (hasDoubled || hasSpan && isRaggedAsText || bareWords == 0 && enclosed > 1)
  }

  private var quote: UInt8 { UInt8(ascii: "\"") }
  private func isBreak(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Where the byte behind the closing quote is.
  private mutating func closing(_ bytes: [UInt8], from start: Int, _ separator: UInt8) -> Int {
    var cursor = start
    while cursor < bytes.count {
      if bytes[cursor] == quote {
        guard cursor + 1 < bytes.count, bytes[cursor + 1] == quote else { return cursor + 1 }
        hasDoubled = true
        cursor += 1
      } else if bytes[cursor] == separator || isBreak(bytes[cursor]) {
        hasSpan = true
      }
      cursor += 1
    }
    isConsistent = false
    return cursor
  }

  private static func isNumber(_ field: ArraySlice<UInt8>) -> Bool {
    field.count < 32 && Double(String(decoding: field, as: UTF8.self)) != nil
  }

  /// Whether lines have different numbers of fields when quotes are text.
  private static func isRagged(_ bytes: [UInt8], _ separator: UInt8) -> Bool {
    let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }
    let counts = Set(lines.lazy.map { $0.count { $0 == separator } })
    return counts.count > 1
  }
}
