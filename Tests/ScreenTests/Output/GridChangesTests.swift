import TUI
import Testing

@testable import Screen

@Suite struct GridChangesTests {
  @Test("Rows that differ, and no others")
  func rows() {
    let old = Grid(Size(width: 5, height: 4))
    var new = old
    #expect(new.changedRows(since: old).isEmpty)
    new[4, 1] = Cell("x")
    new[0, 3] = Cell(" ", Style(reverse: true))
    #expect(new.changedRows(since: old) == [1, 3])
  }

  @Test("Everything when there is nothing to compare with")
  func all() {
    let grid = Grid(Size(width: 5, height: 3))
    #expect(grid.changedRows(since: nil) == [0, 1, 2])
    #expect(grid.changedRows(since: Grid(Size(width: 4, height: 3))) == [0, 1, 2])
    #expect(Grid(Size(width: 0, height: 0)).changedRows(since: grid).isEmpty)
  }

  @Test("Waits are taken out of terminfo strings")
  func padding() {
    #expect(Terminfo.withoutPadding("\u{1b}[m\u{f}$<2>") == "\u{1b}[m\u{f}")
    #expect(Terminfo.withoutPadding("a$<5.5*/>b$<3>c") == "abc")
    #expect(Terminfo.withoutPadding("cost $5 <x>") == "cost $5 <x>")
  }
}
