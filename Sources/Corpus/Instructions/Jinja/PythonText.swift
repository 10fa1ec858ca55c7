extension String {
  /// A text of code points.
  init(scalars: some Sequence<Unicode.Scalar>) {
    var view = UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}

/// What Python's strings do, by code points.
enum PythonText {
  /// Whether Python takes it as white space.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x1C...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
      0x205F, 0x3000:
      true
    default: false
    }
  }

  /// The ends of a text.
  enum End: Sendable {
    case left
    case right
    case both
  }

  /// A text without what stands at its ends: these code points, or white space.
  static func stripped(_ text: String, of letters: String? = nil, at end: End = .both) -> String {
    let set = letters.map { Set($0.unicodeScalars) }
    func goes(_ scalar: Unicode.Scalar) -> Bool { set?.contains(scalar) ?? isSpace(scalar) }
    var rest = text.unicodeScalars[...]
    if end != .right { rest = rest.drop(while: goes) }
    if end != .left {
      while let last = rest.last, goes(last) { rest.removeLast() }
    }
    return String(rest)
  }

  /// Where `part` begins in a text, in bytes, from left to right and without overlaps; found in linear time.
  static func places(of part: [UInt8], in text: [UInt8], limit: Int = .max) -> [Int] {
    guard !part.isEmpty, part.count <= text.count, limit > 0 else { return [] }
    // How long an end of the first bytes is also their beginning (Knuth, Morris and Pratt 1977).
    var borders = [Int](repeating: 0, count: part.count)
    var matched = 0
    for index in 1..<part.count {
      while matched > 0, part[index] != part[matched] { matched = borders[matched - 1] }
      if part[index] == part[matched] { matched += 1 }
      borders[index] = matched
    }
    var places: [Int] = []
    matched = 0
    for (index, byte) in text.enumerated() {
      while matched > 0, byte != part[matched] { matched = borders[matched - 1] }
      if byte == part[matched] { matched += 1 }
      if matched == part.count {
        places.append(index + 1 - part.count)
        if places.count == limit { break }
        matched = 0
      }
    }
    return places
  }

  static func contains(_ text: String, _ part: String) -> Bool {
    part.isEmpty || !places(of: Array(part.utf8), in: Array(text.utf8), limit: 1).isEmpty
  }

  /// The parts between separators, at most `limit` of which count.
  static func split(_ text: String, at separator: String, limit: Int, from end: End) -> [String] {
    let bytes = Array(text.utf8)
    let part = Array(separator.utf8)
    var places: [Int]
    if end == .right {
      places = Self.places(of: part.reversed(), in: bytes.reversed(), limit: limit)
        .map { bytes.count - $0 - part.count }.reversed()
    } else {
      places = Self.places(of: part, in: bytes, limit: limit)
    }
    var start = 0
    places.append(bytes.count)
    return places.map { place in
      defer { start = place + part.count }
      return String(decoding: bytes[start..<place], as: UTF8.self)
    }
  }

  /// The words between white space; behind the last that counts, the rest.
  static func split(_ text: String, limit: Int, from end: End) -> [String] {
    var scalars = Array(text.unicodeScalars)
    if end == .right { scalars.reverse() }
    var words: [ArraySlice<Unicode.Scalar>] = []
    var rest = scalars[...].drop(while: isSpace)
    while !rest.isEmpty {
      let word = words.count < limit ? rest.prefix { !isSpace($0) } : rest
      words.append(word)
      rest = rest[word.endIndex...].drop(while: isSpace)
    }
    if end != .right { return words.map { String(scalars: $0) } }
    return words.reversed().map { String(scalars: $0.reversed()) }
  }

  /// The lines, without what ends them unless `keepsEnds`.
  static func lines(_ text: String, keepsEnds: Bool = false) -> [String] {
    let scalars = Array(text.unicodeScalars)
    var lines: [String] = []
    var start = 0
    var place = 0
    while place < scalars.count {
      switch scalars[place].value {
      case 0x0A...0x0D, 0x1C...0x1E, 0x85, 0x2028, 0x2029:
        let isPair =
          scalars[place] == "\r" && place + 1 < scalars.count && scalars[place + 1] == "\n"
        let next = place + (isPair ? 2 : 1)
        lines.append(String(scalars: scalars[start..<(keepsEnds ? next : place)]))
        start = next
        place = next
      default: place += 1
      }
    }
    if start < scalars.count { lines.append(String(scalars: scalars[start...])) }
    return lines
  }

  /// A text in which `part` is replaced, at most `limit` times; an empty part stands between all code points.
  static func replacing(
    _ part: String, with other: String, in text: String, limit: Int
  ) throws(JinjaProblem) -> String {
    let count =
      part.isEmpty
      ? min(limit, text.unicodeScalars.count + 1)
      : places(of: Array(part.utf8), in: Array(text.utf8), limit: limit).count
    let (growth, overflow) = count.multipliedReportingOverflow(by: other.utf8.count)
    guard !overflow, growth <= JinjaBudget.weight else {
      throw .evaluation("a text or list is too long")
    }
    guard part.isEmpty else {
      return split(text, at: part, limit: limit, from: .left).joined(separator: other)
    }
    var result = ""
    for (index, scalar) in text.unicodeScalars.enumerated() {
      if index < count { result += other }
      result.unicodeScalars.append(scalar)
    }
    return count > text.unicodeScalars.count ? result + other : result
  }

  // MARK: - Case

  static func upper(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { $0 += $1.properties.uppercaseMapping }
  }

  static func lower(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    for place in scalars.indices { result += lower(scalars, place) }
    return result
  }

  /// The small letter; a sigma at the end of a word is another.
  private static func lower(_ scalars: [Unicode.Scalar], _ place: Int) -> String {
    guard scalars[place] == "Σ" else { return scalars[place].properties.lowercaseMapping }
    func isCased(_ others: some Sequence<Unicode.Scalar>) -> Bool {
      others.first { !$0.properties.isCaseIgnorable }?.properties.isCased ?? false
    }
    return isCased(scalars[..<place].reversed()) && !isCased(scalars[(place + 1)...]) ? "ς" : "σ"
  }

  /// The first letter large, all others small.
  static func capitalized(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = scalars.first?.properties.titlecaseMapping ?? ""
    for place in scalars.indices.dropFirst() { result += lower(scalars, place) }
    return result
  }

  /// Python's `title`: a large letter behind everything that is no letter.
  static func title(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = ""
    var isInWord = false
    for (place, scalar) in scalars.enumerated() {
      result += isInWord ? lower(scalars, place) : scalar.properties.titlecaseMapping
      isInWord = scalar.properties.isCased
    }
    return result
  }

  /// Jinja's `title`: a large letter behind blanks, hyphens and opening brackets.
  static func words(_ text: String) -> String {
    var result = ""
    var word = String.UnicodeScalarView()
    func finish() {
      guard let first = word.first else { return }
      result += upper(String(first)) + lower(String(scalars: word.dropFirst()))
      word = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      if isSpace(scalar) || "-({[<".unicodeScalars.contains(scalar) {
        finish()
        result.unicodeScalars.append(scalar)
      } else {
        word.append(scalar)
      }
    }
    finish()
    return result
  }

  /// Whether a text has letters of a case, and none of another.
  static func isCase(_ text: String, upper: Bool) -> Bool {
    var isFound = false
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      if upper ? properties.isLowercase : properties.isUppercase { return false }
      if properties.generalCategory == .titlecaseLetter { return false }
      if upper ? properties.isUppercase : properties.isLowercase { isFound = true }
    }
    return isFound
  }

  // MARK: - Numbers

  /// The whole number that a text spells; nil: none.
  static func integer(_ text: String) throws(JinjaProblem) -> Int? {
    guard let digits = digits(text), !digits.isEmpty else { return nil }
    let sign = digits.hasPrefix("-") || digits.hasPrefix("+")
    guard
      digits.dropFirst(sign ? 1 : 0).utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
      ),
      digits.utf8.count > (sign ? 1 : 0)
    else { return nil }
    guard let value = Int(digits) else { throw .unknown("a whole number beyond 64 bits") }
    return value
  }

  /// The number that a text spells; nil: none.
  static func number(_ text: String) -> Double? {
    guard let digits = digits(text)?.lowercased() else { return nil }
    let unsigned = digits.drop { $0 == "+" || $0 == "-" }
    // No hexadecimal numbers, which Swift reads and Python does not.
    guard
      ["inf", "infinity", "nan"].contains(unsigned)
        || unsigned.allSatisfy({ "0123456789.e+-".contains($0) })
    else { return nil }
    return Double(digits)
  }

  /// The text without white space around it and single `_` between digits; nil: they stand elsewhere.
  private static func digits(_ text: String) -> String? {
    let text = stripped(text)
    guard text.contains("_") else { return text }
    let bytes = Array(text.utf8)
    for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
      guard place > 0, place + 1 < bytes.count,
        [bytes[place - 1], bytes[place + 1]].allSatisfy({
          UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        })
      else { return nil }
    }
    return text.filter { $0 != "_" }
  }
}
