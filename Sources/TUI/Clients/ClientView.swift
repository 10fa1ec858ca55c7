import Metrics

/// Everything about one client: how far its curriculum is, how hard its data, how it learned, what it cost and when it failed.
struct ClientView {
  let client: ClientState
  let detail: ClientDetail?

  /// The view of the client that is open in a scene; nil without one.
  init?(_ scene: Scene) {
    guard let index = scene.state.openClient, scene.snapshot.clients.indices.contains(index) else {
      return nil
    }
    client = scene.snapshot.clients[index]
    detail = scene.detail.flatMap { $0.client == index ? $0 : nil }
  }

  /// Draws into a frame of its own.
  func render(_ scene: Scene, into canvas: inout Canvas) {
    let count = scene.snapshot.clients.count
    canvas.frame(
      title: [Span("client \(client.id)", .title), Span(" of \(count)", .dim)],
      note: [
        Span("← →", .key), Span(" neighbours  ", .dim), Span("esc", .key), Span(" back", .dim),
      ],
      focused: true)
    let inside = Rect(x: 1, y: 1, width: canvas.width - 2, height: canvas.height - 2)
    canvas.within(inside) { canvas in
      let left = facts(scene) + curriculum(scene) + learning(scene) + fisher(scene) + failures()
      let right = labels(scene, canvas.glyphs.ellipsis) + histogram()
      guard canvas.width >= 110 else {
        let height = canvas.height - left.count - right.count
        return draw(left + right + texts(canvas.width - 2, height), into: &canvas)
      }
      let half = canvas.width / 2
      let texts = texts(canvas.width - half - 3, canvas.height - right.count)
      canvas.within(Rect(x: 0, y: 0, width: half - 1, height: canvas.height)) {
        draw(left, into: &$0)
      }
      canvas.within(Rect(x: half + 1, y: 0, width: canvas.width - half - 1, height: canvas.height))
      {
        draw(right + texts, into: &$0)
      }
    }
  }

  /// One row: words, or a drawing beside words.
  struct Row {
    var spans: [Span]
    var drawing: ((inout Canvas, _ x: Int, _ y: Int) -> Void)?

    init(_ spans: [Span], drawing: ((inout Canvas, _ x: Int, _ y: Int) -> Void)? = nil) {
      self.spans = spans
      self.drawing = drawing
    }
  }

  private func draw(_ rows: [Row], into canvas: inout Canvas) {
    for (y, row) in rows.prefix(canvas.height).enumerated() {
      let end = canvas.put(row.spans, x: 1, y: y)
      row.drawing?(&canvas, end + 1, y)
    }
  }

  func name(_ text: String) -> Span { Span(Text.left(text, 12), .dim) }

  /// What is known of its data: of a client among very many nothing before it is sampled.
  private var data: String {
    let batches = "\(client.batches) batches"
    if let samples = client.samples { return "\(samples) samples, \(batches)" }
    return client.batches > 0 ? batches : "not told before it is sampled"
  }

  private func facts(_ scene: Scene) -> [Row] {
    let times = client.timesSampled == 1 ? "once" : "\(client.timesSampled) times"
    let isLabelled = scene.snapshot.started?.clientSkew.isEmpty == false
    var rows = [
      Row([
        name("data"), Span(data, .text),
        Span(isLabelled ? "  \(Units.percent(client.skew)) of one label" : "", .dim),
      ]),
      Row([
        name("took part"), Span(times, .text),
        Span(client.lastRound.map { ", last in round \($0)" } ?? "", .dim),
        Span("  \(client.activity.word)", client.activity == .training ? .training : .dim),
      ]),
      Row([
        name("bytes"), Span("↑ ", .series5), Span(Units.bytes(client.bytesUp), .text),
        Span("  ↓ ", .series6), Span(Units.bytes(client.bytesDown), .text),
      ]),
    ]
    if let device = detail?.device { rows.append(Row([name("device"), Span(device, .text)])) }
    if let last = client.history.last {
      let seconds = Units.duration(seconds: last.simSeconds)
      rows.append(Row([name("last round"), Span("virtual \(seconds)", .text)]))
    }
    return rows
  }

  private func curriculum(_ scene: Scene) -> [Row] {
    guard client.lastRound != nil else {
      return [Row([name("curriculum"), Span("not sampled yet", .dim)])]
    }
    let share = client.share
    let next = scene.snapshot.rounds.last.map { Double(client.batches) * $0.share }
    let whole = next.map { Int.clamped($0.rounded(.up), 1, max(1, client.batches)) }
    let due = whole.map { $0 > client.batchesUsed ? ", \($0) if it were asked now" : "" } ?? ""
    let shares = client.history.map {
      $0.batches > 0 ? Double($0.batchesUsed) / Double($0.batches) : 0
    }
    return [
      Row([
        name("curriculum"), Span("\(client.batchesUsed) of \(client.batches) batches", .text),
        Span(due, .pending), Span(" ", .text),
      ]) { canvas, x, y in
        canvas.meter(share, ramp: .progress, x: x, y: y, width: min(24, canvas.width - x - 1))
      },
      Row([name("  its share"), Span(span(client.history), .dim)]) { canvas, x, y in
        canvas.bars(shares, role: .series3, x: x, y: y, width: min(40, canvas.width - x - 1))
      },
    ]
  }

