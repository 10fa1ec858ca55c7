extension ClientState {
  /// The state as bytes, for a checkpoint or another process.
  var encoded: [UInt8] {
    var values = NamedValues()
    values.vectors = vectors
    values.numbers = numbers
    values.numbers["participations"] = Double(participations)
    if let order {
      values.positions["samples"] = order.batches.joined().map(Int32.init)
      values.positions["batches"] = order.batches.indices.map { Int32(order.batches.count(of: $0)) }
      values.numbers["difficulty"] = order.difficulty
      values.vectors[Self.scores] = order.scores?.values
    }
    flight?.put(into: &values)
    return values.encoded
  }

  /// Reads what `encoded` made.
  ///
  /// - Parameters:
  ///   - samples: positions of the client's training samples; nil where the data is not at hand, and then the order of
  ///     its samples is left out.
  ///   - fields: the vectors that its method may keep.
  /// - Throws: `CheckpointError` when it is damaged or belongs to another configuration.
  init(
    decoding bytes: [UInt8], samples: [Int]?, fields: [StateField]
  ) throws(CheckpointError) {
    var values = try NamedValues(decoding: bytes)
    let scores = values.vectors.removeValue(forKey: Self.scores)
    guard values.fits(fields), let count = values.numbers["participations"],
      let whole = Int(exactly: count), (0..<Int(Int32.max)).contains(whole)
    else { throw CheckpointError("checkpoint: a client's state is of another configuration") }
    flight = try Flight.take(from: &values)
    participations = whole
    vectors = values.vectors
    numbers = values.numbers
    numbers["participations"] = nil
    numbers["difficulty"] = nil
    guard let samples, let positions = values.positions["samples"] else { return }
    let sizes = (values.positions["batches"] ?? []).map(Int.init)
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 && $0 <= positions.count }),
      sizes.reduce(0, +) == positions.count, positions.map(Int.init).sorted() == samples.sorted()
    else { throw CheckpointError("checkpoint: a client's batches are not its samples") }
    var rest = positions.map(Int.init)[...]
    let batches = sizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return Array(rest.prefix(size))
    }
    guard scores.map({ $0.count == samples.count }) ?? true else {
      throw CheckpointError("checkpoint: a client's difficulties are not of its samples")
    }
    order = DataOrder(
      batches: SampleLists(batches), difficulty: values.numbers["difficulty"],
      scores: scores.map(SampleScores.init))
  }

  private static let scores = "difficulties"
}
