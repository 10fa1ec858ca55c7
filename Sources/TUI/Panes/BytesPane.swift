import Metrics

extension PaneKind {
  /// The bytes.
  public static let bytes = PaneKind(BytesPane())
}

/// Bytes on the simulated wire: by round, in total, and against dense LoRA traffic.
struct BytesPane: Pane {
  let title = "bytes"
  let key: Character = "4"
  let priority = 5
  let place = PanePlace(ofTwo: 1, ofThree: 1)
  let appetite = Appetite.none

  func minimumRows(_ scene: Scene) -> Int { 3 }

  func preferredRows(_ scene: Scene, width: Int) -> Int { scene.ghost == nil ? 6 : 7 }

  func note(_ scene: Scene) -> [Span] {
    guard scene.snapshot.ledger.total > 0 else { return [] }
    return [Span("total ", .dim), Span(Units.bytes(scene.snapshot.ledger.total), .text)]
  }

  func summary(_ scene: Scene) -> [Span] {
    let ledger = scene.snapshot.ledger
    return [
      Span("↑ ", .series5), Span(Units.bytes(ledger.up), .text),
      Span("  ↓ ", .series6), Span(Units.bytes(ledger.down), .text),
      Span(ledger.shareOfDense.map { "  \(Units.percent($0)) of dense LoRA" } ?? "", .dim),
    ]
  }

  func render(_ scene: Scene, into canvas: inout Canvas) {
    let ledger = scene.snapshot.ledger
    let last = scene.snapshot.rounds.last
    var y = 0
    if canvas.height >= 6 {
      canvas.put(Text.right("a round", 18), x: 0, y: y, .dim)
      canvas.put(Text.right("so far", 12), x: 18, y: y, .dim)
      y += 1
    }
    row("↑ up", last?.bytesUp, ledger.up, .series5, scene, \.bytesUp, y: y, into: &canvas)
    row(
      "↓ down", last?.bytesDown, ledger.down, .series6, scene, \.bytesDown, y: y + 1, into: &canvas)
    dense(ledger, y: y + 2, into: &canvas)
    forecast(scene, y: y + 3, into: &canvas)
    price(scene, y: y + 4, into: &canvas)
    let next = y + (scene.ghost == nil ? 6 : 7)
    if canvas.height > next + 1 { clients(scene, y: next, into: &canvas) }
  }

  private func row(
    _ name: String, _ round: Int?, _ total: Int, _ role: Role, _ scene: Scene,
    _ bytes: KeyPath<RoundReport, Int>, y: Int, into canvas: inout Canvas
  ) {
    canvas.put(name, x: 1, y: y, role)
    canvas.put(Text.right(round.map { Units.bytes($0) } ?? "–", 10), x: 8, y: y, .text)
    canvas.put(Text.right(Units.bytes(total), 10), x: 20, y: y, .text)
    let width = canvas.width - 33
    guard width >= 4 else { return }
    let values = scene.snapshot.rounds.map { Double($0[keyPath: bytes]) }
    let columns = downsample(values, width: width).map { $0?.maximum ?? 0 }
    canvas.bars(columns, role: role, x: 32, y: y, width: width, tallest: 5)
  }

  private func dense(_ ledger: ByteLedger, y: Int, into canvas: inout Canvas) {
    canvas.put("dense", x: 1, y: y, .dim)
    guard let share = ledger.shareOfDense else {
      let words = canvas.width < 50 ? "no round yet" : "share of dense LoRA traffic: no round yet"
      canvas.put(words, x: 8, y: y, .dim)
      return
    }
    canvas.put(Text.right(Units.percent(share), 10), x: 8, y: y, .text)
    let saved = ledger.dense - ledger.total
    let note =
      saved >= 0 ? "saves \(Units.bytes(saved))" : "\(Units.bytes(-saved)) more than dense"
    let room = canvas.width - 20 - note.count - 2
    if room >= 8 {
      canvas.meter(share, ramp: .bytes, x: 20, y: y, width: min(30, room))
      canvas.put(note, x: 20 + min(30, room) + 1, y: y, saved >= 0 ? .ok : .warn)
    } else {
      canvas.put(note, x: 20, y: y, saved >= 0 ? .ok : .warn)
    }
  }

