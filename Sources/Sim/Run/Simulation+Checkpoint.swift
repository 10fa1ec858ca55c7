import Metrics
import Plain
import Transformer

extension Simulation {
  /// The server, and the clients at the indices in `changed`.
  func checkpoint(changed: some Sequence<Int>) -> Checkpoint {
    Checkpoint(
      round: round, server: serverBytes,
      clients: Dictionary(uniqueKeysWithValues: changed.map { ($0, clients[$0].encoded) }))
  }

  /// Puts the run where `checkpoint` left it.
  ///
  /// - Parameters:
  ///   - checkpoint: server part of one round, and every client's part as of that round.
  ///   - history: the record up to that round, for the snapshot; the listener does not hear it again.
  /// - Throws: `CheckpointError` when it is damaged or belongs to another configuration; the run must not go on then.
  public func restore(
    _ checkpoint: Checkpoint, history: [RunEvent] = []
  ) throws(CheckpointError) {
    guard (0..<Int.max).contains(checkpoint.round) else {
      throw CheckpointError("checkpoint: of no round")
    }
    try restoreServer(checkpoint.server)
    let fields = clientFields
    for (index, bytes) in checkpoint.clients {
      guard clients.indices.contains(index) else {
        throw CheckpointError("checkpoint: client \(index) does not exist in this configuration")
      }
      clients[index] = try ClientState(
        decoding: bytes, samples: federation.hasSamples ? federation.partition[index] : nil,
        fields: fields)
      if let flight = clients[index].flight {
        guard flight.report.client == index, (1...max(1, checkpoint.round)).contains(flight.round),
          flight.arrives.isFinite
        else { throw CheckpointError("checkpoint: an update on its way makes no sense") }
      }
    }
    round = checkpoint.round
    gate.expect(round: round + 1)
    isRestored = true
    hub.replay(history)
  }

  /// SHA-256 of the server's parameters and every touched client's local factors, in client order.
  func fingerprint() -> String {
    var digest = SHA256()
    server.parameters.withUnsafeBytes { digest.update($0) }
    for client in clients.touched { clients[client].own?.withUnsafeBytes { digest.update($0) } }
    return digest.finish()
  }

  /// Vectors that a client may keep with this method.
  private var clientFields: [StateField] {
    let layout = federation.encoder.layout
    let phases = federation.method.schedule.phases(makePlan(), layout).count
    let fields =
      [StateField(ClientState.own, count: personalRanges.valueCount)]
      + ClientState.momentFields(phases: phases, count: layout.count)
      + federation.method.rules.flatMap {
        $0.fields(layout, globalLayers: server.globalLayers)
      }
      + federation.channel.fields
    guard settings.mergesStale else { return fields }
    return fields + Flight.fields(fields, count: layout.count)
  }

  private static let parameters = "parameters"
  private static let globalLayers = "global layers"
  private static let knob = "knob."

  private var serverBytes: [UInt8] {
    var values = server.values
    values.vectors[Self.parameters] = server.parameters
    values.positions[Self.globalLayers] = server.globalLayers.map(Int32.init)
    values.numbers.merge(totals.numbers) { $1 }
    for knob in federation.recipe.knobs {
      values.numbers[Self.knob + knob.key] = knob.value(in: settings).double
    }
    return values.encoded
  }

  private func restoreServer(_ bytes: [UInt8]) throws(CheckpointError) {
    var values = try NamedValues(decoding: bytes)
    let layout = federation.encoder.layout
    let fields =
      [StateField(Self.parameters, count: layout.count)] + federation.method.server.fields(layout)
    // A server has its vectors from the start, unlike a client.
    guard values.fits(fields),
      fields.allSatisfy({ $0.isOptional || values.vectors[$0.name] != nil }),
      let parameters = values.vectors.removeValue(forKey: Self.parameters)
    else {
      throw CheckpointError(
        "checkpoint: its parameters are not the \(layout.count) of this configuration")
    }
    let layers = (values.positions.removeValue(forKey: Self.globalLayers) ?? []).map(Int.init)
    guard layers.allSatisfy((0..<federation.encoder.configuration.layers).contains),
      layers == Set(layers).sorted()
    else { throw CheckpointError("checkpoint: names layers that do not exist") }
    for knob in federation.recipe.knobs {
      guard let value = values.numbers.removeValue(forKey: Self.knob + knob.key),
        knob.turn(to: value, in: &settings)
      else { throw CheckpointError("checkpoint: \(knob.key) is missing or out of bounds") }
    }
    guard let totals = Totals(values.numbers) else {
      throw CheckpointError("checkpoint: its totals make no sense")
    }
    for key in totals.numbers.keys { values.numbers[key] = nil }
    self.totals = totals
    server = ServerState(parameters: parameters)
    server.globalLayers = layers
    server.values = values
  }
}
