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

  /// Splits a text into rules.
  init(_ text: String) {
    var logical: [String] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix(" "), !logical.isEmpty {
        logical[logical.count - 1] += line
      } else {
        logical.append(String(line))
      }
    }
    for line in logical { addRule(line) }
  }

  private mutating func addRule(_ line: String) {
    guard let equals = line.firstIndex(of: "=") else { return }
    let head = line[..<equals].filter { $0 != " " }
    let body = String(line[line.index(after: equals)...])
    guard head.hasSuffix("~") else {
      add(head, body)
      return
    }
    for (same, opposite) in [("+", "-"), ("-", "+")] {
      add(
        head.dropLast() + same,
        body.replacing("~}", with: same + "}").replacing("!}", with: opposite + "}"))
    }
  }

  private mutating func add(_ head: String, _ body: String) {
    let names = head.split(separator: "@", maxSplits: 1).map(String.init)
    guard let name = names.first else { return }
    let choices = body.split(separator: "|").map { choice($0) }
    rules.append(Rule(name: name, domain: names.count > 1 ? names[1] : nil, choices: choices))
  }

  private mutating func choice(_ text: Substring) -> Choice {
    var words = text.split(separator: " ")
    var weight = 1
    if let last = words.last, last.hasPrefix("*"), let value = Int(last.dropFirst()) {
      weight = value
      words.removeLast()
    }
    var parts: [Part] = []
    for word in words {
      // `1{digit}s`: references and plain text within one word.
      var rest = word[...]
      var isGlued = word.count == 1 && word.first?.isPunctuation == true
      while let next = rest.first {
        let end =
          next == "{"
          ? rest.firstIndex(of: "}").map { rest.index(after: $0) } ?? rest.endIndex
          : rest.firstIndex(of: "{") ?? rest.endIndex
        parts.append(
          Part(
            content: next == "{" ? reference(rest[..<end]) : .word(String(rest[..<end])),
            isGlued: isGlued))
        isGlued = true
        rest = rest[end...]
      }
    }
    return Choice(parts: parts, weight: weight)
  }

  private mutating func reference(_ text: Substring) -> Part.Content {
    let inner = text.dropFirst().dropLast()
    let halves = inner.split(separator: "#", maxSplits: 1)
    let name = halves.first.map(String.init) ?? ""
    references.insert(name)
    guard halves.count == 2 else { return .reference(name, slot: 0, form: nil) }
    let numbers = halves[1].split(separator: ".").map { Int($0) ?? 0 }
    return .reference(name, slot: numbers.first ?? 1, form: numbers.count > 1 ? numbers[1] : nil)
  }
}