  private func forecast(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    let isLive = scene.state.cursor == nil && !scene.runState.isEnded
    guard isLive, let forecast = TrafficForecast(scene.snapshot, knobs: scene.knobs) else { return }
    let pending = scene.knobs.contains { $0.pending != nil }
    canvas.put("next", x: 1, y: y, pending ? .pending : .dim)
    canvas.put(
      Text.right(Units.bytes(forecast.bytes), 10), x: 8, y: y, pending ? .pending : .text)
    canvas.put(forecast.reason, x: 20, y: y, pending ? .pending : .dim)
  }

  /// What the best accuracy so far has cost, and what the same cost the ghost.
  private func price(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    guard let best = Series.accuracy(scene).best else { return }
    let spent = scene.snapshot.spent[best.index]
    let round = scene.snapshot.rounds[best.index].round
    let bytes = spent.bytesUp &+ spent.bytesDown
    canvas.put("best", x: 1, y: y, .dim)
    canvas.put(Text.right(Units.percent(best.value), 10), x: 8, y: y, .series3)
    guard let ghost = scene.ghost else {
      let spent = Units.bytes(max(0, bytes))
      let words = ["cost \(spent) by round \(round)", "cost \(spent) by r\(round)"]
      let fitting = words.first { $0.count <= canvas.width - 20 } ?? "\(spent), r\(round)"
      canvas.put(fitting, x: 20, y: y, .dim)
      return
    }
    canvas.put(cost(bytes, spent.simSeconds, round, canvas.width - 20), x: 20, y: y, .dim)
    guard canvas.height > y + 1 else { return }
    let there = ghost.reached(best.value).map {
      cost($0.bytes, $0.simSeconds, $0.round, canvas.width - 20)
    }
    canvas.put("◦", x: 1, y: y + 1, .ghost)
    canvas.put(
      Text.right(Text.ellipsized(ghost.shortName, width: 15, mark: canvas.glyphs.ellipsis), 15),
      x: 3, y: y + 1, .dim)
    canvas.put(there ?? "not there by round \(ghost.last)", x: 20, y: y + 1, .dim)
  }

  /// What an accuracy has cost in bytes and in virtual time, in at most `width` columns.
  private func cost(_ bytes: Int, _ seconds: Double, _ round: Int, _ width: Int) -> String {
    let (bytes, time) = (Units.bytes(max(0, bytes)), Units.duration(seconds: seconds))
    let words = [
      "\(bytes), virtual \(time), round \(round)", "\(bytes), virtual \(time), r\(round)",
      "\(bytes), \(time), r\(round)",
    ]
    return words.first { $0.count <= width } ?? "\(bytes), r\(round)"
  }

  /// The clients that moved most, when there is room.
  private func clients(_ scene: Scene, y: Int, into canvas: inout Canvas) {
    canvas.put("most traffic by client", x: 1, y: y, .title)
    let rows = canvas.height - y - 1
    let traffic = scene.snapshot.clients.touched.map { (index: $0.id, bytes: $0.bytes) }
    let top = traffic.sorted { ($1.bytes, $0.index) < ($0.bytes, $1.index) }.prefix(rows)
    let most = max(1, top.first?.bytes ?? 1)
    for (row, entry) in top.enumerated() where entry.bytes > 0 {
      canvas.put(Text.right("\(entry.index)", 6), x: 0, y: y + 1 + row, .text)
      let bytes = Units.bytes(Int.clamped(entry.bytes, 0, Int.max / 2))
      canvas.put(Text.right(bytes, 10), x: 8, y: y + 1 + row, .text)
      canvas.meter(
        entry.bytes / most, ramp: .bytes, x: 20, y: y + 1 + row, width: min(60, canvas.width - 21))
    }
  }
}
