import CKernels

/// What is done to the scores of one layer before their softmax: what distances add, and what tokens do not see.
struct ScoreBias {
  private let reach: AttentionReach
  private let heads: Int
  /// By head what a key at each distance from its query adds, from the longest before it to the longest behind it, in
  /// units of unscaled scores; nil: nothing.
  private let table: UnsafeMutablePointer<Float>?
  private let longest: Int
  private let rows: UnsafePointer<Int>?

  /// Whether scores stay what they are.
  var isNone: Bool { table == nil && reach.isWhole }

  /// For the rows of `tape` in sequences of up to `longest` tokens, scaled by `scale`.
  init(
    _ reach: AttentionReach, heads: Int, rows: UnsafePointer<Int>?, longest: Int, scale: Float,
    bias: Matrix?, in workspace: Workspace
  ) {
    self.reach = reach
    self.heads = heads
    self.rows = rows
    self.longest = longest
    guard let bias else {
      table = nil
      return
    }
    let table = workspace.take(heads * Self.width(longest))
    for head in 0..<heads {
      for distance in 1 - longest..<longest {
        table[head * Self.width(longest) + distance + longest - 1] =
          bias.row(RelativePositions.bucket(of: distance))[head] / scale
      }
    }
    self.table = table
  }

  /// Distances of two tokens in sequences of up to `longest`.
  private static func width(_ longest: Int) -> Int { 2 * longest - 1 }

  /// The place of a query in its sequence, whose rows are `keys`.
  private func position(_ query: Int, of keys: Range<Int>) -> Int {
    (rows?[query] ?? query) - keys.lowerBound
  }

  /// Changes scores [queries, keys] of one head before the softmax.
  ///
  /// What a query does not see gets a score that is far below all others, but not so far that the exponential
  /// underflows, which is slow; `erase` takes it away.
  func apply(
    _ scores: Matrix, head: Int, _ queries: Range<Int>, _ keys: Range<Int>, scale: Float
  ) {
    for (row, query) in queries.enumerated() {
      let values = scores.row(row)
      let place = position(query, of: keys)
      if let table {
        let start = table + head * Self.width(longest) + longest - 1 - place
        ck_axpy(keys.count, 1, start, values)
      }
      guard !reach.isWhole else { continue }
      let seen = reach.keys(at: place, of: keys.count)
      var top = -Float.infinity
      for key in seen { top = max(top, values[key]) }
      let below = top - 60 / scale
      for key in 0..<seen.lowerBound { values[key] = below }
      for key in seen.upperBound..<keys.count { values[key] = below }
    }
  }

  /// Sets the shares of what queries do not see to zero.
  func erase(_ shares: Matrix, _ queries: Range<Int>, _ keys: Range<Int>) {
    guard !reach.isWhole else { return }
    for (row, query) in queries.enumerated() {
      let seen = reach.keys(at: position(query, of: keys), of: keys.count)
      let values = shares.row(row)
      values.update(repeating: 0, count: seen.lowerBound)
      (values + seen.upperBound).update(repeating: 0, count: keys.count - seen.upperBound)
    }
  }

  /// Adds the gradient of one head's scores to that of the table [buckets, heads].
  func backward(
    _ dScores: Matrix, head: Int, _ queries: Range<Int>, _ keys: Range<Int>, scale: Float,
    addingTo gradient: UnsafeMutablePointer<Float>
  ) {
    for (row, query) in queries.enumerated() {
      let place = position(query, of: keys)
      let values = dScores.row(row)
      for key in 0..<keys.count {
        gradient[RelativePositions.bucket(of: key - place) * heads + head] += values[key] / scale
      }
    }
  }
}

extension EncoderSession {
  /// What is done to the scores of `layer`.
  func scoreBias(_ layer: Int, _ tape: LayerTape, scale: Float) -> ScoreBias {
    let heads = encoder.shape.block.heads
    return ScoreBias(
      encoder.reaches[layer], heads: heads, rows: tape.queryRows,
      longest: (0..<tape.spans.count).reduce(1) { max($0, tape.spans[$1].count) }, scale: scale,
      bias: encoder.shape.hasRelativeBias
        ? matrix(.relativeBias, rows: RelativePositions.buckets, columns: heads) : nil,
      in: workspace)
  }

  /// Memory for the gradient of what distances add, which all layers have a part in; nil when nobody wants it.
  func beginRelativeGradient(samples: Int, _ sink: GradientSink) {
    relativeGradient = nil
    guard let slot = encoder.slots[.relativeBias], sink.wants(slot) else { return }
    let gradient = workspace.take(samples * slot.count)
    gradient.update(repeating: 0, count: samples * slot.count)
    relativeGradient = gradient
  }

  /// Gives that gradient to `sink`, sample by sample.
  func endRelativeGradient(samples: Int, _ sink: GradientSink) {
    guard let gradient = relativeGradient, let slot = encoder.slots[.relativeBias] else { return }
    for sample in 0..<samples {
      sink.add(slot, gradient + sample * slot.count, count: slot.count, sample: sample)
    }
    relativeGradient = nil
  }
}
