import Metrics

extension PaneKind {
  /// The clients.
  public static let clients = PaneKind(ClientsPane())
}

/// The clients as a table: who trains, how much of its curriculum it uses, how hard its data is, or who has what data.
struct ClientsPane: Pane {
  let title = "clients"
  let key: Character = "1"
  let priority = 2
  let hasBar = true
  let place = PanePlace(ofTwo: 0, ofThree: 0)
  let appetite = Appetite.most
  let keys: KeyContext? = .clients
  let filter: PaneFilter? = PaneFilter(
    text: \.filter, hint: "id, idle, training, done, failed, or /pattern/")

  func minimumRows(_ scene: Scene) -> Int { 3 }

  func preferredRows(_ scene: Scene, width: Int) -> Int {
    min(scene.snapshot.clients.count + 1, 14)
  }

  func note(_ scene: Scene) -> [Span] {
    var spans: [Span] = []
    if !scene.state.filter.isEmpty {
      let matching = ClientOrder(scene.snapshot.clients, state: scene.state).matching
      spans += [
        Span("/\(scene.state.filter) ", .key), .found(matching, by: TextFilter(scene.state.filter)),
        .notePart,
      ]
    }
    let descending = scene.state.sort.isDescending != scene.state.sortReversed
    return spans + [
      Span("by ", .dim), Span(scene.state.sort.rawValue, .text),
      Span(descending ? " ↓" : " ↑", .key),
    ] + (scene.clientsView == .data ? [.notePart, Span("data", .text)] : [])
  }

  func summary(_ scene: Scene) -> [Span] {
    let clients = scene.snapshot.clients
    let failed = clients.touched.reduce(0) { $0 + ($1.failure == nil ? 0 : 1) }
    return [
      Span("\(clients.count) clients", .text),
      Span("  training \(scene.snapshot.trainingNow.count)", .training),
      Span(failed > 0 ? "  failed \(failed)" : "", .error),
      Span(scene.snapshot.rounds.last.map { "  share \(Units.percent($0.share))" } ?? "", .dim),
    ]
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let clients = scene.snapshot.clients
    guard !clients.isEmpty else {
      canvas.put("waiting for the run to start", x: 1, y: 0, .dim)
      return
    }
    if scene.clientsView == .data {
      var sheet = ClientSheet(scene, on: canvas)
      sheet.render(scene, mark: { mark($0, scene, y: $1, into: &$2) }, into: &canvas)
      return scrollMark(
        top: sheet.top, rows: sheet.rows, from: sheet.first, count: sheet.order.count,
        into: &canvas)
    }
    var table = ClientTable(scene, on: canvas)
    let (columns, idWidth, bar) = (table.columns, table.idWidth, table.bar)
    header(scene, columns, idWidth: idWidth, bar: bar, into: &canvas)
    for (row, index) in table.order.window(table.top..<table.top + table.rows).enumerated() {
      let client = clients[index]
      draw(client, scene, columns, idWidth: idWidth, bar: bar, y: row + 1, into: &canvas)
      if index == scene.state.selectedClient { canvas.select(row: row + 1) }
    }
    scrollMark(top: table.top, rows: table.rows, from: 1, count: table.order.count, into: &canvas)
  }

  func target(x: Int, y: Int, _ scene: Scene, on canvas: Canvas) -> MouseTarget? {
    guard !scene.snapshot.clients.isEmpty else { return nil }
    return switch scene.clientsView {
    case .training: ClientTable(scene, on: canvas).target(x: x, y: y)
    case .data: ClientSheet(scene, on: canvas).target(x: x, y: y)
    }
  }

  func bar(_ snapshot: RunSnapshot, _ state: MonitorState, _ timeline: Timeline?) -> PaneBar? {
    let order = ClientOrder(snapshot.clients, state: state)
    return PaneBar(
      count: order.count, row: state.selectedClient.flatMap { order.row(of: $0) })
  }

