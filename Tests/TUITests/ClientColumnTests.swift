import Metrics
import Testing

@testable import TUI

@Suite struct ClientColumnTests {
  /// From the narrowest pane with columns on: the column of the order is there, whatever else has to go.
  @Test(arguments: ClientSort.allCases)
  func theOrderIsSeen(sort: ClientSort) {
    for width in 20...200 {
      let columns = ClientColumn.fitting(width, ordered: sort)
      #expect(columns.reduce(0) { $0 + $1.width + 1 } <= width)
      // The id and the share have places of their own.
      guard sort != .id, sort != .share else { continue }
      #expect(columns.count { $0.sort == sort } == 1, "\(width) columns")
    }
  }

  /// That clients are hidden is said before what they are ordered by.
  @Test func aFilterIsSaidHoweverNarrowTheFrame() {
    var monitor = Monitor(theme: .standard)
    monitor.filter(by: "/^1.*[27]$/")
    monitor.sort(by: .lastRound)
    for (width, note) in [(80, " //^1.*[27]$/ 2 "), (120, " //^1.*[27]$/ 2 · by last round ↓ ")] {
      let frame = monitor.render(
        SampleRun().snapshot, size: Size(width: width, height: 24),
        capabilities: Capabilities(colors: .mono, unicode: true))
      #expect(GridText.plain(frame).contains("\(note)─╮"))
    }
  }

  /// What a click on a heading asks for is that column and no other.
  @Test func anOrderHasOneColumn() {
    for sort in ClientSort.allCases {
      #expect(ClientColumn.all.count { $0.column.sort == sort } <= 1)
    }
  }

  /// Losses of clients that have learned theirs by heart, and difficulties where nothing is learned any more.
  @Test(
    arguments: [
      (0.5, "0.500"), (1.94e-5, "1.9e-5"), (1.94e-10, "2e-10"), (-3e-10, "-3e-10"),
      (97_218, "97218"), (1.1e12, "1.1e12"), (1.6e100, "2e100"), (.nan, "–"),
    ] as [(Double, String)])
  func numbersAreWhole(value: Double, text: String) throws {
    var client = ClientState(id: 3, samples: nil, batches: 1, skew: 0)
    client.difficulty = value
    let column = try #require(ClientColumn.all.first { $0.column.sort == .difficulty }?.column)
    #expect(column.text(client) == text && text.count <= column.width)
  }

  @Test func bytesOfBothDirectionsAreOneNumber() throws {
    var client = ClientState(id: 3, samples: nil, batches: 1, skew: 0)
    (client.bytesUp, client.bytesDown) = (1024, 2048)
    let column = try #require(ClientColumn.all.first { $0.column.sort == .bytes }?.column)
    #expect(column.text(client) == "3.0 KiB")
    client.bytesDown = .max
    #expect(column.text(client).count <= column.width)
  }
}
