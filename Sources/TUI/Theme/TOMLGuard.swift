/// A look at brackets before a TOML text goes to the parser.
///
/// The parser (toml++ 3) aborts the process on a `}` where an array wants a value; no text of a
/// user may do that.
public enum TOMLGuard {
  /// What is wrong with the brackets of `text`, with the line; nil when the parser may have it.
  public static func flaw(in text: String) -> (line: Int, message: String)? {
    var scanner = Scanner(bytes: Array(text.utf8))
    return scanner.flaw()
  }

  /// Walks over a text, jumping over comments and strings.
  private struct Scanner {
    let bytes: [UInt8]
    var index = 0
    var line = 1
    var open: [UInt8] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func flaw() -> (line: Int, message: String)? {
      while index < bytes.count {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\n"): line += 1
        case UInt8(ascii: "#"): skipComment()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): skipString(byte)
        case UInt8(ascii: "["), UInt8(ascii: "{"): open.append(byte)
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          // ASCII puts each closing bracket two places after its opening one.
          guard open.popLast() == byte - 2 else {
            let bracket = Character(Unicode.Scalar(byte))
            return (line, "'\(bracket)' closes nothing that is open")
          }
        default: break
        }
        index += 1
      }
      return nil
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
