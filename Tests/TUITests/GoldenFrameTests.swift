import Foundation
import Metrics
import Testing

@testable import TUI

/// Frames compared with files under `Frames`; `FEDTOP_RECORD=1 swift test` writes them anew.
@Suite struct GoldenFrameTests {
  private static let sizes = [
    Size(width: 120, height: 36), Size(width: 100, height: 30), Size(width: 80, height: 24),
    Size(width: 60, height: 18), Size(width: 40, height: 12), Size(width: 20, height: 4),
    Size(width: 1, height: 1),
  ]
  private static let depths: [(String, Capabilities.Colors)] = [
    ("256", .indexed), ("16", .ansi), ("mono", .mono),
  ]

  @Test(arguments: sizes, [true, false])
  func ladder(size: Size, unicode: Bool) throws {
    let monitor = Monitor(theme: .standard)
    let snapshot = SampleRun().snapshot
    for (depth, colors) in Self.depths {
      let grid = monitor.render(
        snapshot, size: size, capabilities: Capabilities(colors: colors, unicode: unicode))
      let name = "\(size.width)x\(size.height)-\(unicode ? "utf8" : "ascii")-\(depth)"
      try check(grid, name)
    }
  }

  @Test func asciiFramesHoldAsciiOnly() {
    let snapshot = SampleRun().snapshot
    for size in Self.sizes {
      let grid = Monitor(theme: .standard).render(
        snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: false))
      #expect(grid.cells.allSatisfy { $0.character.isASCII })
      // A question mark stands for a sign without a spelling; the only one meant is that of the
      // help key.
      let text = GridText.plain(grid).replacing("? help", with: "")
      #expect(!text.contains("?"))
      #expect(
        grid.cells.allSatisfy {
          $0.style.foreground == .standard && $0.style.background == .standard
        })
    }
  }

  @Test func layoutIsTheSameInBothGlyphSets() {
    let snapshot = SampleRun().snapshot
    for size in Self.sizes {
      let layout = Monitor(theme: .standard).layout(snapshot, size: size)
      for unicode in [true, false] {
        let grid = Monitor(theme: .standard).render(
          snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: unicode))
        let glyphs: Glyphs = unicode ? .unicode : .ascii
        for place in layout.panes {
          #expect(grid[place.rect.x, place.rect.y].character == glyphs.topLeft)
          let corner = grid[place.rect.maxX - 1, place.rect.maxY - 1]
          #expect(corner.character == glyphs.bottomRight)
        }
      }
    }
  }

  @Test(arguments: PaneKind.allCases)
  func zoom(pane: PaneKind) throws {
    var monitor = Monitor(theme: .standard)
    monitor.focus(pane, zoomed: true)
    try check(frame(monitor, SampleRun().snapshot), "zoom-\(pane.title)")
  }

  /// What keys open: each view of the Fisher map, one client, curves over bytes, and a line that is typed.
  @Test(
    arguments: [
      ("fisher-rounds", "3zv"), ("fisher-clients", "3zvv"), ("fisher-scores", "3zvvv"),
      ("fisher-quantile", "3zvll"), ("curves-bytes", "2zv"), ("curves-band", "2zeel"),
      ("client", "jj\n"), ("command", ":until accuracy 95%"), ("command-wrong", ":sparsity 3"),
      ("log-filter", "6/best\n"),
    ])
  func opened(name: String, keys: String) throws {
    var monitor = Monitor(theme: .standard)
    let snapshot = SampleRun().snapshot
    monitor.timeline = Timeline(first: 0, last: 30, state: .running, record: snapshot)
    for key in keys {
      _ = monitor.handle(key == "\n" ? .enter : .character(key), snapshot: snapshot)
    }
    for (width, height) in [(120, 36), (80, 24), (40, 12)] {
      let grid = monitor.render(
        snapshot, size: Size(width: width, height: height),
        capabilities: Capabilities(colors: .indexed, unicode: true))
      try check(grid, "\(name)-\(width)x\(height)")
    }
  }

  /// Who has what, where some clients have one label and others all.
  @Test(arguments: [("utf8", Capabilities.Colors.indexed), ("ascii-mono", .mono)])
  func dataSheet(name: String, colors: Capabilities.Colors) throws {
    var started = SampleRun().started
    started.labelNames = ["abbreviation", "description", "entity", "human", "location", "number"]
    started.clientLabels = started.clientSamples.enumerated().map { client, samples in
      let weights = (0..<6).map { label in (client * 5 + label * 3) % 7 * ((client + label) % 3) }
      let sum = max(1, weights.reduce(0, +))
      return weights.map { samples * $0 / sum }
    }
    started.clientSkew = (started.clientLabels ?? []).map { row in
      Double(row.max() ?? 0) / Double(max(1, row.reduce(0, +)))
    }
    var snapshot = RunSnapshot()
    for event in SampleRun().events.dropFirst() {
      if snapshot.started == nil { snapshot.apply(.runStarted(started)) }
      snapshot.apply(event)
    }
    for (keys, width, height) in [
      ("v", 120, 36), ("vzj", 80, 24), ("v", 80, 24), ("vj", 40, 12),
    ] {
      var monitor = Monitor(theme: .standard)
      for key in keys { _ = monitor.handle(.character(key), snapshot: snapshot) }
      let grid = monitor.render(
        snapshot, size: Size(width: width, height: height),
        capabilities: Capabilities(colors: colors, unicode: colors == .indexed))
      try check(grid, "data-\(keys)-\(width)x\(height)-\(name)")
    }
  }

  /// A client's easiest and hardest images in half-block cells; shades where there are no colours.
  @Test(arguments: [("256", Capabilities.Colors.indexed), ("ascii-mono", .mono)])
  func images(name: String, colors: Capabilities.Colors) throws {
    var monitor = Monitor(theme: .standard)
    let snapshot = SampleRun().snapshot
    for key in [Key.down, .down, .enter] { _ = monitor.handle(key, snapshot: snapshot) }
    let side = 28
    func ring(_ inner: Int, _ outer: Int, _ label: String) -> SampleImage {
      let levels = (0..<side * side).map { place -> UInt8 in
        let (x, y) = (2 * (place % side) - side + 1, 2 * (place / side) - side + 1)
        let square = x * x + y * y
        return square < inner * inner || square > outer * outer ? 0 : UInt8(255 - square / 4)
      }
      return SampleImage(width: side, levels: levels, label: label)
    }
    monitor.detail = ClientDetail(
      client: try #require(monitor.openClient), easiest: ["coin.png", "ring.png"],
      hardest: ["dot.png", "hoop.png"],
      easiestImages: [ring(0, 27, "coin"), ring(15, 27, "ring")],
      hardestImages: [ring(0, 12, "dot"), ring(22, 27, "hoop")])
    let grid = monitor.render(
      snapshot, size: Size(width: 120, height: 60),
      capabilities: Capabilities(colors: colors, unicode: colors == .indexed))
    try check(grid, "images-120x60-\(name)")
  }

  /// Sizes that people have and that are no rung of their own.
  @Test(
    arguments: [(39, 30), (40, 10), (79, 50), (120, 11), (200, 55)])
  func oddSizes(width: Int, height: Int) throws {
    let grid = Monitor(theme: .standard).render(
      SampleRun().snapshot, size: Size(width: width, height: height),
      capabilities: Capabilities(colors: .mono, unicode: true))
    try check(grid, "odd-\(width)x\(height)")
  }

  @Test func deepEncoder() throws {
    var run = SampleRun()
    run.layers = 24
    try check(frame(Monitor(theme: .standard), run.snapshot), "deep-encoder")
  }

  @Test func beforeTheFirstEvent() throws {
    try check(frame(Monitor(theme: .standard), RunSnapshot()), "before-first-event")
  }

  @Test func afterTheEnd() throws {
    var snapshot = SampleRun().snapshot
    snapshot.apply(
      .runFinished(
        RunSummary(
          run: "r", rounds: 30, accuracy: 0.848, accuracyGlobal: 0.81, bestAccuracy: 0.848,
          bytesUp: 1, bytesDown: 1, simSeconds: 1, wallSeconds: 1, parametersSHA256: "")))
    try check(frame(Monitor(theme: .standard), snapshot), "finished")
  }

  @Test(arguments: [
    ("help", "?"), ("help-search", "?sort"), ("quit-question", "q"), ("filter", "/7"),
    ("sorted-selected", "sjjj"), ("log-focused", "6"),
    ("branch", "b]"),
  ])
  func afterKeys(name: String, keys: String) throws {
    var monitor = Monitor(theme: .standard)
    let snapshot = SampleRun().snapshot
    for key in keys { _ = monitor.handle(.character(key), snapshot: snapshot) }
    try check(frame(monitor, snapshot), "keys-\(name)")
  }

  /// The parent as a ghost behind its branch, in both glyph sets and without colour.
  @Test(arguments: [Size(width: 120, height: 36), Size(width: 80, height: 24)], [true, false])
  func branched(size: Size, unicode: Bool) throws {
    var run = SampleRun()
    run.parent = RunStarted.Parent(run: "20260923-120000-fibecfed-77aa", round: 20)
    var snapshot = run.snapshot
    snapshot.apply(.ghostTraced(run.parentTrace))
    for (depth, colors) in Self.depths.filter({ unicode ? $0.0 == "256" : $0.0 == "mono" }) {
      let grid = Monitor(theme: .standard).render(
        snapshot, size: size, capabilities: Capabilities(colors: colors, unicode: unicode))
      let glyphs = unicode ? "utf8" : "ascii"
      try check(grid, "branched-\(size.width)x\(size.height)-\(glyphs)-\(depth)")
    }
  }

  /// ε of a run whose cohorts are noised, in both glyph sets.
  @Test(arguments: [Size(width: 120, height: 36), Size(width: 80, height: 24)], [true, false])
  func privately(size: Size, unicode: Bool) throws {
    let events = SampleRun().events.map { event in
      guard case .roundFinished(var report) = event else { return event }
      report.epsilon = 0.5 + Double(report.round) / 16
      return .roundFinished(report)
    }
    var snapshot = RunSnapshot()
    for event in events { snapshot.apply(event) }
    let grid = Monitor(theme: .standard).render(
      snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: unicode))
    try check(grid, "private-\(size.width)x\(size.height)-\(unicode ? "utf8" : "ascii")")
  }

  /// A run whose work six ranks on three hosts share, one of them slower: a pane of ranks, whole and alone, and a word of
  /// how uneven they are; nothing of it where there are none.
  @Test(arguments: [Size(width: 120, height: 36), Size(width: 80, height: 24)], [true, false])
  func overRanks(size: Size, unicode: Bool) throws {
    let events = SampleRun().events.map { event in
      guard case .roundFinished(var report) = event else { return event }
      report.ranks = (0..<6).map { rank in
        RankShare(
          host: "node\(rank / 2 + 7).cluster", workers: 2, clients: rank == 4 ? 1 : 2,
          jobs: 4, busySeconds: report.wallSeconds * (rank == 4 ? 1.25 : 1.75),
          bytesDown: rank == 0 ? 0 : 2_400_000, bytesUp: rank == 0 ? 0 : 2_100_000)
      }
      return .roundFinished(report)
    }
    var snapshot = RunSnapshot()
    for event in events { snapshot.apply(event) }
    let capabilities = Capabilities(colors: .mono, unicode: unicode)
    var monitor = Monitor(theme: .standard)
    #expect(monitor.layout(snapshot, size: size).shows(.ranks) == (size.height > 24))
    #expect(!monitor.layout(SampleRun().snapshot, size: size).shows(.ranks))
    let name = "ranks-\(size.width)x\(size.height)-\(unicode ? "utf8" : "ascii")"
    try check(monitor.render(snapshot, size: size, capabilities: capabilities), name)
    monitor.focus(.ranks, zoomed: size.height > 24)
    try check(monitor.render(snapshot, size: size, capabilities: capabilities), "\(name)-focused")
  }

  /// A thousand ranks, of which the record has sixty-four: the pane says so, and counts all.
  @Test func overAThousandRanks() throws {
    var snapshot = RunSnapshot()
    for event in SampleRun().events {
      guard case .roundFinished(var report) = event else {
        snapshot.apply(event)
        continue
      }
      let seconds = report.wallSeconds
      report.note(
        (0..<1024).map { rank in
          RankShare(
            host: "node\(rank / 8)", workers: 2, clients: 2, jobs: 4,
            busySeconds: seconds * (1 + Double(rank * 37 % 1024) / 1024))
        })
      snapshot.apply(.roundFinished(report))
    }
    var monitor = Monitor(theme: .standard)
    monitor.focus(.ranks, zoomed: true)
    let capabilities = Capabilities(colors: .mono, unicode: false)
    let size = Size(width: 80, height: 24)
    try check(
      monitor.render(snapshot, size: size, capabilities: capabilities), "ranks-1024-80x24-ascii")
  }

  /// Another method at the same seed as a ghost: its curves, and what the same accuracy cost it.
  @Test(arguments: [Size(width: 120, height: 36), Size(width: 80, height: 24)], [true, false])
  func besideAnotherMethod(size: Size, unicode: Bool) throws {
    let run = SampleRun()
    var snapshot = run.snapshot
    var trace = run.parentTrace
    trace.relation = .method
    trace.run = "fedavg-lora"
    trace.round = 0
    for index in trace.points.indices {
      trace.points[index].bytes *= 2
      trace.points[index].accuracy = trace.points[index].accuracy.map { $0 - 0.03 }
    }
    snapshot.apply(.ghostTraced(trace))
    let grid = Monitor(theme: .standard).render(
      snapshot, size: size, capabilities: Capabilities(colors: .mono, unicode: unicode))
    try check(grid, "beside-\(size.width)x\(size.height)-\(unicode ? "utf8" : "ascii")")
  }

  @Test func inThePast() throws {
    var monitor = Monitor(theme: .standard)
    monitor.timeline = Timeline(first: 1, last: 30, state: .paused)
    _ = monitor.handle(.left, snapshot: SampleRun().snapshot)
    _ = monitor.handle(.left, snapshot: SampleRun().snapshot)
    var past = SampleRun()
    past.rounds = 29
    try check(frame(monitor, past.snapshot), "past")
  }

  @Test(arguments: [
    ("leaving", Session.host, "b]\n"), ("replay", .replay, ""), ("round", .replay, "r12"),
  ])
  func onATimeline(name: String, session: Session, keys: String) throws {
    let snapshot = SampleRun().snapshot
    var monitor = Monitor(theme: .standard, session: session)
    monitor.timeline = Timeline(
      first: 0, last: 30, state: .running, record: snapshot, speed: session == .replay ? 16 : nil)
    for key in keys {
      _ = monitor.handle(key == "\n" ? .enter : .character(key), snapshot: snapshot)
    }
    try check(frame(monitor, snapshot), "timeline-\(name)")
  }

  private func frame(_ monitor: Monitor, _ snapshot: RunSnapshot) -> Grid {
    monitor.render(
      snapshot, size: Size(width: 100, height: 30),
      capabilities: Capabilities(colors: .indexed, unicode: true))
  }

  /// Compares a frame with the file that it was recorded in.
  func check(_ grid: Grid, _ name: String) throws {
    let text = GridText.plain(grid) + "\n---\n" + GridText.styles(grid) + "\n"
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Frames/\(name).txt")
    if ProcessInfo.processInfo.environment["FEDTOP_RECORD"] == "1" {
      try Data(text.utf8).write(to: url)
      return
    }
    let known = try String(contentsOf: url, encoding: .utf8)
    #expect(text == known, "frame \(name) changed; FEDTOP_RECORD=1 records it anew")
  }
}