  func select(_ row: Int, of bar: PaneBar, _ snapshot: RunSnapshot, in state: inout MonitorState) {
    var order = ClientOrder(snapshot.clients, state: state)
    state.selectedClient = order.window(row..<row + 1).first
  }

  /// Looks at one client alone.
  func open(_ snapshot: RunSnapshot, in monitor: inout Monitor) -> [MonitorEffect] {
    if monitor.state.selectedClient == nil { monitor.move(.top, snapshot, in: .clients) }
    monitor.state.openClient = monitor.state.selectedClient
    return []
  }

  func openRefusal(_ snapshot: RunSnapshot, _ timeline: Timeline?) -> String? {
    snapshot.clients.isEmpty ? "no clients yet" : nil
  }

  private func header(
    _ scene: Scene, _ columns: [ClientColumn], idWidth: Int, bar: Int, into canvas: inout Canvas
  ) {
    func role(_ sort: ClientSort?) -> Role { sort == scene.state.sort ? .title : .dim }
    canvas.put(Text.right("id", idWidth), x: 2, y: 0, role(.id))
    var x = 3 + idWidth
    let wide = bar + 4 >= 16
    canvas.put(wide ? "curriculum share" : "share", x: x, y: 0, role(.share), limit: bar + 4)
    x += bar + 5
    for column in columns {
      let title = Text.right(column.title, column.width)
      canvas.put(title, x: x + 1, y: 0, role(column.sort), limit: column.width)
      x += column.width + 1
    }
  }

  private func draw(
    _ client: ClientState, _ scene: Scene, _ columns: [ClientColumn], idWidth: Int, bar: Int,
    y: Int, into canvas: inout Canvas
  ) {
    let quiet: Role = client.activity == .idle ? .dim : .text
    mark(client, scene, y: y, into: &canvas)
    canvas.put(Text.right(String(client.id), idWidth), x: 2, y: y, quiet)
    var x = 3 + idWidth
    if client.lastRound == nil {
      canvas.put(bar + 4 >= 15 ? "not sampled yet" : "new", x: x, y: y, .dim)
    } else {
      canvas.meter(client.share, ramp: .progress, x: x, y: y, width: bar)
      let percent = Units.fixed(client.share * 100, 0) + "%"
      canvas.put(Text.right(percent, 4), x: x + bar, y: y, quiet)
    }
    x += bar + 5
    for column in columns {
      let text = Text.right(column.text(client), column.width)
      let failed =
        client.failure != nil && client.lastRound == scene.snapshot.round
        && (column.sort == .loss || column.title == "last failure")
      canvas.put(text, x: x + 1, y: y, failed ? .error : quiet, limit: column.width)
      x += column.width + 1
    }
  }

  private func mark(
    _ client: ClientState, _ scene: Scene, y: Int, into canvas: inout Canvas
  ) {
    let glyphs = canvas.glyphs
    switch client.activity {
    case .training:
      let frame = Int.clamped(scene.now.isFinite ? scene.now * 8 : 0, 0, Int.max)
      canvas.put(glyphs.spinner[frame % glyphs.spinner.count], x: 0, y: y, .training)
    case .done: canvas.put(glyphs.done, x: 0, y: y, .ok)
    case .failed: canvas.put(glyphs.failed, x: 0, y: y, .error)
    case .idle:
      // What failed in the last round is news; what failed long ago is history.
      guard client.failure != nil else { return }
      let isNews = client.lastRound == scene.snapshot.round
      canvas.put(isNews ? glyphs.failed : glyphs.dash, x: 0, y: y, isNews ? .error : .dim)
    }
  }

  /// A mark in the last column beside the rows that are shown, when there are more.
  private func scrollMark(
    top: Int, rows: Int, from first: Int, count: Int, into canvas: inout Canvas
  ) {
    guard count > rows, rows > 1 else { return }
    let place = Int.clamped(
      Double(top) / Double(count - rows) * Double(rows - 1), 0, rows - 1)
    canvas.put(canvas.glyphs.vertical, x: canvas.width - 1, y: first + place, .borderFocus)
  }
}
