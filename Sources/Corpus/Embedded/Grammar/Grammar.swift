/// A context-free grammar with domains and bound choices, compiled from its text.
struct Grammar: Sendable {
  /// A piece of a choice.
  struct Part: Sendable {
    enum Content: Sendable {
      case text([UInt8])
      /// A symbol, the slot that fixes its expansion (0: none), and which of its forms is meant.
      case symbol(Int, slot: Int, form: Int?)
    }

    var content: Content
    /// Whether it follows the piece before without a blank.
    var isGlued: Bool
  }

  /// What the domains of the grammar are called.
  let domains: [String]
  /// All words a text can hold, sorted.
  let words: [String]
  /// Symbols that are used but have no rule; empty in a sound grammar.
  let undefined: [String]

  private let symbols: [String: Int]
  /// Choices by symbol and domain; a choice of weight n is there n times.
  private let choices: [[[[Part]]]]

  /// Compiles a grammar.
  init(_ text: String) {
    let source = GrammarSource(text)
    let names = Set(source.rules.map(\.name)).union(source.references).sorted()
    let symbols = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let domains = Set(source.rules.compactMap(\.domain)).sorted()
    var choices = names.map { _ in domains.map { _ in [[Part]]() } }
    var general = names.map { _ in [[Part]]() }
    var words: Set<String> = []
    for rule in source.rules {
      guard let symbol = symbols[rule.name] else { continue }
      var parts: [[Part]] = []
      for choice in rule.choices {
        let made = choice.parts.map { $0.part(symbols) }
        parts.append(contentsOf: repeatElement(made, count: choice.weight))
        for case .word(let word) in choice.parts.map(\.content) {
          words.formUnion(
            word.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) })
        }
      }
      if let domain = rule.domain, let index = domains.firstIndex(of: domain) {
        choices[symbol][index] += parts
      } else {
        general[symbol] += parts
      }
    }
    for symbol in choices.indices {
      for domain in choices[symbol].indices where choices[symbol][domain].isEmpty {
        choices[symbol][domain] = general[symbol]
      }
    }
    self.symbols = symbols
    self.domains = domains
    self.choices = choices
    // The sign between the texts of a pair is never written.
    self.words = words.subtracting(["&"]).sorted()
    undefined = names.filter { name in
      choices[symbols[name] ?? 0].contains { $0.isEmpty }
    }
  }

  /// The grammar of the embedded corpus.
  static let embedded = Grammar(GrammarText.all)

  /// The number of a symbol.
  func symbol(_ name: String) -> Int? { symbols[name] }

  /// The weighted choices of a symbol in a domain.
  func choices(_ symbol: Int, domain: Int) -> [[Part]] { choices[symbol][domain] }
}
