import Metrics
import Testing

@testable import TUI

/// What clicks, drags and the wheel do, and that what is drawn at a cell is what a click there is about.
@Suite struct MouseTests {
  private static let sizes = [
    Size(width: 200, height: 50), Size(width: 120, height: 36), Size(width: 100, height: 30),
    Size(width: 80, height: 24), Size(width: 60, height: 18), Size(width: 24, height: 6),
  ]

  @Test("A client that is drawn is the client that is selected", arguments: sizes)
  func clients(size: Size) throws {
    for sort in [ClientSort.id, .loss] {
      var mouse = Mouse(size)
      mouse.monitor.sort(by: sort)
      mouse.monitor.focus(.clients)
      var seen = 0
      let place = try #require(mouse.place(.clients))
      for row in place.y + 2..<place.maxY - 1 {
        // The id stands behind the mark.
        let id = try #require(Int(mouse.text(row, place.x + 3..<place.x + 5)))
        var clicked = mouse
        #expect(clicked.click(place.x + 4, row) == [])
        #expect(clicked.monitor.state.selectedClient == id)
        // The table stands still, so that a second click meets the same client, and opens it.
        #expect(clicked.text(row, place.x + 3..<place.x + 5) == String(id))
        #expect(clicked.monitor.openClient == nil && clicked.click(place.x + 4, row) == [])
        #expect(clicked.monitor.openClient == id)
        seen += 1
      }
      #expect(seen == place.height - 3)
    }
  }

  @Test("A heading orders by its column, and again turns the order round")
  func headings() throws {
    var mouse = Mouse(Size(width: 120, height: 36))
    let place = try #require(mouse.place(.clients))
    let row = place.y + 1
    for (title, sort) in [
      ("loss", ClientSort.loss), ("diff", .difficulty), ("last", .lastRound), ("share", .share),
      ("id", .id),
    ] {
      let column = try #require(mouse.column(of: title, row, place.x..<place.maxX))
      _ = mouse.click(column, row)
      #expect(mouse.monitor.state.sort == sort && !mouse.monitor.state.sortReversed, "\(title)")
      _ = mouse.click(column, row)
      #expect(mouse.monitor.state.sort == sort && mouse.monitor.state.sortReversed, "\(title)")
    }
    // Not every column is an order.
    let before = mouse.monitor.state
    if let column = mouse.column(of: "seen", row, place.x..<place.maxX) {
      _ = mouse.click(column, row)
      #expect(mouse.monitor.state == before)
    }
  }

  @Test("A click focuses a pane; one on the focused title gives it the screen", arguments: sizes)
  func panes(size: Size) {
    let layout = Mouse(size).layout
    for place in layout.panes + layout.summaries {
      var mouse = Mouse(size)
      mouse.monitor.focus(place.pane == .log ? .clients : .log)
      guard let rect = mouse.place(place.pane) else { continue }
      _ = mouse.click(rect.x + 3, rect.y)
      #expect(mouse.monitor.state.focus == place.pane && !mouse.monitor.state.zoomed)
      guard let now = mouse.place(place.pane), now.height > 1 else { continue }
      _ = mouse.click(now.x + 3, now.y)
      #expect(mouse.monitor.state.zoomed)
      let whole = mouse.place(place.pane) ?? now
      _ = mouse.click(whole.x + 3, whole.y)
      #expect(!mouse.monitor.state.zoomed)
    }
  }

  @Test("A layer is selected by its row")
  func layers() throws {
    for (layers, size) in [(6, Size(width: 120, height: 36)), (3, Size(width: 200, height: 50))] {
      var run = SampleRun()
      run.layers = layers
      var mouse = Mouse(size, run.snapshot)
      let place = try #require(mouse.place(.fisher))
      var found: Set<Int> = []
      for row in place.y + 1..<place.maxY - 1 {
        let before = mouse.monitor.state.selectedLayer
        _ = mouse.click(place.x + 10, row)
        let label = mouse.text(row, place.x + 2..<place.x + 5)
        guard let layer = mouse.monitor.state.selectedLayer, layer != before else {
          #expect(!label.hasPrefix("L") || label == before.map { "L\($0)" })
          continue
        }
        mouse.monitor.focus(.fisher)
        found.insert(layer)
        #expect(!label.hasPrefix("L") || label == "L\(layer)")
      }
      #expect(found == Set(0..<layers))
    }
  }

