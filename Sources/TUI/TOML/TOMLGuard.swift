/// A look at a TOML text before it goes to the parser.
///
/// The parser (toml++ 3) aborts the process on a `}` where an array wants a value, and on what
/// cannot begin the name of a table; no text of a user may do that.
enum TOMLGuard {
  /// What is wrong with `text`, with the line; nil when the parser may have it.
  static func flaw(in text: String) -> (line: Int, message: String)? {
    var scanner = Scanner(bytes: Array(text.utf8))
    return scanner.flaw()
  }

  /// Walks over a text, jumping over comments and strings.
  private struct Scanner {
    let bytes: [UInt8]
    var index = 0
    var line = 1
    var open: [UInt8] = []
    /// Whether nothing but blanks came since the line began.
    var isFresh = true

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func flaw() -> (line: Int, message: String)? {
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "["), isFresh, open.isEmpty, !hasName(behind: index) {
          return (line, "a table needs a name of letters, digits, - and _, or one in quotes")
        }
        // Bytes beyond ASCII may be blanks to the parser; it refuses the rest of them itself.
        if byte > UInt8(ascii: " "), byte < 0x80 { isFresh = false }
        switch byte {
        case UInt8(ascii: "\n"):
          line += 1
          isFresh = true
        case UInt8(ascii: "#"): skipComment()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
        case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          // ASCII puts each closing bracket two places after its opening one.
          guard open.popLast() == byte - 2 else {
            let bracket = Character(Unicode.Scalar(byte))
            return (line, "'\(bracket)' closes nothing that is open")
          }
        case 0..<0x20 where byte != UInt8(ascii: "\t") && byte != UInt8(ascii: "\r"), 0x7f:
          return (line, "a control character (byte \(byte)) has no place outside of strings")
        default: break
        }
        index += 1
      }
      return nil
    }

    /// Whether a table's bracket, or two, stand before what can begin a name.
    private func hasName(behind place: Int) -> Bool {
      var rest = bytes[(place + 1)...]
      if rest.first == UInt8(ascii: "[") { rest.removeFirst() }
      guard let first = rest.first(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
      else { return true }
      let isLetter = (first | 0x20) >= UInt8(ascii: "a") && (first | 0x20) <= UInt8(ascii: "z")
      let isDigit = first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9")
      // A blank name is the parser's to report.
      return isLetter || isDigit || "-_\"']".utf8.contains(first)
    }

    private mutating func skipComment() {
      while index + 1 < bytes.count, bytes[index + 1] != UInt8(ascii: "\n") { index += 1 }
    }

    /// Leaves `index` on the last byte of the string; a string without end is the parser's to
    /// report.
    private mutating func skipString(_ quote: UInt8) {
      let isLong = hasQuotes(quote, at: index)
      index += isLong ? 3 : 1
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
          index += 1
        } else if byte == quote, !isLong || hasQuotes(quote, at: index) {
          if isLong { index += 2 }
          return
        } else if byte == UInt8(ascii: "\n") {
          line += 1
          if !isLong { return }
        }
        index += 1
      }
    }

    private func hasQuotes(_ quote: UInt8, at place: Int) -> Bool {
      place + 2 < bytes.count && bytes[place..<place + 3].allSatisfy { $0 == quote }
    }
  }
}
