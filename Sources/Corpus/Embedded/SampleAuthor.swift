import Plain

/// Writes labelled samples of one task, as one of many authors each time.
struct SampleAuthor {
  private let task: EmbeddedCorpus.Task
  private let seed: UInt64
  private let grammar = Grammar.embedded
  private var writer: GrammarWriter
  /// The symbol that writes texts of a label.
  private let symbols: [Int]

  init(task: EmbeddedCorpus.Task, seed: UInt64) {
    self.task = task
    self.seed = seed
    writer = GrammarWriter(grammar)
    symbols = task.labelNames.map { [grammar] in grammar.symbol("\(task.rawValue).\($0)") ?? 0 }
  }

  /// Sample number `index` of a stream.
  mutating func sample(stream: UInt64, _ index: Int) -> Sample {
    let taskKey = task.rawValue.utf8.reduce(UInt64(0)) { $0 &* 31 &+ UInt64($1) }
    var draws = SplitMix64(keys: seed, taskKey, stream, UInt64(index))
    let domain = draws.below(grammar.domains.count)
    let author = draws.below(EmbeddedCorpus.authorsPerDomain)
    let meant = label(author, &draws)
    var written = meant
    if draws.uniform() < task.labelNoise {
      written = (meant + 1 + draws.below(symbols.count - 1)) % symbols.count
    }
    let bytes = writer.text(symbols[meant], domain: domain, draws: draws)
    let client = "\(grammar.domains[domain])-\(author < 9 ? "0" : "")\(author + 1)"
    let texts = Self.texts(bytes)
    return Sample(text: texts.0, textPair: texts.1, label: written, client: client)
  }

  /// What an author means to say: each leans to one side, all together to none.
  private func label(_ author: Int, _ draws: inout SplitMix64) -> Int {
    let last = EmbeddedCorpus.authorsPerDomain - 1
    switch task {
    case .agreement:
      let leaning = 0.2 + 0.6 * Double(author) / Double(last)
      return draws.uniform() < leaning ? 1 : 0
    case .question:
      // Shares as in TREC, in half of the cases; else one of the two classes an author likes.
      guard draws.uniform() < 0.5 else {
        return draws.uniform() < 0.5 ? 1 + author % 5 : 1 + (author / 5 + 1) % 5
      }
      let shares = [0.06, 0.21, 0.22, 0.20, 0.16, 0.15]
      var rest = draws.uniform()
      for (label, share) in shares.enumerated() {
        rest -= share
        if rest < 0 { return label }
      }
      return 1
    }
  }

  /// `A & B` as two texts.
  private static func texts(_ bytes: [UInt8]) -> (String, String?) {
    let sides = bytes.split(separator: UInt8(ascii: "&"), maxSplits: 1)
    let first = String(decoding: sides.first ?? [], as: UTF8.self)
    // The second side starts with the blank that parts words.
    return (first, sides.count > 1 ? String(decoding: sides[1].dropFirst(), as: UTF8.self) : nil)
  }
}
