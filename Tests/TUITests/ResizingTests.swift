import Metrics
import Testing

@testable import TUI

/// Borders between panes, moved by keys and by the mouse.
@Suite struct ResizingTests {
  static let sizes = [
    Size(width: 120, height: 36), Size(width: 80, height: 24), Size(width: 60, height: 30),
  ]

  private func height(_ pane: PaneKind, _ mouse: Mouse) -> Int { mouse.place(pane)?.height ?? 0 }

  @Test("+ and - move the focused pane's border by a row, and = puts all back", arguments: sizes)
  func keys(size: Size) {
    for pane in PaneKind.allCases {
      var mouse = Mouse(size)
      mouse.monitor.focus(pane)
      let before = mouse.layout
      guard before.columns.contains(where: { $0.count > 1 && $0.contains { $0.pane == pane } })
      else { continue }
      let first = height(pane, mouse)
      for key: Character in ["+", "-"] {
        mouse.monitor.state.resizing = Resizing()
        // As far as it goes: each press is a row, until the reason is told.
        var last = first
        for _ in 0..<size.height {
          _ = mouse.press(key)
          #expect(LayoutTests.flaw(mouse.layout, size, pane) == nil)
          if mouse.monitor.hasMessage { break }
          last += key == "+" ? 1 : -1
          #expect(height(pane, mouse) == last)
        }
        #expect(mouse.monitor.hasMessage)
        #expect(height(pane, mouse) == last)
        // One step back is seen at once.
        if last != first {
          _ = mouse.press(key == "+" ? "-" : "+")
          #expect(height(pane, mouse) == last + (key == "+" ? -1 : 1))
          _ = mouse.press("=")
        }
        #expect(mouse.layout == before)
      }
      _ = mouse.press("=")
      #expect(mouse.monitor.state.message?.text == "no border was moved")
    }
  }

  @Test("What cannot be resized says why")
  func refusals() {
    var mouse = Mouse(Size(width: 200, height: 50))
    mouse.monitor.focus(.clients)
    _ = mouse.press("+")
    #expect(mouse.monitor.state.message?.text == "no other pane stands above or below")
    _ = mouse.press("z")
    _ = mouse.press("-")
    #expect(mouse.monitor.state.message?.text == "the pane has the whole screen")
  }

  @Test("Each preset keeps its own borders")
  func presets() {
    var mouse = Mouse(Size(width: 120, height: 36))
    mouse.monitor.focus(.learning)
    _ = mouse.press("+")
    let resized = mouse.layout
    _ = mouse.press("p")
    #expect(mouse.monitor.state.resizing == Resizing())
    _ = mouse.press("P")
    #expect(mouse.layout == resized)
  }

  @Test(
    "Borders that were moved on a large screen fit a small one, and are there again",
    arguments: sizes)
  func smaller(size: Size) {
    var mouse = Mouse(Size(width: 120, height: 60))
    mouse.monitor.focus(.learning)
    for _ in 0..<30 { _ = mouse.press("+") }
    let before = mouse.layout
    #expect(
      LayoutTests.flaw(mouse.monitor.layout(mouse.snapshot, size: size), size, .learning) == nil)
    #expect(mouse.layout == before)
  }

  @Test(
    "A border between two panes follows the pointer, whichever of its two rows is held",
    arguments: sizes)
  func rows(size: Size) throws {
    for column in Mouse(size).layout.columns {
      for (upper, lower) in zip(column, column.dropFirst()) {
        for held in [upper.rect.maxY - 1, lower.rect.y] {
          for step in [2, -2, 400, -400, 70_000, -70_000, .max] {
            var mouse = Mouse(size)
            let focused = mouse.monitor.state.focus
            // Titles are no borders: the row is held at its right end.
            let x = upper.rect.maxX - 3
            guard case .border? = mouse.target(x, held) else {
              Issue.record("no border at \(x), \(held)")
              continue
            }
            _ = mouse.send(.press, x, held)
            _ = mouse.send(.drag, x, step == .max ? step : held + step)
            #expect(LayoutTests.flaw(mouse.layout, size, focused) == nil)
            let moved = (mouse.place(upper.pane)?.maxY ?? 0) - upper.rect.maxY
            #expect(moved.signum() * step.signum() >= 0 && moved.magnitude <= step.magnitude)
            let rooms = mouse.layout.columns.flatMap { $0 }.map { $0.rect.height - $0.least }
            #expect(abs(step) == 2 && moved == step || rooms.contains { $0 <= 0 })
            // Back to where it was taken.
            _ = mouse.send(.drag, x, held)
            #expect(mouse.place(upper.pane)?.maxY == upper.rect.maxY)
            // What was let go of does not follow.
            let rest = mouse.layout
            _ = mouse.send(.release, x, held)
            _ = mouse.send(.drag, x, held + 3)
            #expect(mouse.layout == rest && mouse.monitor.state.focus == focused)
          }
        }
      }
    }
  }

  @Test("A border between two columns follows the pointer, and leaves both wide enough")
  func columns() throws {
    for (size, preset) in [
      (Size(width: 120, height: 36), Preset.everything),
      (Size(width: 200, height: 50), .everything),
      (Size(width: 240, height: 50), PresetTests.crowded),
    ] {
      var mouse = Mouse(size)
      mouse.monitor.use(preset: preset)
      let columns = mouse.layout.columns
      for index in columns.indices.dropLast() {
        let end = columns[index][0].rect.maxX
        let row = columns[index][0].rect.y + 2
        for (held, step) in [
          (end - 1, 4), (end, -3), (end, 10_000), (end - 1, -10_000), (end, .max),
        ] {
          var dragged = mouse
          #expect(dragged.send(.press, held, row) == [])
          #expect(dragged.send(.drag, step == .max ? .max : held + step, row) == [])
          let now = dragged.layout.columns.map { $0[0].rect }
          #expect(LayoutTests.flaw(dragged.layout, size, dragged.monitor.state.focus) == nil)
          #expect(now.allSatisfy { $0.width >= Resizing.narrowest })
          if abs(step) < 10, columns[index][0].rect.width > 28,
            columns[index + 1][0].rect.width > 28
          {
            #expect(now[index].maxX == end + step)
          }
          // The other borders stay where they are.
          for other in columns.indices.dropLast() where other != index {
            #expect(now[other].maxX == columns[other][0].rect.maxX)
          }
          _ = dragged.press("=")
          #expect(dragged.layout.columns.map { $0[0].rect } == columns.map { $0[0].rect })
        }
      }
    }
  }
}
