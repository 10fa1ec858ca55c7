import Metrics
import Testing

@testable import TUI

@Suite struct ClientViewTests {
  private let snapshot = SampleRun().snapshot

  private func opened(_ keys: Key...) -> Monitor {
    var monitor = Monitor(theme: .standard)
    for key in [Key.down, .down, .enter] + keys { _ = monitor.handle(key, snapshot: snapshot) }
    return monitor
  }

  private func text(_ monitor: Monitor, _ size: Size = Size(width: 120, height: 36)) -> String {
    GridText.plain(
      monitor.render(
        snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: true)))
  }

  @Test func enterOpensTheClientUnderTheBar() throws {
    let monitor = opened()
    let client = try #require(monitor.state.selectedClient)
    #expect(monitor.openClient == client)
    #expect(text(monitor).contains("client \(client) of 100"))
    for word in ["curriculum", "loss", "difficulty", "failures", "fisher", "bytes"] {
      #expect(text(monitor).contains(word))
    }
  }

  @Test func arrowsGoToTheNeighboursInTheOrderOfTheTable() throws {
    let here = opened()
    let next = opened(.right)
    #expect(next.openClient == opened(.down).openClient)
    #expect(next.openClient != here.openClient)
    #expect(opened(.right, .left).openClient == here.openClient)
    #expect(opened(.escape).openClient == nil)
    #expect(opened(.character("3")).openClient == nil, "another pane")
  }

  /// Training is steered as everywhere.
  @Test func keysOfTheRunGoOnWorking() {
    var monitor = opened()
    #expect(monitor.handle(.character(" "), snapshot: snapshot) == [.command(.pause)])
    #expect(monitor.openClient != nil)
  }

  @Test func textsOfTheDataAreMadeSafe() throws {
    var monitor = opened()
    let client = try #require(monitor.openClient)
    monitor.detail = ClientDetail(
      client: client, difficulties: [0.1, 0.2, 0.4, 3], used: 2,
      easiest: ["plain\u{1B}[31m red\u{7}"], hardest: ["a \u{202E}trick"], device: "board")
    let frame = text(monitor)
    #expect(frame.contains("plain[31m red") && frame.contains("a trick"))
    #expect(frame.contains("in use up to 0.200"))
    #expect(!frame.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    // What is known of another client is not shown as this one's.
    monitor.detail?.client = client + 1
    #expect(!text(monitor).contains("plain"))
  }

  @Test func everySizeHasAForm() {
    let monitor = opened()
    for width in stride(from: 1, through: 210, by: 13) {
      for height in 1...60 { _ = text(monitor, Size(width: width, height: height)) }
    }
  }

  @Test func everyParticipationIsInTheHistory() throws {
    let client = try #require(snapshot.clients.first { $0.timesSampled > 2 })
    #expect(client.history.count == client.timesSampled)
    #expect(client.history.map(\.round) == client.history.map(\.round).sorted())
    #expect(client.history.last?.trainLoss == client.trainLoss)
  }
}
