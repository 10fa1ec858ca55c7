import Metrics

/// What the crosshair of the Fisher pane reads: one layer, at the round that is shown or of the client that is selected.
enum FisherReadout {
  /// The line, in the longest form that fits.
  static func spans(_ matrix: HeatMatrix, _ scene: Scene, width: Int) -> [Span] {
    guard let layer = matrix.selected ?? hottest(matrix, scene), layer < matrix.layers else {
      return []
    }
    let name = [
      Span("L\(layer)", .key), Span(matrix.gal.contains(layer) ? " ◆" : "", .gal),
    ]
    let head = [Span(matrix.selected == nil ? " hottest " : " ", .dim)] + name
    switch scene.state.fisherView {
    case .modules:
      let rank = Span(" \(matrix.rank(layer))/\(matrix.layers) ", .dim)
      let values = matrix.values[layer].enumerated().flatMap { module, value in
        [
          Span(" \(matrix.modules[module].prefix(6)) ", .dim),
          Span(Units.significant(value), .text),
        ]
      }
      return .fitting(
        [
          head + [rank] + values, [Span(" ")] + name + [rank] + values, [Span(" ")] + name + values,
        ],
        width: width)
    case .clients:
      guard let client = client(scene), client.fisher.indices.contains(layer) else {
        return head + [Span("  select a client that was measured", .dim)]
      }
      return .fitting(
        reading(
          head, "client \(client.id)", client.fisher[layer],
          HeatMatrix.rank(layer, in: client.fisher), of: client.fisher.count, since: nil),
        width: width)
    case .rounds, .scores:
      return .fitting(
        reading(
          head, "r\(scene.snapshot.round)", matrix.mean(layer), matrix.rank(layer),
          of: matrix.layers, since: change(layer, matrix, scene)), width: width)
    }
  }

  /// The layer that is read where none is selected: of what the line tells, the one with the greatest value.
  private static func hottest(_ matrix: HeatMatrix, _ scene: Scene) -> Int? {
    guard scene.state.fisherView == .clients, let values = client(scene)?.fisher, !values.isEmpty
    else { return matrix.hottest }
    return matrix.shown.filter(values.indices.contains).max { values[$0] < values[$1] }
  }

  /// The client whose column is read: the selected one, else the first that was measured.
  static func client(_ scene: Scene) -> ClientState? {
    let clients = scene.snapshot.clients
    if let selected = scene.state.selectedClient, clients.indices.contains(selected) {
      return clients[selected]
    }
    return clients.touched.first { !$0.fisher.isEmpty }
  }

  /// How many times the value is that of the measured round before.
  private static func change(_ layer: Int, _ matrix: HeatMatrix, _ scene: Scene) -> Span? {
    let measured = scene.snapshot.rounds.indices.suffix(64)
      .filter { scene.snapshot.rounds[$0].fisher.indices.contains(layer) }
    guard measured.count > 1 else { return nil }
    let before = measured[measured.count - 2]
    let then = matrix.mean(of: scene.snapshot.rounds[before].fisher[layer])
    let ratio = matrix.mean(layer) / then
    guard ratio.isFinite, ratio > 0 else { return nil }
    let round = scene.snapshot.rounds[before].round
    return Span("  \(Units.significant(ratio)) times that of r\(round)", .dim)
  }

  private static func reading(
    _ head: [Span], _ place: String, _ value: Double, _ rank: Int, of count: Int, since: Span?
  ) -> [[Span]] {
    let value = [Span("  \(place) ", .dim), Span(Units.significant(value), .text)]
    let long = [Span("  rank \(rank) of \(count)", .dim)]
    let short = [Span(" \(rank)/\(count)", .dim)]
    let change = since.map { [$0] } ?? []
    return [head + value + long + change, head + value + long, head + value + short, head + value]
  }
}
