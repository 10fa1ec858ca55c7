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
      client: client, easiest: ["plain\u{1B}[31m red\u{7}"], hardest: ["a \u{202E}trick"],
      device: "board")
    let frame = text(monitor)
    #expect(frame.contains("plain[31m red") && frame.contains("a trick"))
    #expect(!frame.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    // What is known of another client is not shown as this one's.
    monitor.detail?.client = client + 1
    #expect(!text(monitor).contains("plain"))
  }

  /// A long text is told over the lines that are left, a short screen cuts it.
  @Test func textsHaveTheRoomThatThereIs() throws {
    var monitor = opened()
    let words = (1...30).map { "word\($0)" }.joined(separator: " ")
    monitor.detail = ClientDetail(
      client: try #require(monitor.openClient), easiest: [words, words, words],
      hardest: [words, words, words])
    #expect(text(monitor, Size(width: 120, height: 60)).contains("word30"))
    let short = text(monitor, Size(width: 120, height: 24))
    #expect(short.contains("word5") && !short.contains("word30") && short.contains("hardest"))
  }

  @Test func labelsHaveTheirNames() throws {
    var events = SampleRun().events
    var started = try #require(snapshot.started)
    started.clientLabels = started.clientSamples.map { [$0, 0] }
    started.labelNames = ["a long\u{7} name for a label", "no"]
    events[0] = .runStarted(started)
    var named = RunSnapshot()
    for event in events { named.apply(event) }
    let frame = GridText.plain(
      opened().render(
        named, size: Size(width: 120, height: 36),
        capabilities: Capabilities(colors: .mono, unicode: true)))
    #expect(frame.contains("a long name f… 100.0 %"))
  }

  /// Wherever the run is watched: it is in the record.
  @Test func theHistogramIsThatOfTheRecordAndSaysWhatIsInUse() throws {
    let monitor = opened()
    let client = snapshot.clients[try #require(monitor.openClient)]
    let histogram = try #require(client.difficulties)
    let used = try #require(client.difficultyUsed)
    let lines = text(monitor).split(separator: "\n")
    let place = try #require(lines.firstIndex { $0.contains("  in use") })
    let words = "\(Units.significant(used[0])) to \(Units.significant(used[1]))"
    #expect(lines[place].contains(words))
    let marks = lines[place].filter { $0 == Glyphs.unicode.mark }.count
    #expect(marks == histogram.bin(used[1]) - histogram.bin(used[0]) + 1)
    let bars = lines[place - 1].filter { Glyphs.unicode.bars.contains($0) }.count
    #expect(lines[place - 1].contains("samples") && bars == DifficultyHistogram.bins)
  }

  @Test func whyThereAreNoTextsIsALine() throws {
    var monitor = opened()
    monitor.detail = ClientDetail(
      client: try #require(monitor.openClient), problem: "none: /data/x.tsv is no longer there")
    #expect(text(monitor).contains("texts       none: /data/x.tsv is no longer there"))
  }

  /// Two pixels a cell: true greys where there are colours, shades elsewhere.
  @Test func imagesAreDrawnUnderTheirNames() throws {
    var monitor = opened()
    let image = SampleImage(
      width: 4, levels: [255, 255, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0], label: "bo\u{7}ot")
    monitor.detail = ClientDetail(
      client: try #require(monitor.openClient), easiest: ["a.png"], easiestImages: [image, image])
    func lines(_ colors: Capabilities.Colors) throws -> ArraySlice<Substring> {
      let frame = GridText.plain(
        monitor.render(
          snapshot, size: Size(width: 120, height: 60),
          capabilities: Capabilities(colors: colors, unicode: true)))
      let lines = frame.split(separator: "\n")
      let place = try #require(lines.firstIndex { $0.contains("a.png") })
      return lines[(place + 1)...]
    }
    let shades = try lines(.mono)
    let light = try #require(Glyphs.unicode.shades.last)
    #expect(shades.first?.contains("\(light)\(light)    \(light)\(light)") == true)
    #expect(shades.dropFirst(2).first?.contains("boot  boot") == true)
    #expect(try lines(.direct).first?.contains("▀▀▀▀  ▀▀▀▀") == true)
  }

  @Test func accuraciesOfTheClientAreASparklineOrAReason() throws {
    let monitor = opened()
    let client = try #require(monitor.openClient)
    func line(_ change: (inout RoundReport) -> Void) -> String {
      var told = RunSnapshot()
      for event in SampleRun().events {
        guard case .roundFinished(var report) = event else {
          told.apply(event)
          continue
        }
        report.clientPermille = nil
        change(&report)
        told.apply(.roundFinished(report))
      }
      let frame = GridText.plain(
        monitor.render(
          told, size: Size(width: 120, height: 36),
          capabilities: Capabilities(colors: .mono, unicode: true)))
      return frame.split(separator: "\n").first { $0.contains("│ accuracy ") }.map(String.init)
        ?? ""
    }
    let rising = line { report in
      report.clientPermille = Array(repeating: 400 + 10 * report.round, count: 100)
    }
    #expect(
      rising.contains("70.0 %  41.0 % to 70.0 %") && rising.contains("▁") && rising.contains("█"))
    #expect(line { $0.clientPermille = Array(repeating: nil, count: 100) }.contains("no held-out"))
    #expect(line { _ in }.contains("by client at the end of the run only"))
    let end = line { report in
      report.clientAccuracy = report.round == 30 ? (0..<100).map { Double($0) / 100 } : nil
    }
    #expect(end.contains("\(Units.percent(Double(client) / 100)) at the end"))
    #expect(line { $0.accuracy = nil }.contains("not evaluated yet"))
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
