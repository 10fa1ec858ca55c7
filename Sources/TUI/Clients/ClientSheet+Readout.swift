import Metrics

extension ClientSheet {
  /// The sheet in words, two lines in the longest form that fits: of the selected client, else of all.
  func readout(_ scene: Scene, width: Int) -> [[Span]] {
    let clients = scene.snapshot.clients
    let selected = scene.state.selectedClient.flatMap { clients.indices.contains($0) ? $0 : nil }
    let lines = selected.map { own(clients[$0], scene) } ?? everybody(scene)
    return lines.map { .fitting($0, width: width) }
  }

  /// A client: how much it has, what most of it is, what it has nothing of, and how far that is from the mix of all.
  private func own(_ client: ClientState, _ scene: Scene) -> [[[Span]]] {
    let name = [Span("client \(client.id) ", .key)]
    let isUnseen = scene.snapshot.started?.unseen?.contains(client.id) == true
    let rest = isUnseen ? [Span("  never trains", .warn)] : []
    let samples = client.samples.map { "\($0) samples" } ?? "size not told"
    guard let counts, let distance = counts.distance(of: client.id) else {
      return [[name + [Span(samples, .text)] + rest], [absence(scene)]]
    }
    let row = counts[client.id]
    let shares = LabelCounts.shares(row)
    let most = row.indices.max { (row[$0], $1) < (row[$1], $0) } ?? 0
    let share = Units.percent(shares[most])
    let ofAll = Units.percent(counts.mix[most])
    let missing = row.indices.filter { row[$0] == 0 && counts.all[$0] > 0 }
    let kinds = Span("\(row.count { $0 > 0 }) of \(counts.all.count { $0 > 0 }) labels", .text)
    let off = Units.percent(distance)
    let without = missing.prefix(3).map { counts.names[$0] }.joined(separator: ", ")
    let more = missing.count > 3 ? " and \(missing.count - 3) more" : ""
    let lacks = missing.isEmpty ? [] : [Span("  none of \(without)\(more)", .dim)]
    return [
      [
        name + [
          Span("\(samples), ", .text), Span("\(share) \(counts.names[most])", .series3),
          Span(" (\(ofAll) of all)", .dim),
        ] + rest,
        name + [
          Span("\(samples), ", .text), Span("\(share) \(counts.names[most])", .series3),
        ] + rest,
        name + [Span("\(share) \(counts.names[most])", .series3)] + rest,
      ],
      [
        [kinds, Span("  \(off) of it away from the mix of all", .dim)] + lacks,
        [kinds, Span("  \(off) of it away from the mix of all", .dim)],
        [kinds, Span("  \(off) off the mix", .dim)],
      ],
    ]
  }

  /// All clients: how different their sizes are, and how far a client is from the mix of all.
  private func everybody(_ scene: Scene) -> [[[Span]]] {
    let sizes = (scene.snapshot.started?.clientSamples ?? []).sorted()
    guard let least = sizes.first, let greatest = sizes.last else { return [] }
    let head = [
      Span("\(sizes.count) clients", .text), Span("  \(least) to \(greatest) samples", .dim),
    ]
    let first = [head + [Span(", median \(sizes[sizes.count / 2])", .dim)], head]
    let distances = (counts?.clients.indices).map { all in
      all.compactMap { client in counts?.distance(of: client).map { (client: client, off: $0) } }
    }
    guard let distances, let worst = distances.max(by: { $0.off < $1.off }) else {
      return [first, [absence(scene)]]
    }
    let mean = distances.reduce(0) { $0 + $1.off } / Double(distances.count)
    let (usual, most) = (Units.percent(mean), Units.percent(worst.off))
    return [
      first,
      [
        [
          Span("\(usual) of a client's samples are away from the mix of all", .text),
          Span(", at most \(most) (client \(worst.client))", .dim),
        ],
        [
          Span("\(usual) off the mix of all", .text),
          Span(", at most \(most) (client \(worst.client))", .dim),
        ],
        [Span("\(usual) off the mix", .text), Span(", at most \(most)", .dim)],
      ],
    ]
  }

  /// Why there are no labels.
  private func absence(_ scene: Scene) -> [Span] {
    let isLabelled = scene.snapshot.started?.clientSkew.isEmpty == false
    return [
      Span(isLabelled ? "of so many labels no counts are told" : "samples have no labels", .dim)
    ]
  }
}
