import Plain

/// Cuts text at added tokens: leftmost match first, the longest of those.
struct AddedTokenMatcher: Sendable {
  /// A stretch of text, which is one added token when it has an id.
  struct Piece: Equatable {
    var range: Range<Int>
    var id: Int32?
  }

  private struct Pattern: Sendable {
    var bytes: [UInt8]
    var token: AddedToken
  }

  /// Patterns by their first byte, longest first.
  private var patterns: [[Pattern]]
  private let isEmpty: Bool

  /// Makes a matcher of tokens, whose text `normalize` may change first.
  init(_ tokens: [AddedToken], normalize: (String) -> [UInt8] = { Array($0.utf8) }) {
    patterns = Array(repeating: [], count: 256)
    isEmpty = tokens.isEmpty
    for token in tokens {
      let bytes = normalize(token.content)
      guard let first = bytes.first else { continue }
      patterns[Int(first)].append(Pattern(bytes: bytes, token: token))
    }
    for first in patterns.indices {
      patterns[first].sort { $0.bytes.count > $1.bytes.count }
    }
  }

  /// The pieces of valid UTF-8 text, in order, without empty ones.
  func pieces(_ text: [UInt8]) -> [Piece] {
    guard !isEmpty else { return text.isEmpty ? [] : [Piece(range: 0..<text.count)] }
    var out: [Piece] = []
    var start = 0
    var cursor = 0
    while cursor < text.count {
      guard let pattern = match(text, at: cursor) else {
        cursor += 1
        continue
      }
      var from = cursor
      var to = cursor + pattern.bytes.count
      cursor = to
      let token = pattern.token
      if token.isSingleWord, touchesWord(text, from..<to) { continue }
      if token.stripsLeft { from = max(start, Self.spaceStart(text, before: from)) }
      if token.stripsRight { to = Self.spaceEnd(text, after: to) }
      if start < from { out.append(Piece(range: start..<from)) }
      out.append(Piece(range: max(start, from)..<max(start, to), id: token.id))
      start = max(start, to)
    }
    if start < text.count { out.append(Piece(range: start..<text.count)) }
    return out
  }

  private func match(_ text: [UInt8], at cursor: Int) -> Pattern? {
    for pattern in patterns[Int(text[cursor])]
    where cursor + pattern.bytes.count <= text.count
      && text[cursor..<cursor + pattern.bytes.count].elementsEqual(pattern.bytes)
    {
      return pattern
    }
    return nil
  }

  private func touchesWord(_ text: [UInt8], _ range: Range<Int>) -> Bool {
    if range.upperBound < text.count, text.scalar(at: range.upperBound).isWordScalar { return true }
    return range.lowerBound > 0 && text.scalar(before: range.lowerBound).isWordScalar
  }

  private static func spaceStart(_ text: [UInt8], before end: Int) -> Int {
    var cursor = end
    while cursor > 0 {
      let scalar = text.scalar(before: cursor)
      guard scalar.properties.isWhitespace else { break }
      cursor -= UTF8.width(scalar)
    }
    return cursor
  }

  private static func spaceEnd(_ text: [UInt8], after start: Int) -> Int {
    var cursor = start
    while cursor < text.count {
      let scalar = text.scalar(at: cursor)
      guard scalar.properties.isWhitespace else { break }
      cursor += UTF8.width(scalar)
    }
    return cursor
  }
}

extension Unicode.Scalar {
  /// `\w` of a regular expression: letters, marks, digits, connectors.
  fileprivate var isWordScalar: Bool {
    if properties.isAlphabetic || properties.isJoinControl { return true }
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    default: false
    }
  }
}
