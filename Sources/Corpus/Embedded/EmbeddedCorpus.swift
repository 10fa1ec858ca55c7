import Plain

/// Labelled text that comes with the program: English-like sentences out of a grammar.
///
/// Made so that learning shows: what decides is often a turn (negation, the clause after "but", a
/// comparison) and not a word, adjectives change sides between domains, and a few labels are wrong
/// on purpose. A sample's client is its author, with a domain and a leaning of their own. The same
/// seed gives the same bytes on every machine, and sample i does not depend on how many are asked
/// for.
public enum EmbeddedCorpus {
  /// A labelled task.
  public enum Task: String, CaseIterable, Sendable {
    /// Questions by the kind of their answer, as in TREC.
    case question
    /// Pairs of sentences that say the same, or do not.
    case agreement

    /// Names of the labels, by index.
    public var labelNames: [String] {
      switch self {
      case .question: ["abbreviation", "description", "entity", "human", "location", "number"]
      case .agreement: ["different", "same"]
      }
    }

    /// The share of labels that are wrong on purpose.
    public var labelNoise: Double {
      switch self {
      case .question: 0.03
      case .agreement: 0.02
      }
    }
  }

  /// How many authors write in each domain.
  static let authorsPerDomain = 16

  private enum Purpose: UInt64 { case train = 1, test, plain }

  /// Makes a data set; no text of the test part occurs in the training part.
  public static func dataset(_ task: Task, train: Int, test: Int, seed: UInt64) -> Dataset {
    var author = SampleAuthor(task: task, seed: seed)
    let training = (0..<max(0, train)).map { author.sample(stream: Purpose.train.rawValue, $0) }
    var seen: Set<String> = []
    for sample in training { seen.insert(key(sample)) }
    var held: [Sample] = []
    var index = 0
    // Short texts recur by chance; the limit is for a grammar that has run dry.
    while held.count < test, index < 4 * test + 100 {
      let sample = author.sample(stream: Purpose.test.rawValue, index)
      index += 1
      if !seen.contains(key(sample)) { held.append(sample) }
    }
    return Dataset(
      name: task.rawValue, labelNames: task.labelNames, train: training, test: held)
  }

  /// Makes unlabelled text for pre-training: all tasks, and plain prose from the same words.
  public static func sentences(count: Int, seed: UInt64) -> [String] {
    let grammar = Grammar.embedded
    let symbols = ["prose", "prose", "prose", "sentiment+", "sentiment-"]
      .compactMap { grammar.symbol($0) }
    guard !symbols.isEmpty, !grammar.domains.isEmpty else { return [] }
    var writer = GrammarWriter(grammar)
    return (0..<max(0, count)).map { index in
      var draws = SplitMix64(keys: seed, Purpose.plain.rawValue, UInt64(index))
      let symbol = symbols[draws.below(symbols.count)]
      let domain = draws.below(grammar.domains.count)
      return String(
        decoding: writer.text(symbol, domain: domain, draws: draws), as: UTF8.self)
    }
  }

  private static func key(_ sample: Sample) -> String {
    sample.textPair.map { sample.text + "\n" + $0 } ?? sample.text
  }
}
