import Metrics
import Testing

@testable import TUI

/// Rails and charts: what follows the pointer while the button is held.
@Suite struct SliderTests {
  @Test("A click on a rail shows the value there, a second one sets it, and a drag is one turn")
  func rails() throws {
    let size = Size(width: 120, height: 36)
    for (name, label) in [("lr", "learning rate"), ("gal", "global layers"), ("cohort", "cohort")] {
      var mouse = Mouse(size)
      let row = try #require(mouse.row(of: label))
      let place = try #require(mouse.place(.knobs))
      let rail = (place.x..<place.maxX).filter {
        if case .rail(name, _, _)? = mouse.target($0, row) { true } else { false }
      }
      #expect(rail.count >= 5)
      let knob = try #require(mouse.snapshot.knobs.first { $0.name == name })
      for column in rail {
        let drawn = mouse.cell(column, row)
        #expect(drawn == Glyphs.unicode.knobRail || drawn == Glyphs.unicode.knobAt)
        let place = Double(column - rail[0]) / Double(rail.count - 1)
        var clicked = mouse
        #expect(clicked.click(column, row) == [], "it is only shown")
        #expect(clicked.monitor.state.selectedKnob == name)
        if let preview = clicked.monitor.state.preview {
          #expect(clicked.monitor.state.message?.text.contains(knob.text(preview.value)) == true)
          #expect(rail.contains { clicked.cell($0, row) == Glyphs.unicode.cursor })
          var other = clicked
          _ = other.press("k")
          #expect(other.monitor.state.preview == nil, "a key is no second click")
        }
        guard case .command(.set(name, let value))? = clicked.click(column, row).first else {
          // The knob's next value is farther from the pointer than the one it has.
          #expect(abs(knob.fraction(knob.value) - place) < 0.15)
          continue
        }
        #expect(abs(knob.fraction(value) - place) < 0.15, "\(name) \(value)")
        #expect((knob.minimum...knob.maximum).contains(value))
        #expect(clicked.monitor.state.turns.count == 1 && clicked.monitor.state.preview == nil)
        #expect(clicked.press("u") == [.command(.set(knob: name, value: knob.value))])
      }
      // From one end to the other and beyond: the bounds, and one turn to take back.
      var effects = mouse.send(.press, rail[rail.count / 2], row)
      for column in rail + [rail[rail.count - 1] + 500] { effects += mouse.send(.drag, column, 0) }
      effects += mouse.send(.release, 0, 0)
      #expect(effects.first == .command(.set(knob: name, value: knob.minimum)))
      #expect(effects.last == .command(.set(knob: name, value: knob.maximum)))
      #expect(mouse.press("u") == [.command(.set(knob: name, value: knob.value))])
      #expect(mouse.monitor.state.turns.isEmpty)
    }
  }

  @Test("Who means the border beside a rail and holds that sets nothing")
  func missed() throws {
    var mouse = Mouse(Size(width: 120, height: 36))
    let row = try #require(mouse.row(of: "learning rate"))
    let columns = try #require(mouse.place(.knobs).map { $0.x..<$0.maxX })
    let column = try #require(
      columns.first { if case .rail? = mouse.target($0, row) { true } else { false } })
    #expect(mouse.send(.press, column, row) == [])
    for other in (0..<row).reversed() { #expect(mouse.send(.drag, column, other) == []) }
    #expect(mouse.send(.release, column, 0) == [] && mouse.monitor.state.turns.isEmpty)
  }

  @Test("A knob that cannot be turned says why")
  func refused() throws {
    var mouse = Mouse(Size(width: 120, height: 36))
    mouse.monitor.session = .replay
    let row = try #require(mouse.row(of: "cohort"))
    let place = try #require(mouse.place(.knobs))
    let rail = try #require(
      (place.x..<place.maxX).first {
        if case .rail? = mouse.target($0, row) { true } else { false }
      })
    #expect(mouse.click(rail, row) == [] && mouse.monitor.hasMessage)
  }

  @Test(
    "The chart is a slider over the rounds; beyond the last one is the live run",
    arguments: [
      Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 250, height: 40),
    ])
  func rounds(size: Size) throws {
    var mouse = Mouse(size)
    let place = try #require(mouse.place(.learning))
    // Where there is room, the last change is told under the axis.
    let row = place.maxY - (place.height >= 18 ? 3 : 2)
    let columns = (place.x..<place.maxX).filter {
      if case .rounds? = mouse.target($0, row) { true } else { false }
    }
    // The axis says the first and the last round of its ends.
    #expect(mouse.send(.press, columns[0], row) == [.seek(1)])
    #expect(mouse.monitor.state.focus == .learning)
    var last = 1
    for column in columns {
      for effect in mouse.send(.drag, column, row) {
        guard case .seek(let round?) = effect else { continue }
        #expect(round == last + 1 || columns.count < 60 && round > last)
        last = round
      }
    }
    #expect(last == 30 && mouse.monitor.state.cursor == nil)
    #expect(mouse.send(.drag, columns[0] - 50, row) == [.seek(1)])
    #expect(mouse.send(.drag, 1000, row) == [.seek(nil)])
    #expect(mouse.send(.release, 1000, row) == [])
    // Without a button held, nothing is dragged.
    #expect(mouse.send(.drag, columns[0], row) == [])
    // Where a command took effect the axis has its mark, and a click there goes to that round.
    let mark = try #require(
      columns.first { mouse.cell($0, row) == Glyphs.unicode.mark })
    guard case .seek(let round?)? = mouse.send(.press, mark, row).first else {
      Issue.record("nothing at the mark")
      return
    }
    #expect(abs(round - 8) <= 40 / columns.count)
  }

  @Test("The knobs of a branch that is prepared are turned by the mouse too")
  func branch() throws {
    var mouse = Mouse(Size(width: 120, height: 36))
    _ = mouse.press("b")
    let row = try #require(mouse.row(of: "cohort"))
    let place = try #require(mouse.place(.knobs))
    let column = try #require(
      (place.x..<place.maxX).last {
        if case .rail? = mouse.target($0, row) { true } else { false }
      })
    #expect(mouse.click(column, row) == [])
    #expect(mouse.click(place.x + 3, row) == [] && mouse.click(2, 2) == [])
    #expect(mouse.monitor.state.draft?.branch.changes["cohort"] == 100)
  }
}
