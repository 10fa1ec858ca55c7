/// A word of a template, with the line it stands on.
struct JinjaToken: Sendable {
  /// What it is.
  enum Kind: Sendable, Equatable {
    case text(String)
    case outputBegin
    case outputEnd
    case blockBegin
    case blockEnd
    case name(String)
    case string(String)
    case integer(Int)
    case number(Double)
    case symbol(String)
    case end
  }

  /// What it is.
  var kind: Kind
  /// From one on.
  var line: Int
}

/// Cuts a template into words, and takes the white space away that `-`, `trim_blocks` and `lstrip_blocks` take.
struct JinjaLexer {
  let source: [Unicode.Scalar]
  var place = 0
  var line = 1
  private var tokens: [JinjaToken] = []
  /// Whether what was read last ends with a line feed, so that blanks before a tag begin a line.
  private var beginsLine = true

  /// Reads a template whose lines end in any way; the last line feed is no part of it.
  init(_ template: String) {
    var source: [Unicode.Scalar] = []
    var previous: Unicode.Scalar = " "
    for scalar in template.unicodeScalars {
      if scalar == "\r" || scalar == "\n" {
        if !(scalar == "\n" && previous == "\r") { source.append("\n") }
      } else {
        source.append(scalar)
      }
      previous = scalar
    }
    if source.last == "\n" { source.removeLast() }
    self.source = source
  }

  /// All words, the last of which is the end.
  mutating func words() throws(JinjaProblem) -> [JinjaToken] {
    while place < source.count {
      guard
        let tag = (place..<source.count).first(where: {
          isAt("{%", $0) || isAt("{{", $0) || isAt("{#", $0)
        })
      else {
        add(text: source[place...])
        place = source.count
        break
      }
      let kind = source[tag + 1]
      let sign: Unicode.Scalar? = tag + 2 < source.count ? source[tag + 2] : nil
      add(text: kept(place..<tag, before: sign, isOutput: kind == "{"))
      let start = line
      move(to: tag + 2)
      if sign == "-" || sign == "+" { move(to: place + 1) }
      switch kind {
      case "#": try skipComment(from: start)
      case "{":
        tokens.append(JinjaToken(kind: .outputBegin, line: line))
        try readTag(isOutput: true)
      default:
        if try readRaw() { continue }
        tokens.append(JinjaToken(kind: .blockBegin, line: line))
        try readTag(isOutput: false)
      }
    }
    return tokens + [JinjaToken(kind: .end, line: line)]
  }

  func isAt(_ text: StaticString, _ place: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard place + count <= source.count else { return false }
    return source[place..<place + count].elementsEqual("\(text)".unicodeScalars)
  }

  mutating func move(to end: Int) {
    for scalar in source[place..<end] where scalar == "\n" { line += 1 }
    if end > place { beginsLine = source[end - 1] == "\n" }
    place = end
  }

  private mutating func add(text: ArraySlice<Unicode.Scalar>) {
    guard !text.isEmpty else { return }
    tokens.append(JinjaToken(kind: .text(String(scalars: text)), line: line))
  }

  /// What is left of the text before a tag.
  private func kept(
    _ range: Range<Int>, before sign: Unicode.Scalar?, isOutput: Bool
  ) -> ArraySlice<Unicode.Scalar> {
    let text = source[range]
    if sign == "-" {
      let end = text.lastIndex { !PythonText.isSpace($0) }.map { $0 + 1 } ?? text.startIndex
      return text[..<end]
    }
    guard sign != "+", !isOutput else { return text }
    let feed = text.lastIndex(of: "\n")
    guard feed != nil || beginsLine else { return text }
    let start = feed.map { $0 + 1 } ?? text.startIndex
    return text[start...].allSatisfy(PythonText.isSpace) ? text[..<start] : text
  }

  private mutating func skipSpace() {
    var end = place
    while end < source.count, PythonText.isSpace(source[end]) { end += 1 }
    move(to: end)
  }

