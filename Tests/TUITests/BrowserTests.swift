import Metrics
import Testing

@testable import TUI

@Suite struct BrowserTests {
  /// Four runs, one in each of the states that matter, and a file that is none.
  static let cards: [RunCard] = {
    func card(
      _ name: String, _ condition: RunCard.Condition, method: String, accuracy: Double, bytes: Int,
      created: Double, rank: Int
    ) -> RunCard {
      var card = RunCard(name: name, path: "/runs/\(name).sqlite", condition: condition)
      (card.method, card.data, card.rounds) = (method, "question", 40)
      for round in 0..<20 {
        let value = accuracy - 0.5 / Double(round + 2)
        card.values.append(round % 2 == 1 ? nil : value)
      }
      (card.round, card.bytes, card.simSeconds) = (20, bytes, Double(bytes) / 1e5)
      card.created = created
      card.settings = [
        "run.method": .text(method), "lora.rank": .integer(rank), "run.seed": .integer(42),
      ]
      return card
    }
    var broken = RunCard(name: "broken", path: "/runs/broken.sqlite", condition: .damaged)
    broken.problem = "not a run file"
    return [
      card(
        "20260923-1-fibecfed", .live, method: "fibecfed", accuracy: 0.9, bytes: 9_000_000,
        created: 900, rank: 8),
      card(
        "20260922-2-fedprox", .finished, method: "fedprox", accuracy: 0.7, bytes: 30_000_000,
        created: 800, rank: 4),
      card(
        "20260921-3-slora", .interrupted, method: "slora", accuracy: 0.8, bytes: 1_000_000,
        created: 700, rank: 8),
      card(
        "20260920-4-scaffold", .dead, method: "scaffold", accuracy: 0.6, bytes: 2_000_000,
        created: 600, rank: 8), broken,
    ]
  }()

  static func browser() -> RunBrowser {
    var browser = RunBrowser(directory: "runs")
    (browser.cards, browser.isRead) = (cards, true)
    return browser
  }