  private func learning(_ scene: Scene) -> [Row] {
    func row(
      _ title: String, _ values: [Double?], _ role: Role, absent: String = "–"
    ) -> Row {
      let known = values.compactMap(\.self).filter(\.isFinite)
      guard let last = known.last, let low = known.min(), let high = known.max() else {
        return Row([name(title), Span(absent, .dim)])
      }
      let bounds = "  \(Units.significant(low)) to \(Units.significant(high))"
      return Row([name(title), Span(Units.significant(last), role), Span(bounds, .dim)]) {
        canvas, x, y in
        canvas.bars(known, role: role, x: x, y: y, width: min(40, canvas.width - x - 1))
      }
    }
    // What a first round measures is what the next one is ordered by.
    let unordered = client.difficulties == nil ? "–" : "measured; orders its next round"
    return [
      row("loss", client.history.map(\.trainLoss), .series1),
      row("difficulty", client.history.map(\.difficulty), .series2, absent: unordered),
      accuracy(scene),
    ]
  }

  private func fisher(_ scene: Scene) -> [Row] {
    guard !client.fisher.isEmpty else {
      return [Row([name("fisher"), Span("not measured", .dim)])]
    }
    let scale = ValueScale(client.fisher, logarithmic: true)
    let values = client.fisher
    let gal = Set(scene.snapshot.gal)
    let hottest = values.indices.max { values[$0] < values[$1] } ?? 0
    var rows = [
      Row([
        name("fisher"), Span("hottest L\(hottest) \(Units.significant(values[hottest]))", .text),
      ]) { canvas, x, y in
        for (layer, value) in values.enumerated() {
          canvas.heat(scale?.fraction(value), x: x + layer * 2, y: y, width: 1)
          if gal.contains(layer) { canvas.put(canvas.glyphs.gal, x: x + layer * 2 + 1, y: y, .gal) }
        }
      }
    ]
    if let live = client.history.last?.liveNeurons {
      rows.append(
        Row([name("mask"), Span("\(Units.percent(live)) of its own neurons live", .text)]))
    }
    return rows
  }

  private func failures() -> [Row] {
    let failed = client.history.filter { $0.failure != nil }
    guard !failed.isEmpty else { return [Row([name("failures"), Span("none", .dim)])] }
    let head = Row([name("failures"), Span("\(failed.count)", .warn)])
    return [head]
      + failed.suffix(6).reversed().map { part in
        Row([Span(Text.right("r\(part.round)", 11) + " ", .dim), Span(part.failure ?? "", .warn)])
      }
  }

  private func labels(_ scene: Scene, _ mark: Character) -> [Row] {
    guard let all = scene.snapshot.started?.clientLabels, all.indices.contains(client.id) else {
      return []
    }
    let own = all[client.id]
    let width = own.count
    let sums = (0..<width).map { label in
      all.reduce(0.0) { $0 + ($1.indices.contains(label) ? Double($1[label]) : 0) }
    }
    let (mine, everybody) = (Double(own.reduce(0, +)), sums.reduce(0, +))
    guard mine > 0, everybody > 0 else { return [] }
    let order = own.indices.sorted { (own[$1], $0) < (own[$0], $1) }.prefix(8)
    let names = scene.snapshot.started?.labelNames ?? []
    func title(_ label: Int) -> String {
      let name = names.indices.contains(label) ? Text.clean(names[label]) : "\(label)"
      return Text.right(Text.ellipsized(name, width: 14, mark: mark), 14) + " "
    }
    return [Row([name("labels"), Span("own share, and that of all clients", .dim)])]
      + order.map { label in
        let (here, there) = (Double(own[label]) / mine, sums[label] / everybody)
        return Row([
          Span(title(label), .text),
          Span(Text.right(Units.percent(here), 7), .text),
          Span(Text.right(Units.percent(there), 8) + " ", .dim),
        ]) { canvas, x, y in
          canvas.meter(here, ramp: .progress, x: x, y: y, width: min(20, canvas.width - x - 1))
        }
      } + [Row([])]
  }

  private func span(_ history: [Participation]) -> String {
    guard let first = history.first?.round, let last = history.last?.round else { return "" }
    return first == last ? "r\(first)" : "r\(first)–\(last)"
  }
}
