/// The rules of a grammar text, still by name.
struct GrammarSource {
  struct Part {
    enum Content {
      case word(String)
      case reference(String, slot: Int, form: Int?)
    }

    var content: Content
    var isGlued: Bool

    /// The part with its symbol looked up.
    func part(_ symbols: [String: Int]) -> Grammar.Part {
      switch content {
      case .word(let word):
        Grammar.Part(content: .text(Array(word.utf8)), isGlued: isGlued)
      case .reference(let name, let slot, let form):
        Grammar.Part(
          content: .symbol(symbols[name] ?? 0, slot: slot, form: form), isGlued: isGlued)
      }
    }
  }

  struct Choice {
    var parts: [Part]
    var weight: Int
  }

  struct Rule {
    var name: String
    var domain: String?
    var choices: [Choice]
  }

  private(set) var rules: [Rule] = []
  private(set) var references: Set<String> = []

  /// Splits a text, which is ASCII, into rules.
  init(_ text: String) {
    var logical: [[UInt8]] = []
    for line in Array(text.utf8).split(separator: Sign.newline) {
      if line.first == Sign.blank, !logical.isEmpty {
        logical[logical.count - 1] += line
      } else {
        logical.append(Array(line))
      }
    }
    for line in logical { addRule(line) }
  }

  private mutating func addRule(_ line: [UInt8]) {
    guard let equals = line.firstIndex(of: Sign.equals) else { return }
    let head = line[..<equals].filter { $0 != Sign.blank }
    let body = line[(equals + 1)...]
    guard head.last == Sign.either else {
      add(head, body)
      return
    }
    for (same, opposite) in [(Sign.plus, Sign.minus), (Sign.minus, Sign.plus)] {
      var signed = body
      for place in body.indices.dropLast() where body[place + 1] == Sign.close {
        if body[place] == Sign.either { signed[place] = same }
        if body[place] == Sign.other { signed[place] = opposite }
      }
      add(head.dropLast() + [same], signed)
    }
  }

  private mutating func add(_ head: [UInt8], _ body: ArraySlice<UInt8>) {
    let names = head.split(separator: Sign.at, maxSplits: 1).map(Self.text)
    guard let name = names.first else { return }
    let choices = body.split(separator: Sign.bar).map { choice($0) }
    rules.append(Rule(name: name, domain: names.count > 1 ? names[1] : nil, choices: choices))
  }

  private mutating func choice(_ text: ArraySlice<UInt8>) -> Choice {
    var words = text.split(separator: Sign.blank)
    var weight = 1
    if let last = words.last, last.first == Sign.star, let value = Int(Self.text(last.dropFirst()))
    {
      weight = value
      words.removeLast()
    }
    var parts: [Part] = []
    for word in words {
      // `1{digit}s`: references and plain text within one word.
      var rest = word
      var isGlued = word.count == 1 && word.first.map(Self.isPunctuation) == true
      while let next = rest.first {
        let end =
          next == Sign.open
          ? rest.firstIndex(of: Sign.close).map { $0 + 1 } ?? rest.endIndex
          : rest.firstIndex(of: Sign.open) ?? rest.endIndex
        parts.append(
          Part(
            content: next == Sign.open ? reference(rest[..<end]) : .word(Self.text(rest[..<end])),
            isGlued: isGlued))
        isGlued = true
        rest = rest[end...]
      }
    }
    return Choice(parts: parts, weight: weight)
  }

  private mutating func reference(_ text: ArraySlice<UInt8>) -> Part.Content {
    let inner = text.dropFirst().dropLast()
    let halves = inner.split(separator: Sign.number, maxSplits: 1)
    let name = halves.first.map(Self.text) ?? ""
    references.insert(name)
    guard halves.count == 2 else { return .reference(name, slot: 0, form: nil) }
    let numbers = halves[1].split(separator: Sign.point).map { Int(Self.text($0)) ?? 0 }
    return .reference(name, slot: numbers.first ?? 1, form: numbers.count > 1 ? numbers[1] : nil)
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isPunctuation
  }

  /// What the text is cut at: as bytes, since characters take ten times as long.
  private enum Sign {
    static let newline = UInt8(ascii: "\n")
    static let blank = UInt8(ascii: " ")
    static let equals = UInt8(ascii: "=")
    static let bar = UInt8(ascii: "|")
    static let at = UInt8(ascii: "@")
    static let star = UInt8(ascii: "*")
    static let open = UInt8(ascii: "{")
    static let close = UInt8(ascii: "}")
    static let number = UInt8(ascii: "#")
    static let point = UInt8(ascii: ".")
    static let either = UInt8(ascii: "~")
    static let other = UInt8(ascii: "!")
    static let plus = UInt8(ascii: "+")
    static let minus = UInt8(ascii: "-")
  }
}
