import Metrics

/// The list of the runs of a directory as a value: keys go in and effects come out, a size goes in and a grid comes out.
///
/// It knows no file: the caller keeps its cards up to date, and the bar stays on its run while they change.
public struct RunBrowser: Sendable, Equatable {
  /// The runs, in any order.
  public var cards: [RunCard] = [] {
    didSet {
      guard cards != oldValue else { return }
      apart = RunDifferences(cards.map { ($0.method, $0.settings) })
    }
  }
  /// Where they are, as a person would type it.
  public var directory: String
  /// Paths of runs that train in this process.
  public var here: Set<String> = []
  /// What else trains in this process and would end with it, in a few words; nil: nothing.
  public var work: String?
  /// The run beneath, to go back to; nil without one.
  public var beneath: String?
  /// Why the directory cannot be read, in one line.
  public var problem: String?
  /// What keys do.
  public var keys = KeyMap.standard
  /// Whether the directory has been read.
  public var isRead = false

  /// What tells the runs apart.
  private(set) var apart = RunDifferences([])
  /// What keys mean.
  var mode = Mode.list
  /// What runs are ordered by.
  var order = RunOrder.newest
  /// What runs are filtered by; empty for all.
  var filter = ""
  /// The run under the bar; nil for the first.
  var selected: String?
  /// Marked runs by path, the first marked first.
  var marks: [String] = []
  /// Lines that a comparison is scrolled by.
  var scroll = 0
  /// One line for the person, until the next key.
  var message: MonitorState.Message?

  /// What keys mean.
  enum Mode: Sendable, Equatable {
    case list
    /// The filter is being typed; the text before, for Escape.
    case filter(previous: String)
    /// The marked runs are compared.
    case comparing
    /// The list of keys is open, scrolled.
    case help(offset: Int)
    /// Asked whether to quit.
    case quitting
  }

  /// A list that has not been read yet.
  public init(directory: String) {
    self.directory = directory
  }

  /// Shows one line at the bottom, until the next key.
  public mutating func say(_ text: String, _ role: Role = .warn) {
    message = MonitorState.Message(text: text, role: role)
  }

  /// Asks whether to quit, for somebody who wants to leave from elsewhere.
  public mutating func askToQuit() { mode = .quitting }

  /// Puts the bar on a run.
  public mutating func select(path: String?) { selected = path ?? selected }

  /// Runs as they are shown: those with the filter's words in their line, in order.
  var shown: [RunCard] {
    let words = filter.hasPrefix("/") ? [filter] : filter.split(separator: " ").map(String.init)
    let filters = words.map(TextFilter.init)
    let found = cards.filter { card in
      let words = [card.name, state(card), card.method, card.data, seed(card), differs(card)]
      let line = words.filter { !$0.isEmpty }.joined(separator: " ")
      return filters.allSatisfy { $0.matches(line) }
    }
    return order.sorted(found)
  }

  /// The seed of a run, where runs have several.
  func seed(_ card: RunCard) -> String {
    apart.hasSeeds ? card.settings[RunDifferences.seed]?.plainText ?? "" : ""
  }

  /// The settings in which other runs of its method differ from a run, in a line.
  func differs(_ card: RunCard) -> String { apart.words(card.method, card.settings) }

  /// The column of what runs are judged by.
  var scores: ScoreColumn {
    ScoreColumn(cards.lazy.filter { $0.condition != .damaged }.map(\.score))
  }

  /// The row of the bar among `shown`; nil without runs.
  func row(of shown: [RunCard]) -> Int? {
    guard !shown.isEmpty else { return nil }
    return shown.firstIndex { $0.path == selected } ?? 0
  }

  /// The two marked runs; nil while there are not two.
  var pair: (first: RunCard, second: RunCard)? {
    let found = marks.compactMap { path in cards.first { $0.path == path } }
    return found.count == 2 ? (found[0], found[1]) : nil
  }

  /// What has become of a run, in a word or two.
  func state(_ card: RunCard) -> String {
    guard here.contains(card.path), card.condition.isLive else { return card.condition.rawValue }
    return card.condition == .paused ? "here, paused" : "here"
  }

  /// Whether something would end with this process.
  var isAtWork: Bool { work != nil || !here.isEmpty }
}

extension RunCard.Condition {
  /// What colour means it.
  var role: Role {
    switch self {
    case .live: .live
    case .paused: .paused
    case .finished: .ok
    case .interrupted, .suspended: .warn
    case .dead, .damaged: .error
    }
  }

  /// The word as one sign, for the narrowest screens.
  func mark(_ glyphs: Glyphs) -> Character {
    switch self {
    case .live: glyphs.live
    case .paused, .suspended: "="
    case .finished: glyphs.done
    case .interrupted: "!"
    case .dead, .damaged: glyphs.failed
    }
  }
}
