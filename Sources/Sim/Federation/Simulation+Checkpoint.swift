import Metrics
import Transformer

extension Simulation {
  /// The server, and the clients at the indices in `changed`.
  func checkpoint(changed: some Sequence<Int>) -> Checkpoint {
    Checkpoint(
      round: round, server: serverBytes(),
      clients: Dictionary(uniqueKeysWithValues: changed.map { ($0, clients[$0].bytes) }))
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
    let personal = federation.method.exchange.personal(federation.encoder.layout, gal: Set(gal))
    for (index, bytes) in checkpoint.clients {
      guard clients.indices.contains(index) else {
        throw CheckpointError("checkpoint: client \(index) does not exist in this configuration")
      }
      try clients[index].restore(
        bytes, samples: federation.hasSamples ? federation.partition[index] : nil,
        parameters: server.count,
        personal: personal.valueCount)
    }
    round = checkpoint.round
    gate.expect(round: round + 1)
    isRestored = true
    hub.replay(history)
  }

  /// SHA-256 of the server's parameters and every touched client's local factors, in client order.
  func fingerprint() -> String {
    var digest = SHA256()
    server.withUnsafeBytes { digest.update($0) }
    for client in clients {
      client.memory.local?.withUnsafeBytes { digest.update($0) }
    }
    return digest.finish()
  }

  private func serverBytes() -> [UInt8] {
    var writer = ByteWriter()
    writer.put(server)
    writer.put(gal)
    writer.put(knobs.sparsity)
    writer.put(knobs.learningRate)
    writer.put(knobs.localEpochs)
    writer.put(knobs.cohort)
    writer.put(totals.bytesUp)
    writer.put(totals.bytesDown)
    writer.put(totals.simSeconds)
    writer.put(totals.wallSeconds)
    writer.put(totals.accuracy)
    writer.put(totals.accuracyGlobal)
    writer.put(totals.bestAccuracy)
    return writer.bytes
  }

  private func restoreServer(_ bytes: [UInt8]) throws(CheckpointError) {
    var reader = ByteReader(bytes)
    let values = try reader.floats()
    guard values.count == server.count else {
      throw CheckpointError(
        "checkpoint: holds \(values.count) parameters but this configuration has \(server.count)")
    }
    server = values
    gal = try reader.integers()
    let isInBounds = [
      knobs.set("sparsity", to: try reader.double(), clients: clients.count),
      knobs.set("learning_rate", to: try reader.double(), clients: clients.count),
      knobs.set("local_epochs", to: Double(try reader.integer()), clients: clients.count),
      knobs.set("cohort", to: Double(try reader.integer()), clients: clients.count),
    ]
    totals.bytesUp = try reader.integer()
    totals.bytesDown = try reader.integer()
    totals.simSeconds = try reader.double()
    totals.wallSeconds = try reader.double()
    totals.accuracy = try reader.optionalDouble()
    totals.accuracyGlobal = try reader.optionalDouble()
    totals.bestAccuracy = try reader.optionalDouble()
    try reader.finish()
    let layers = federation.encoder.configuration.layers
    guard gal.allSatisfy((0..<layers).contains), !isInBounds.contains(false) else {
      throw CheckpointError("checkpoint: names layers or knobs that do not exist")
    }
    // Half of the range leaves room to go on counting.
    let counts = 0...Int.max / 2
    guard counts.contains(totals.bytesUp), counts.contains(totals.bytesDown),
      totals.simSeconds.isFinite, totals.wallSeconds.isFinite
    else { throw CheckpointError("checkpoint: its totals make no sense") }
  }
}

extension Client {
  /// Data order and memory.
  var bytes: [UInt8] {
    var writer = ByteWriter()
    writer.put(batches.count)
    batches.forEach { writer.put($0) }
    writer.put(difficulty)
    writer.put(memory.participations)
    writer.put(memory.local)
    writer.put(memory.fisher)
    writer.put(memory.previous)
    writer.put(memory.moments == nil ? 0 : 1)
    if let moments = memory.moments {
      writer.put(moments.step)
      writer.put(moments.first)
      writer.put(moments.second)
    }
    return writer.bytes
  }

  /// - Parameters:
  ///   - samples: positions of its training samples; nil where the data is not at hand.
  ///   - parameters: number of trained parameters.
  ///   - personal: how many of them the client keeps for itself.
  mutating func restore(
    _ bytes: [UInt8], samples: [Int]?, parameters: Int, personal: Int
  ) throws(CheckpointError) {
    var reader = ByteReader(bytes)
    let count = try reader.integer()
    guard (0...(samples?.count ?? bytes.count)).contains(count) else {
      throw CheckpointError("checkpoint: a client claims \(count) batches")
    }
    var order: [[Int]] = []
    for _ in 0..<count { order.append(try reader.integers()) }
    if let samples {
      guard !order.contains([]), order.joined().sorted() == samples.sorted() else {
        throw CheckpointError("checkpoint: a client's batches are not its samples")
      }
      batches = SampleLists(order)
    }
    difficulty = try reader.optionalDouble()
    memory.participations = try reader.integer()
    memory.local = try reader.optionalFloats()
    memory.fisher = try reader.floats()
    memory.previous = try reader.optionalFloats()
    if try reader.integer() != 0 {
      let step = try reader.integer()
      var moments = OptimizerState(count: 0)
      moments.step = step
      moments.first = try reader.floats()
      moments.second = try reader.floats()
      memory.moments = moments
    } else {
      memory.moments = nil
    }
    try reader.finish()
    let moments = memory.moments
    guard memory.participations >= 0, memory.participations < Int.max,
      (memory.local?.count ?? personal) == personal,
      (memory.previous?.count ?? parameters) == parameters,
      (moments?.first.count ?? parameters) == parameters,
      (moments?.second.count ?? parameters) == parameters,
      (0...Int.max / 2).contains(moments?.step ?? 0)
    else { throw CheckpointError("checkpoint: a client's memory is of another configuration") }
  }
}
