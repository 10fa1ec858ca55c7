/// Words inside of tags that have a spelling of their own.
extension JinjaLexer {
  private static let doubles: Set<String> = ["//", "**", "==", "!=", ">=", "<="]
  private static let singles = Set("+-/*%~[](){}><=.:|,;".unicodeScalars)

  mutating func symbol() throws(JinjaProblem) -> String {
    let two = String(scalars: source[place..<min(place + 2, source.count)])
    if Self.doubles.contains(two) {
      move(to: place + 2)
      return two
    }
    let one = source[place]
    guard Self.singles.contains(one) else {
      throw .syntax("'\(one)' means nothing", line: line)
    }
    move(to: place + 1)
    return String(one)
  }

  /// Reads a number; one behind a dot is an index, in which a further dot is not part of the number.
  mutating func number() throws(JinjaProblem) -> JinjaToken.Kind {
    func digits(from start: Int) -> Int {
      var end = start
      while end < source.count {
        let isGap = source[end] == "_" && end > start && end + 1 < source.count
        guard "0"..."9" ~= source[end] || isGap && "0"..."9" ~= source[end + 1] else { break }
        end += 1
      }
      return end
    }
    let isIndex = place > 0 && source[place - 1] == "."
    if source[place] == "0", place + 1 < source.count,
      "bBoOxX".unicodeScalars.contains(source[place + 1])
    {
      throw .unknown("a number that is not decimal", line: line)
    }
    var end = digits(from: place)
    var isFloat = false
    if !isIndex {
      if end < source.count, source[end] == ".", digits(from: end + 1) > end + 1 {
        end = digits(from: end + 1)
        isFloat = true
      }
      if end < source.count, source[end] == "e" || source[end] == "E" {
        let isSigned = end + 1 < source.count && (source[end + 1] == "+" || source[end + 1] == "-")
        let start = isSigned ? end + 2 : end + 1
        if digits(from: start) > start {
          end = digits(from: start)
          isFloat = true
        }
      }
    }
    let isZero = source[place] == "0" && !isFloat
    if isZero, source[place..<end].contains(where: { "1"..."9" ~= $0 }) {
      throw .syntax("a whole number begins with 0", line: line)
    }
    let text = String(scalars: source[place..<end].filter { $0 != "_" })
    move(to: end)
    if isFloat {
      guard let value = Double(text) else { throw .unknown("the number \(text)", line: line) }
      return .number(value)
    }
    guard let value = Int(text) else {
      throw .unknown("a whole number beyond 64 bits", line: line)
    }
    return .integer(value)
  }

  mutating func string(_ quote: Unicode.Scalar) throws(JinjaProblem) -> String {
    let start = line
    var text = String.UnicodeScalarView()
    var end = place + 1
    while end < source.count, source[end] != quote {
      guard source[end] == "\\" else {
        text.append(source[end])
        end += 1
        continue
      }
      guard end + 1 < source.count else { break }
      try escape(at: &end, into: &text)
    }
    guard end < source.count else { throw .syntax("a string has no end", line: start) }
    move(to: end + 1)
    return String(text)
  }

  /// What a backslash and a letter mean; a backslash before any other stays.
  private static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "n": "\n", "t": "\t", "r": "\r", "\\": "\\", "'": "'", "\"": "\"", "a": "\u{7}", "b": "\u{8}",
    "f": "\u{C}", "v": "\u{B}",
  ]

  private func escape(
    at end: inout Int, into text: inout String.UnicodeScalarView
  ) throws(JinjaProblem) {
    let letter = source[end + 1]
    end += 2
    if let scalar = Self.escapes[letter] {
      text.append(scalar)
      return
    }
    switch letter {
    case "\n": return
    case "x", "u", "U":
      let count = letter == "x" ? 2 : letter == "u" ? 4 : 8
      let digits = source[end..<min(end + count, source.count)]
      guard digits.count == count,
        digits.allSatisfy({ $0.isASCII && $0.properties.isASCIIHexDigit }),
        let value = UInt32(String(scalars: digits), radix: 16)
      else { throw .syntax("an escape needs \(count) hexadecimal digits", line: line) }
      guard let scalar = Unicode.Scalar(value) else {
        throw .unknown("a code point that stands for half of one", line: line)
      }
      text.append(scalar)
      end += count
    case "N", "0"..."7": throw .unknown("the escape \\\(letter)", line: line)
    default:
      guard letter.isASCII else { throw .unknown("an escape of '\(letter)'", line: line) }
      text.append("\\")
      text.append(letter)
    }
  }
}
