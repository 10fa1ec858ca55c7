import Metrics

/// A column of the list of runs.
struct RunColumn {
  /// Its heading.
  let title: String
  /// Columns that it takes.
  let width: Int
  /// Whether its text stands at its right end.
  var isNumber = false
  /// The smaller, the longer it stays on a narrow screen.
  let importance: Int
  /// What it says of a run at a time.
  let text: @Sendable (RunBrowser, RunCard, _ now: Double) -> Span

  /// All columns, from left to right, those among them in which runs differ; what is left of a row is the curve's.
  static func all(of browser: RunBrowser) -> [RunColumn] {
    let scores = browser.scores
    let seeds = room("seed", most: 10, browser, browser.seed)
    let words = room("differs", most: 32, browser, browser.differs)
    let columns: [RunColumn] = [
      RunColumn(title: "run", width: 29, importance: 4) { _, card, _ in
        // The end of a name tells it from those of the same second.
        let name = Text.clean(card.name)
        return Span(name.count > 29 ? "\(name.prefix(24))…\(name.suffix(4))" : name)
      },
      RunColumn(title: "state", width: 12, importance: 1) { browser, card, _ in
        Span(browser.state(card), card.condition.role)
      },
      RunColumn(title: "method", width: 14, importance: 3) { _, card, _ in Span(card.method) },
      RunColumn(title: "data", width: 10, importance: 8) { _, card, _ in Span(card.data, .dim) },
      RunColumn(title: "seed", width: seeds, isNumber: true, importance: 5) { browser, card, _ in
        Span(browser.seed(card))
      },
      RunColumn(title: "differs", width: words, importance: 6) { browser, card, _ in
        Span(Text.clean(browser.differs(card)))
      },
      RunColumn(title: "rounds", width: 9, isNumber: true, importance: 7) { _, card, _ in
        Span(card.rounds > 0 ? "\(card.round)/\(card.rounds)" : "")
      },
      RunColumn(title: scores.title, width: scores.width, isNumber: true, importance: 2) {
        _, card, _ in Span(card.last.map { scores.text($0, card.score) } ?? "–", .series3)
      },
      RunColumn(title: "bytes", width: 8, isNumber: true, importance: 9) { _, card, _ in
        Span(card.condition == .damaged ? "–" : Units.bytes(card.bytes))
      },
      RunColumn(title: "age", width: 5, isNumber: true, importance: 10) { _, card, now in
        Span(card.created.map { age(max(0, now - $0)) } ?? "", .dim)
      },
    ]
    return columns.filter { $0.width > 0 }
  }

  /// Columns for the longest text of the runs under a title, no more than `most`; none where all are empty.
  private static func room(
    _ title: String, most: Int, _ browser: RunBrowser, _ text: (RunCard) -> String
  ) -> Int {
    let longest = browser.cards.map { CharacterWidth.of(text($0)) }.max() ?? 0
    return longest > 0 ? min(most, max(title.count, longest)) : 0
  }

  /// The columns that there is room for, the curve's least width beside them.
  static func fitting(_ width: Int, of browser: RunBrowser) -> [RunColumn] {
    let all = all(of: browser)
    var left = width
    var chosen: Set<Int> = []
    for column in all.sorted(by: { $0.importance < $1.importance }) {
      guard column.width + 1 <= left - (chosen.count < 4 ? 0 : 9) else { break }
      left -= column.width + 1
      chosen.insert(column.importance)
    }
    return all.filter { chosen.contains($0.importance) }
  }

  /// A time in its largest unit that leaves two digits.
  private static func age(_ seconds: Double) -> String {
    func whole(_ unit: Double) -> Int { Int.clamped(seconds / unit, 0, 99_999) }
    return switch seconds {
    case ..<120: "\(whole(1)) s"
    case ..<7200: "\(whole(60)) m"
    case ..<172_800: "\(whole(3600)) h"
    default: "\(whole(86_400)) d"
    }
  }
}
