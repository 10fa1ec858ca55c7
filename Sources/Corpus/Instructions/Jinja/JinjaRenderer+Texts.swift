/// The methods of texts.
extension JinjaRenderer {
  func call(
    _ text: String, _ name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> JinjaValue {
    switch name {
    case "strip", "lstrip", "rstrip":
      let letters = try Self.textIfGiven(arguments.bound(to: "chars")[0])
      let end: PythonText.End = name == "strip" ? .both : name == "lstrip" ? .left : .right
      return .string(PythonText.stripped(text, of: letters, at: end))
    case "split", "rsplit":
      return try split(text, arguments, from: name == "split" ? .left : .right)
    case "splitlines":
      let keepsEnds = try arguments.bound(to: "keepends")[0]?.isTrue ?? false
      return .list(of: PythonText.lines(text, keepsEnds: keepsEnds).map { .string($0) })
    case "startswith", "endswith": return .bool(try begins(text, name, arguments))
    case "removeprefix", "removesuffix":
      let part = try Self.text(arguments.bound(to: "part")[0])
      guard Self.begins(text, name == "removeprefix" ? "startswith" : "endswith", part) else {
        return .string(text)
      }
      let bytes = Array(text.utf8)
      let count = part.utf8.count
      let rest = name == "removeprefix" ? bytes.dropFirst(count) : bytes.dropLast(count)
      return .string(String(decoding: rest, as: UTF8.self))
    case "replace":
      let values = try arguments.bound(to: "old", "new", "count")
      let limit = try Self.limit(values[2])
      return .string(
        try PythonText.replacing(
          try Self.text(values[0]), with: try Self.text(values[1]), in: text, limit: limit))
    case "find", "rfind", "index", "count": return .integer(try find(text, name, arguments))
    case "join":
      guard let list = try arguments.bound(to: "iterable")[0] else {
        throw .evaluation("'join' without texts")
      }
      var parts: [String] = []
      for element in try elements(of: list) { parts.append(try Self.text(element)) }
      return try joined(parts, with: text)
    default:
      _ = try arguments.bound()
      return try withoutArguments(text, name)
    }
  }

  /// A text of parts, if it does not become too long.
  func joined(_ parts: [String], with separator: String) throws(JinjaProblem) -> JinjaValue {
    let (gaps, overflow) = separator.utf8.count.multipliedReportingOverflow(by: parts.count)
    let count = parts.reduce(overflow ? .max : gaps) { JinjaBudget.sum($0, $1.utf8.count) }
    try budget.take(bytes: count)
    return .string(parts.joined(separator: separator))
  }

  private func withoutArguments(_ text: String, _ name: String) throws(JinjaProblem) -> JinjaValue {
    func all(_ holds: (Unicode.Scalar) -> Bool) -> JinjaValue {
      .bool(!text.isEmpty && text.unicodeScalars.allSatisfy(holds))
    }
    func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
      default: false
      }
    }
    func isDigit(_ scalar: Unicode.Scalar) -> Bool {
      [.decimal, .digit].contains(scalar.properties.numericType)
    }
    switch name {
    case "upper": return .string(PythonText.upper(text))
    case "lower": return .string(PythonText.lower(text))
    case "title": return .string(PythonText.title(text))
    case "capitalize": return .string(PythonText.capitalized(text))
    case "isupper": return .bool(PythonText.isCase(text, upper: true))
    case "islower": return .bool(PythonText.isCase(text, upper: false))
    case "isspace": return all(PythonText.isSpace)
    case "isalpha": return all(isLetter)
    case "isdigit": return all(isDigit)
    case "isalnum": return all { isLetter($0) || $0.properties.numericType != nil }
    default: throw .unknown("'\(name)' of a text")
    }
  }

  private func split(
    _ text: String, _ arguments: JinjaArguments, from end: PythonText.End
  ) throws(JinjaProblem) -> JinjaValue {
    let values = try arguments.bound(to: "sep", "maxsplit")
    let limit = try Self.limit(values[1])
    let parts: [String]
    if let separator = try Self.textIfGiven(values[0]) {
      guard !separator.isEmpty else { throw .evaluation("a split at nothing") }
      parts = PythonText.split(text, at: separator, limit: limit, from: end)
    } else {
      parts = PythonText.split(text, limit: limit, from: end)
    }
    return .list(of: parts.map { .string($0) })
  }

  private func begins(
    _ text: String, _ name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> Bool {
    let values = arguments.positional
    guard arguments.keywords.isEmpty, values.count == 1 else {
      throw values.count > 1
        ? .unknown("'\(name)' with bounds") : .evaluation("'\(name)' takes one text")
    }
    guard case .tuple(let list) = values[0] else {
      return Self.begins(text, name, try Self.text(values[0]))
    }
    for part in list.elements where Self.begins(text, name, try Self.text(part)) { return true }
    return false
  }

  private static func begins(_ text: String, _ name: String, _ part: String) -> Bool {
    guard name == "endswith" else { return text.utf8.starts(with: part.utf8) }
    return text.utf8.reversed().starts(with: part.utf8.reversed())
  }

  private func find(
    _ text: String, _ name: String, _ arguments: JinjaArguments
  ) throws(JinjaProblem) -> Int {
    guard arguments.positional.count <= 1 else { throw .unknown("'\(name)' with bounds") }
    let part = Array(try Self.text(arguments.bound(to: "sub")[0]).utf8)
    let bytes = Array(text.utf8)
    func index(_ place: Int) -> Int {
      String(decoding: bytes[..<place], as: UTF8.self).unicodeScalars.count
    }
    switch name {
    case "count":
      guard !part.isEmpty else { return text.unicodeScalars.count + 1 }
      return PythonText.places(of: part, in: bytes).count
    case "rfind":
      guard !part.isEmpty else { return text.unicodeScalars.count }
      let place = PythonText.places(of: part.reversed(), in: bytes.reversed(), limit: 1).first
      return place.map { index(bytes.count - $0 - part.count) } ?? -1
    default:
      guard !part.isEmpty else { return 0 }
      guard let place = PythonText.places(of: part, in: bytes, limit: 1).first else {
        if name == "find" { return -1 }
        throw .evaluation("a text is not in another")
      }
      return index(place)
    }
  }

  // MARK: - Arguments

  /// The text that an argument must be.
  static func text(_ value: JinjaValue?) throws(JinjaProblem) -> String {
    switch value {
    case nil: throw .evaluation("a text is missing")
    case .string(let text)?: return text
    case .undefined(let name)?: throw .evaluation(name)
    case .markup?: throw .unknown("a method with text that is marked safe")
    case let value?: throw .evaluation("'\(value.typeName)' where a text is taken")
    }
  }

  /// The text that an argument must be where it is given, and is not `none`.
  static func textIfGiven(_ value: JinjaValue?) throws(JinjaProblem) -> String? {
    if case JinjaValue.none? = value { return nil }
    return try value == nil ? nil : text(value)
  }

  /// How often something may be done; negative numbers: always.
  static func limit(_ value: JinjaValue?) throws(JinjaProblem) -> Int {
    guard let value else { return .max }
    if case .undefined(let name) = value { throw .evaluation(name) }
    guard let limit = value.integer else {
      throw .evaluation("a limit that is '\(value.typeName)'")
    }
    return limit < 0 ? .max : limit
  }
}
