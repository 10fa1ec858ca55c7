import Plain

/// Expands a grammar into text, one sample after another.
struct GrammarWriter {
  private struct Binding {
    var symbol: Int
    var slot: Int
    var text: [UInt8]
    var forms: [ArraySlice<UInt8>]
  }

  private let grammar: Grammar
  private var draws: SplitMix64
  private var domain = 0
  private var bindings: [Binding] = []
  private var depth = 0

  init(_ grammar: Grammar) {
    self.grammar = grammar
    draws = SplitMix64(seed: 0)
  }

  /// Writes one text of a symbol, with draws that belong to it alone.
  mutating func text(_ symbol: Int, domain: Int, draws: SplitMix64) -> [UInt8] {
    self.draws = draws
    self.domain = domain
    bindings.removeAll(keepingCapacity: true)
    var out: [UInt8] = []
    out.reserveCapacity(160)
    expand(symbol, into: &out, isGlued: true)
    return out
  }

  private mutating func expand(_ symbol: Int, into out: inout [UInt8], isGlued: Bool) {
    let choices = grammar.choices(symbol, domain: domain)
    // A grammar that calls itself ends here instead of filling memory.
    guard !choices.isEmpty, depth < 32 else { return }
    depth += 1
    defer { depth -= 1 }
    for (index, part) in choices[draws.below(choices.count)].enumerated() {
      let glued = index == 0 ? isGlued : part.isGlued
      switch part.content {
      case .text(let bytes):
        // A sign as first part of a choice is glued as well.
        append(bytes[...], isGlued: glued || part.isGlued, to: &out)
      case .symbol(let inner, slot: 0, form: _):
        expand(inner, into: &out, isGlued: glued)
      case .symbol(let inner, let slot, let form):
        let bound = bind(inner, slot)
        if let form, bound.forms.indices.contains(form) {
          append(bound.forms[form], isGlued: glued, to: &out)
        } else {
          append(bound.text[...], isGlued: glued, to: &out)
        }
      }
    }
  }

  private func append(_ word: ArraySlice<UInt8>, isGlued: Bool, to out: inout [UInt8]) {
    if !isGlued, !out.isEmpty {
      // "a elephant" would teach a model that rules are loose.
      if let first = word.first, "aeiou".utf8.contains(first), out.last == UInt8(ascii: "a"),
        out.count == 1 || out[out.count - 2] == 0x20
      {
        out.append(UInt8(ascii: "n"))
      }
      out.append(0x20)
    }
    out.append(contentsOf: word)
  }

  private mutating func bind(_ symbol: Int, _ slot: Int) -> Binding {
    for binding in bindings where binding.symbol == symbol && binding.slot == slot {
      return binding
    }
    var text: [UInt8] = []
    // Another slot means another choice; a rule with a single choice gives up in the end.
    for _ in 0..<16 {
      text.removeAll(keepingCapacity: true)
      expand(symbol, into: &text, isGlued: true)
      if !bindings.contains(where: { $0.symbol == symbol && $0.text == text }) { break }
    }
    let binding = Binding(
      symbol: symbol, slot: slot, text: text, forms: text.split(separator: UInt8(ascii: "/")))
    bindings.append(binding)
    return binding
  }
}