  /// Reads the end of a tag if it stands here, with the white space that it takes.
  private mutating func takeEnd(_ end: StaticString, trims: Bool, mayKeep: Bool = true) -> Bool {
    if isAt(end, place) {
      move(to: place + 2)
      if trims, isAt("\n", place) { move(to: place + 1) }
      return true
    }
    guard place < source.count, isAt(end, place + 1) else { return false }
    if source[place] == "-" {
      move(to: place + 3)
      skipSpace()
      return true
    }
    guard mayKeep, source[place] == "+" else { return false }
    move(to: place + 3)
    return true
  }

  private mutating func skipComment(from start: Int) throws(JinjaProblem) {
    while place < source.count {
      if takeEnd("#}", trims: true) { return }
      move(to: place + 1)
    }
    throw .syntax("a comment has no end", line: start)
  }

  /// Reads from `raw` behind the beginning of a tag to the end of `endraw`.
  private mutating func readRaw() throws(JinjaProblem) -> Bool {
    var start = place
    while start < source.count, PythonText.isSpace(source[start]) { start += 1 }
    guard isAt("raw", start) else { return false }
    start += 3
    while start < source.count, PythonText.isSpace(source[start]) { start += 1 }
    guard isAt("%}", start) || isAt("-%}", start) else { return false }
    let first = line
    move(to: start)
    _ = takeEnd("%}", trims: false)
    let text = place
    var tag = place
    while tag < source.count {
      guard isAt("{%", tag) else {
        tag += 1
        continue
      }
      let sign: Unicode.Scalar? = tag + 2 < source.count ? source[tag + 2] : nil
      var end = sign == "-" || sign == "+" ? tag + 3 : tag + 2
      while end < source.count, PythonText.isSpace(source[end]) { end += 1 }
      if isAt("endraw", end) {
        let kept = kept(text..<tag, before: sign, isOutput: false)
        end += 6
        while end < source.count, PythonText.isSpace(source[end]) { end += 1 }
        if isAt("%}", end) || isAt("-%}", end) || isAt("+%}", end) {
          add(text: kept)
          move(to: end)
          _ = takeEnd("%}", trims: true)
          return true
        }
      }
      tag += 1
    }
    throw .syntax("raw has no end", line: first)
  }

  /// Reads the words of a tag with its end; brackets in it hide ends.
  private mutating func readTag(isOutput: Bool) throws(JinjaProblem) {
    var open: [Unicode.Scalar] = []
    while place < source.count {
      let start = line
      if open.isEmpty, takeEnd(isOutput ? "}}" : "%}", trims: !isOutput, mayKeep: !isOutput) {
        tokens.append(JinjaToken(kind: isOutput ? .outputEnd : .blockEnd, line: start))
        return
      }
      let scalar = source[place]
      if PythonText.isSpace(scalar) {
        skipSpace()
      } else if "0"..."9" ~= scalar {
        tokens.append(JinjaToken(kind: try number(), line: start))
      } else if scalar == "_" || scalar.properties.isXIDStart {
        var end = place + 1
        while end < source.count, source[end].properties.isXIDContinue { end += 1 }
        tokens.append(JinjaToken(kind: .name(String(scalars: source[place..<end])), line: start))
        move(to: end)
      } else if scalar == "'" || scalar == "\"" {
        tokens.append(JinjaToken(kind: .string(try string(scalar)), line: start))
      } else {
        let symbol = try symbol()
        switch symbol {
        case "(", "[", "{": open.append(scalar)
        case ")", "]", "}":
          let partner: Unicode.Scalar = symbol == ")" ? "(" : symbol == "]" ? "[" : "{"
          guard open.popLast() == partner else {
            throw .syntax("'\(symbol)' has no beginning", line: start)
          }
        default: break
        }
        tokens.append(JinjaToken(kind: .symbol(symbol), line: start))
      }
    }
  }
}
