import Metrics
import Testing

@testable import TUI

/// Who has what data, as a sheet of clients and labels.
@Suite struct ClientSheetTests {
  private static func snapshot(labels: [[Int]], names: [String]) -> RunSnapshot {
    var run = SampleRun()
    run.clients = labels.count
    var started = run.started
    started.clientLabels = labels
    started.labelNames = names
    started.clientSamples = labels.map { $0.reduce(0, +) }
    started.clientSkew = labels.map { row in
      Double(row.max() ?? 0) / Double(max(1, row.reduce(0, +)))
    }
    var snapshot = RunSnapshot()
    snapshot.apply(.runStarted(started))
    return snapshot
  }

  private let few = snapshot(
    labels: [[8, 0, 0], [2, 2, 0], [0, 2, 10], [0, 0, 0]], names: ["red", "green", "blue"])

  private func frame(
    _ snapshot: RunSnapshot, keys: String, width: Int = 80, unicode: Bool = true
  ) -> String {
    var monitor = Monitor(theme: .standard)
    for key in keys { _ = monitor.handle(.character(key), snapshot: snapshot) }
    return GridText.plain(
      monitor.render(
        snapshot, size: Size(width: width, height: 24),
        capabilities: Capabilities(colors: .mono, unicode: unicode)))
  }

  /// Half of all absolute differences between shares: of all 24 samples 10 are red, 4 green and 10 blue.
  @Test func distanceIsTheTotalVariation() throws {
    let counts = try #require(LabelCounts(few))
    #expect(counts.all == [10, 4, 10])
    let second = try #require(counts.distance(of: 1))
    #expect(abs(second - (1.0 / 12 + 1.0 / 3 + 5.0 / 12) / 2) < 1e-12)
    #expect(counts.distance(of: 3) == nil)
    #expect(counts[4] == [] && counts.distance(of: 4) == nil)
  }

  @Test func rowsTellTheSharesAndTheCountsOfAClient() {
    let lines = frame(few, keys: "1zv", unicode: false).split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains(#/ all +24 +42% .* 42% .* 17% .* 42%/#) })
    #expect(lines.contains { $0.contains(#/ 0 +8 +100% @+ +8 +- +- /#) })
    #expect(lines.contains { $0.contains(#/ 2 +12 +83% - .* 2 .* 10 /#) })
    #expect(lines.contains { $0.contains(#/id +size +skew +red +green +blue/#) })
  }

  @Test func wordsAreOfTheSelectedClientElseOfAll() {
    let all = frame(few, keys: "1zv")
    #expect(all.contains("4 clients  0 to 12 samples, median 8"))
    #expect(all.contains("at most 58.3 % (client 0)"))
    let one = frame(few, keys: "1zvjjj")
    #expect(one.contains("client 2 12 samples, 83.3 % blue (41.7 % of all)"))
    #expect(one.contains("2 of 3 labels  41.7 % of it away from the mix of all  none of red"))
  }

  /// Columns for the most frequent labels, and one for all others: nothing is left out of a row.
  @Test(arguments: [30, 40, 60, 78])
  func manyLabelsHaveAColumnTogether(width: Int) throws {
    let labels = (0..<20).map { client in (0..<150).map { ($0 * 7 + client) % 11 } }
    let snapshot = Self.snapshot(labels: labels, names: labels[0].indices.map { "label \($0)" })
    var monitor = Monitor(theme: .standard)
    _ = monitor.handle(.character("v"), snapshot: snapshot)
    let scene = monitor.scene(snapshot, size: Size(width: 80, height: 24), now: 0)
    let canvas = Canvas(
      size: Size(width: width, height: 20), palette: Theme.standard.palette(.mono),
      glyphs: .ascii)
    let sheet = ClientSheet(scene, on: canvas)
    #expect(sheet.columns.flatMap(\.labels).sorted() == Array(0..<150))
    #expect(sheet.columns.last?.title == "+")
    #expect(sheet.columns.count * sheet.cell + ClientSheet.heat(sheet.idWidth) < width)
  }

  @Test func sizesAloneAreDrawnWhereNoLabelsAreTold() {
    let frame = frame(SampleRun().snapshot, keys: "1zv")
    #expect(frame.contains("of so many labels no counts are told"))
    #expect(frame.contains("■"))
  }

  /// A record that does not tell what each client has shows how they train, whatever was asked before.
  @Test func nothingIsPromisedThatIsNotTold() {
    var run = SampleRun()
    run.clients = 10
    var started = run.started
    (started.clientSamples, started.clientBatches, started.clientSkew) = ([], [], [])
    started.config["federation.clients"] = .integer(200_000)
    var snapshot = RunSnapshot()
    snapshot.apply(.runStarted(started))
    var monitor = Monitor(theme: .standard)
    _ = monitor.handle(.character("v"), snapshot: snapshot)
    #expect(monitor.state.message?.text.contains("does not tell") == true)
    #expect(monitor.state.clientsView == .training)
    monitor.state.clientsView = .data
    #expect(
      monitor.scene(snapshot, size: Size(width: 80, height: 24), now: 0).clientsView == .training)
  }

  @Test func aClientThatNeverTrainsIsNamedSo() {
    var started = SampleRun().started
    started.unseen = [0]
    var snapshot = RunSnapshot()
    snapshot.apply(.runStarted(started))
    #expect(frame(snapshot, keys: "1zvj").contains("never trains"))
    #expect(!frame(snapshot, keys: "1zvjj").contains("never trains"))
  }

  @Test func headingsOrderByTheirColumn() throws {
    var mouse = Mouse(Size(width: 100, height: 30), few)
    _ = mouse.press("v")
    let place = try #require(mouse.place(.clients))
    for (title, sort) in [("size", ClientSort.size), ("skew", .skew), ("id", .id)] {
      let column = try #require(mouse.column(of: title, place.y + 1, place.x..<place.maxX))
      _ = mouse.click(column, place.y + 1)
      #expect(mouse.monitor.state.sort == sort)
    }
    // What all have is no client.
    #expect(mouse.target(place.x + 4, place.y + 2) == .pane(.clients))
    guard case .row(0, _)? = mouse.target(place.x + 4, place.y + 3) else {
      Issue.record("the first client cannot be clicked")
      return
    }
  }
}