  @Test("A click on a round of the Fisher map stays in its pane")
  func fisherRounds() throws {
    var mouse = Mouse(Size(width: 120, height: 36), SampleRun().snapshot)
    mouse.monitor.focus(.fisher)
    mouse.monitor.state.fisherView = .rounds
    let place = try #require(mouse.place(.fisher))
    _ = mouse.click(place.maxX - 4, place.y + 3)
    #expect(mouse.monitor.state.focus == .fisher)
  }

  @Test("A line of the log is selected, and a second click goes to its round")
  func log() throws {
    var mouse = Mouse(Size(width: 120, height: 60))
    mouse.monitor.focus(.log)
    let place = try #require(mouse.place(.log))
    var rounds = 0
    for row in place.y + 1..<place.maxY - 1 {
      guard case .row(let line, _)? = mouse.target(place.x + 20, row) else { continue }
      var clicked = mouse
      let offset =
        LogStory.count(mouse.snapshot, mouse.monitor.state, mouse.monitor.timeline) - 1 - line
      let stamp = clicked.text(row, place.x + 2..<place.x + 7)
      if offset > 0 {
        #expect(clicked.click(place.x + 20, row) == [])
        #expect(clicked.monitor.state.logOffset == offset)
      }
      #expect(clicked.text(row, place.x + 2..<place.x + 7) == stamp)
      let effects = clicked.click(place.x + 20, row)
      if stamp.hasPrefix("r"), let round = Int(stamp.dropFirst()), round <= 30 {
        #expect(effects == [.seek(round)])
        rounds += 1
      }
    }
    #expect(rounds > 1)
  }

  @Test("The badge leads back to the live run")
  func badge() {
    var mouse = Mouse(Size(width: 100, height: 30))
    #expect(mouse.click(97, 0) == [])
    _ = mouse.press(.left)
    #expect(mouse.monitor.state.cursor == 30)
    #expect(mouse.click(40, 0) == [] && mouse.monitor.state.cursor == 30)
    #expect(mouse.click(97, 0) == [.seek(nil)] && mouse.monitor.state.cursor == nil)
  }

  @Test("What the bottom line names is pressed by a click", arguments: sizes, [true, false])
  func hints(size: Size, unicode: Bool) {
    let mouse = Mouse(size, unicode: unicode)
    let row = size.height - 1
    var keys: Set<Key> = []
    for column in 0..<size.width {
      guard case .key(let key)? = mouse.target(column, row) else { continue }
      keys.insert(key)
      var clicked = mouse
      var typed = mouse
      let effects = clicked.click(column, row)
      #expect(effects == typed.press(key))
      typed.monitor.state.grip = nil
      #expect(clicked.monitor.state == typed.monitor.state)
      // The cell belongs to the word that says so.
      if case .character(let letter) = key, letter != " " {
        #expect(mouse.text(row, 0..<size.width).contains(letter))
      }
    }
    #expect(keys.isSuperset(of: [.character("q"), .character("?")]))
    #expect(size.width < 100 || keys.isSuperset(of: [.character("["), .character("]")]))
    // A button that comes up elsewhere presses nothing.
    var mouse2 = mouse
    _ = mouse2.send(.press, size.width - 4, row)
    #expect(mouse2.send(.release, 1, row) == [])
    #expect(mouse2.monitor.state.mode == .normal)
  }