  @Test func theOptionsStandOverTheList() {
    var browser = Self.browser()
    #expect(typed(&browser, "O") == [.options])
    var monitor = Monitor(theme: .standard)
    monitor.openOptions()
    func frame(_ width: Int, _ height: Int) -> String {
      GridText.plain(
        browser.render(
          size: Size(width: width, height: height), monitor,
          capabilities: Capabilities(colors: .mono, unicode: true), now: 1000))
    }
    #expect(frame(120, 30).contains("─ options ─") && frame(120, 30).contains("esc close"))
    #expect(frame(20, 4).contains("options need 24x7"))
    // Down to the second option, and its next value.
    for key in [Key.down, .right] { #expect(monitor.handle(key, snapshot: RunSnapshot()) == []) }
    #expect(monitor.isChoosing && monitor.unsaved == ["background": "dark"])
    _ = monitor.handle(.escape, snapshot: RunSnapshot())
    #expect(!monitor.isChoosing && frame(120, 30).contains("─ runs 5 in runs ─"))
  }

  private func typed(_ browser: inout RunBrowser, _ text: String) -> [BrowserEffect] {
    text.flatMap { browser.handle($0 == "\n" ? .enter : .character($0)) }
  }

  private func text(
    _ browser: RunBrowser, _ width: Int = 120, _ height: Int = 16, unicode: Bool = false
  ) -> String {
    GridText.plain(
      browser.render(
        size: Size(width: width, height: height), Monitor(theme: .standard),
        capabilities: Capabilities(colors: .mono, unicode: unicode), now: 1000))
  }

  @Test func aRunIsARow() throws {
    let rows = text(Self.browser()).split(separator: "\n").map(String.init)
    let live = try #require(rows.first { $0.contains("fibecfed") })
    for word in [
      "* 20260923-1-fibecfed", "live", "question", "20/40", "87.5 %", "8.6 MiB", "100 s",
    ] {
      #expect(live.contains(word), "\(word) in \(live)")
    }
    // The curve ends highest and begins lowest.
    #expect(live.contains("_") && live.contains("@"))
    #expect(rows.contains { $0.contains("x broken") && $0.contains("not a run file") })
    for word in ["finished", "interrupted", "dead", "damaged"] {
      #expect(rows.contains { $0.contains(word) })
    }
    #expect(rows[0].contains("runs 5 in runs") && rows[0].contains("by newest"))
  }

  @Test func theBarStaysOnItsRunInEveryOrder() {
    var browser = Self.browser()
    _ = typed(&browser, "j")
    let path = browser.selected
    #expect(path == "/runs/20260922-2-fedprox.sqlite")
    var firsts = [browser.shown[0].method]
    for _ in 0..<3 {
      _ = typed(&browser, "s")
      firsts.append(browser.shown[0].method)
    }
    // Newest, most accurate, cheapest, first by name.
    #expect(firsts == ["fibecfed", "fibecfed", "slora", "scaffold"])
    #expect(browser.selected == path)
    #expect(browser.shown.last?.name == "broken")
    _ = typed(&browser, "s")
    #expect(browser.order == .newest)
  }

  @Test func runsOfOneMethodAreToldApart() {
    var browser = Self.browser()
    #expect(!text(browser).contains("seed") && !text(browser).contains("differs"))
    for (index, uplink) in [4000.0, 9000].enumerated() {
      browser.cards[index].method = "fibecfed"
      browser.cards[index].settings["clock.uplink"] = .number(uplink)
      browser.cards[index].settings["run.seed"] = .integer(41 + index)
    }
    let rows = text(browser, 160).split(separator: "\n")
    #expect(rows[1].contains("seed") && rows[1].contains("differs"))
    for words in ["41 uplink=4000 rank=8", "42 uplink=9000 rank=4"] {
      #expect(rows.contains { $0.contains(words) }, "\(words)")
    }
    // Where there is no room for both, the seed stays.
    #expect(text(browser, 100).contains("seed") && !text(browser, 80).contains("differs"))
    _ = typed(&browser, "/uplink=9000\n")
    #expect(browser.shown.map(\.path) == ["/runs/20260922-2-fedprox.sqlite"])
  }

  @Test func aFilterIsPastedInOneLineAndTakenAway() {
    var browser = Self.browser()
    _ = typed(&browser, "/")
    _ = browser.handle(.paste("live\nfibecfed\n"))
    #expect(browser.filter == "live fibecfed" && browser.shown.count == 1)
    _ = browser.handle(.control("u"))
    #expect(browser.filter == "" && browser.shown.count == 5)
  }

  @Test func theBarMovesAndEnterWatches() {
    var browser = Self.browser()
    #expect(typed(&browser, "\n") == [.open("/runs/20260923-1-fibecfed.sqlite")])
    #expect(typed(&browser, "jj\n") == [.open("/runs/20260921-3-slora.sqlite")])
    #expect(typed(&browser, "gk\n") == [.open("/runs/20260923-1-fibecfed.sqlite")])
    #expect(typed(&browser, "G\n").isEmpty)
    #expect(browser.message?.text == "cannot be watched: not a run file")
    // A run that goes away gives the bar to the first.
    browser.cards.removeAll { $0.name == "broken" }
    #expect(typed(&browser, "\n") == [.open("/runs/20260923-1-fibecfed.sqlite")])
  }

  @Test func aFilterLooksAtTheWholeLine() {
    var browser = Self.browser()
    _ = typed(&browser, "/DEAD")
    #expect(browser.shown.map(\.method) == ["scaffold"])
    _ = browser.handle(.escape)
    #expect(browser.shown.count == 5)
    _ = typed(&browser, "/question 2026092\nG\n")
    #expect(browser.shown.count == 4)
    _ = browser.handle(.escape)
    #expect(browser.filter.isEmpty)
    _ = typed(&browser, "/zzz\n")
    #expect(text(browser).contains("no run matches /zzz"))
    #expect(typed(&browser, "\n").isEmpty && browser.message?.text == "there is no run to watch")
  }

  @Test func runsAreTitledByWhatTheyAreJudgedBy() throws {
    var browser = Self.browser()
    for index in browser.cards.indices { browser.cards[index].score = .exactMatch }
    #expect(text(browser).contains("exact match") && !text(browser).contains("accuracy"))
    #expect(text(browser).contains("  87.5 %"))
    _ = typed(&browser, "s")
    #expect(text(browser).contains("by exact match"))
    _ = typed(&browser, "sss")
    // A perplexity among accuracies: the least is best, and comes behind all shares.
    for index in browser.cards.indices { browser.cards[index].score = .accuracy }
    (browser.cards[0].score, browser.cards[0].values) = (.perplexity, [9, 12.5, nil])
    for word in [" score ", " 12.5 ppl", " 67.5 % acc"] {
      #expect(text(browser).contains(word), "\(word) in \(text(browser))")
    }
    #expect(browser.cards[0].best == 9)
    _ = typed(&browser, "s")
    #expect(browser.shown.map(\.method).prefix(4) == ["slora", "fedprox", "scaffold", "fibecfed"])
    _ = typed(&browser, "sss c")
    browser.marks = [browser.cards[0].path, browser.cards[1].path]
    let rows = try #require(browser.comparison).rows.prefix(4)
    #expect(rows.map(\.title) == ["perplexity", "best perplexity", "accuracy", "best accuracy"])
    #expect(rows.map(\.left) == ["12.5", "9.00", "–", "–"])
    #expect(rows.allSatisfy { $0.leftIsBetter == nil })
  }

  @Test func twoMarkedRunsAreCompared() throws {
    var browser = Self.browser()
    #expect(typed(&browser, " c").isEmpty && browser.mode == .list)
    #expect(browser.message?.text.contains("mark two runs") == true)
    _ = typed(&browser, "j c")
    #expect(browser.mode == .comparing)
    let comparison = try #require(browser.comparison)
    func row(_ title: String) -> RunComparison.Row? { comparison.rows.first { $0.title == title } }
    #expect(row("accuracy")?.left == "87.5 %" && row("accuracy")?.leftIsBetter == true)
    #expect(row("bytes")?.right == "28.6 MiB" && row("bytes")?.leftIsBetter == true)
    #expect(row("virtual time")?.left == "1m 30s")
    #expect(row("lora.rank") == RunComparison.Row(title: "lora.rank", left: "8", right: "4"))
    #expect(row("run.seed") == nil)
    let screen = text(browser, 100, 20)
    for word in ["settings that differ (2)", "lora.rank", "28.6 MiB", "1 20260923-1-fibecfed"] {
      #expect(screen.contains(word), "\(word) in \(screen)")
    }
    #expect(
      typed(&browser, "\n")
        == [
          .open("/runs/20260923-1-fibecfed.sqlite", behind: "/runs/20260922-2-fedprox.sqlite")
        ])
    // A third mark takes the place of the older one, and a mark is taken back.
    _ = browser.handle(.down)
    _ = typed(&browser, "jj ")
    #expect(
      browser.marks == ["/runs/20260922-2-fedprox.sqlite", "/runs/20260920-4-scaffold.sqlite"])
    _ = typed(&browser, " ")
    #expect(browser.marks.count == 1 && browser.pair == nil)
  }

  @Test func leavingAsksOnlyWhereATrainingWouldEnd() {
    var browser = Self.browser()
    #expect(typed(&browser, "q") == [.quit])
    browser.here = ["/runs/20260923-1-fibecfed.sqlite"]
    #expect(text(browser).contains("here "))
    #expect(typed(&browser, "q").isEmpty && browser.mode == .quitting)
    #expect(text(browser).contains("Quit? a run trains here"))
    #expect(typed(&browser, "n").isEmpty)
    #expect(typed(&browser, "qy") == [.quit])
    #expect(browser.handle(.control("c")) == [.quit])
    browser.here = []
    browser.work = "the sweep trains"
    #expect(typed(&browser, "q").isEmpty && text(browser).contains("Quit? the sweep trains"))
  }

  @Test func theRunBeneathIsGoneBackTo() {
    var browser = Self.browser()
    #expect(browser.handle(.escape).isEmpty)
    #expect(browser.message?.text == "there is no run beneath; q quits")
    browser.beneath = "20260923-1-fibecfed"
    #expect(browser.handle(.escape) == [.back])
    #expect(typed(&browser, "R") == [.back])
  }

  /// The way there and back: a monitor that was opened from the list gives escape to it when nothing is left to take back.
  @Test func escapeInAMonitorGoesBackToTheList() {
    let snapshot = SampleRun().snapshot
    var monitor = Monitor(theme: .standard, session: .replay)
    #expect(monitor.handle(.character("R"), snapshot: snapshot) == [.browse])
    _ = monitor.handle(.character("z"), snapshot: snapshot)
    #expect(monitor.handle(.escape, snapshot: snapshot).isEmpty)
    #expect(monitor.handle(.escape, snapshot: snapshot).isEmpty)
    monitor.isOverBrowser = true
    _ = monitor.handle(.character("z"), snapshot: snapshot)
    #expect(monitor.handle(.escape, snapshot: snapshot).isEmpty && !monitor.state.zoomed)
    #expect(monitor.handle(.escape, snapshot: snapshot) == [.browse])
  }

  /// The list, a comparison and the keys as frames.
  @Test(arguments: [
    ("list", ""), ("comparing", " j c"), ("help", "?"), ("filter", "/in"), ("question", "q"),
  ])
  func frames(name: String, keys: String) throws {
    var browser = Self.browser()
    browser.here = ["/runs/20260923-1-fibecfed.sqlite"]
    _ = typed(&browser, keys)
    for size in [
      Size(width: 120, height: 12), Size(width: 80, height: 24), Size(width: 40, height: 10),
    ] {
      let grid = browser.render(
        size: size, Monitor(theme: .standard),
        capabilities: Capabilities(colors: .indexed, unicode: true),
        now: 1000)
      try GoldenFrameTests().check(grid, "runs-\(name)-\(size.width)x\(size.height)")
    }
  }

  @Test func everySizeHasAForm() {
    var browsers = [Self.browser(), RunBrowser(directory: "runs")]
    var comparing = Self.browser()
    _ = typed(&comparing, " j c")
    var helping = Self.browser()
    _ = typed(&helping, "?")
    var asking = Self.browser()
    asking.here = ["/runs/20260923-1-fibecfed.sqlite"]
    _ = typed(&asking, "q")
    browsers += [comparing, helping, asking]
    for browser in browsers {
      for width in Array(0...60) + [79, 80, 100, 120, 300] {
        for height in [0, 1, 2, 3, 4, 6, 7, 10, 24] {
          for unicode in [true, false] {
            let size = Size(width: width, height: height)
            let grid = browser.render(
              size: size, Monitor(theme: .standard),
              capabilities: Capabilities(colors: .mono, unicode: unicode), now: .nan)
            #expect(grid.size == size)
            #expect(unicode || grid.cells.allSatisfy { $0.character.isASCII })
          }
        }
      }
    }
    // The smallest screens show the run under the bar.
    #expect(text(Self.browser(), 1, 1) == "*")
    #expect(text(Self.browser(), 24, 1).contains("live"))
    #expect(text(Self.browser(), 40, 10).contains("interrupted"))
  }

  @Test func namesFromFilesReachNoTerminalAsTheyAre() {
    var browser = Self.browser()
    browser.cards[0].name = "a\u{1B}[31mb\u{7}"
    browser.cards[4].problem = "x\u{1B}]0;title\u{7}"
    for cell in browser.render(
      size: Size(width: 120, height: 16), Monitor(theme: .standard),
      capabilities: Capabilities(colors: .mono, unicode: true), now: 0
    ).cells {
      #expect(cell.character.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
    }
  }
}