  @Test("The wheel moves what is under the pointer by three, and the keys stay where they are")
  func wheel() throws {
    var mouse = Mouse(Size(width: 120, height: 36))
    mouse.monitor.focus(.clients)
    let log = try #require(mouse.place(.log)), fisher = try #require(mouse.place(.fisher))
    _ = mouse.send(.wheelUp, log.x + 3, log.y + 2)
    #expect(mouse.monitor.state.logOffset == 3 && mouse.monitor.state.focus == .clients)
    _ = mouse.send(.wheelDown, log.x + 3, log.y + 2)
    #expect(mouse.monitor.state.logOffset == 0)
    _ = mouse.send(.wheelUp, fisher.x + 3, fisher.y + 2)
    #expect(mouse.monitor.state.selectedLayer == nil)
    _ = mouse.send(.wheelDown, fisher.x + 3, fisher.y + 2)
    #expect(mouse.monitor.state.selectedLayer == 2)
    // While a line is typed too, which goes on.
    _ = mouse.press("/")
    _ = mouse.press("7")
    _ = mouse.send(.wheelUp, log.x + 3, log.y + 2)
    #expect(mouse.monitor.state.logOffset == 3)
    _ = mouse.press("1")
    #expect(mouse.monitor.state.filter == "71")
  }

  @Test("While something is typed, clicks do nothing")
  func modal() {
    for keys in [":st", "/7", "r1", "?"] {
      var mouse = Mouse(Size(width: 120, height: 36))
      for key in keys { _ = mouse.press(.character(key)) }
      let before = mouse.monitor.state
      for row in stride(from: 0, to: 36, by: 5) {
        for column in stride(from: 0, to: 120, by: 3) { #expect(mouse.click(column, row) == []) }
      }
      #expect(mouse.monitor.state == before, "\(keys)")
    }
    var mouse = Mouse(Size(width: 120, height: 36))
    _ = mouse.press("?")
    _ = mouse.send(.wheelDown, 5, 5)
    #expect(mouse.monitor.state.mode == .help(query: "", offset: 3))
    _ = mouse.send(.wheelUp, 5, 5)
    #expect(mouse.monitor.state.mode == .help(query: "", offset: 0))
  }

  @Test("A question takes its answers, and no other click")
  func questions() {
    for (keys, yes, effects) in [
      ([Key.character("q")], "quit", [MonitorEffect.quit]),
      (
        [.character("b"), .enter], "branch",
        [.branch(Branch(round: 30, changes: ["sparsity": 0.55]))]
      ),
    ] {
      var mouse = Mouse(Size(width: 100, height: 30))
      for key in keys { _ = mouse.press(key) }
      let asked = mouse.monitor.state
      let bottom = mouse.text(29, 0..<100)
      #expect(bottom.contains("y \(yes)  n "))
      var (said, refused) = (0, 0)
      for row in [0, 8, 20, 28, 29] {
        for column in 0..<100 {
          var clicked = mouse
          let answer = clicked.click(column, row)
          if answer == effects { said += 1 } else { #expect(answer == []) }
          if answer == [], clicked.monitor.state != asked { refused += 1 }
          #expect(row == 29 || clicked.monitor.state == asked)
        }
      }
      #expect(said == yes.count + 2 && refused == 6)
    }
  }

  @Test("The terminal's background brings the twin, until somebody chooses a theme")
  func background() throws {
    let light = try ThemeLibrary.load("light", searchPaths: [])
    func monitor() -> Monitor {
      var monitor = Monitor(theme: .standard)
      monitor.themeOnBackground = { [.dark: .standard, .light: light][$0] }
      return monitor
    }
    let snapshot = SampleRun().snapshot
    let white = Key.background(red: 250, green: 248, blue: 240)
    let black = Key.background(red: 30, green: 30, blue: 46)
    var told = monitor()
    for key in ":go" { _ = told.handle(.character(key), snapshot: snapshot) }
    let typed = told.state
    #expect(told.handle(white, snapshot: snapshot) == [.themeChanged("light")])
    #expect(told.theme.name == "light" && told.state == typed)
    // Once: a late second answer is somebody's mistake.
    #expect(told.handle(black, snapshot: snapshot) == [] && told.theme.name == "light")
    var dark = monitor()
    #expect(dark.handle(black, snapshot: snapshot) == [] && dark.theme.name == "default")
    var chosen = monitor()
    _ = chosen.handle(.character("t"), snapshot: snapshot)
    let name = chosen.theme.name
    #expect(chosen.handle(white, snapshot: snapshot) == [] && chosen.theme.name == name)
    var named = Monitor(theme: .standard)
    #expect(named.handle(white, snapshot: snapshot) == [] && named.theme.name == "default")
  }
}
