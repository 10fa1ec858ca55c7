import CKernels

/// What is done to the scores of one layer before their softmax: what distances add, and what tokens do not see.
struct ScoreBias {
  private let reach: AttentionReach
  private let heads: Int
  /// By head what a key at each distance from its query adds, from the longest before it to the longest behind it, in
  /// units of unscaled scores; nil: nothing.
  private let table: UnsafeMutablePointer<Float>?
  /// The same from the longest behind it to the longest before, for scores whose rows are keys.
  private let mirrored: UnsafeMutablePointer<Float>?
  /// By distance, in that order, the gradients of scores of one head; nil: nothing is added to scores.
  private let sums: UnsafeMutablePointer<Float>?
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
      (table, mirrored, sums) = (nil, nil, nil)
      return
    }
    let width = Self.width(longest)
    let table = workspace.take(heads * width)
    let mirrored = workspace.take(heads * width)
    for head in 0..<heads {
      for distance in 1 - longest..<longest {
        let value = bias.row(RelativePositions.bucket(of: distance))[head] / scale
        table[head * width + longest - 1 + distance] = value
        mirrored[head * width + longest - 1 - distance] = value
      }
    }
    (self.table, self.mirrored, sums) = (table, mirrored, workspace.take(width))
  }

  /// Distances of two tokens in sequences of up to `longest`.
  private static func width(_ longest: Int) -> Int { 2 * longest - 1 }

  /// The keys that a query sees, counted from the first of its sequence, whose rows are `keys`.
  @inline(__always)
  func seen(by query: Int, of keys: Range<Int>) -> Range<Int> {
    reach.keys(at: position(query, of: keys), of: keys.count)
  }

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
      let seen = seen(by: query, of: keys)
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

extension ScoreBias {
  /// Adds what distances add to the scores [keys, queries] of a tile; `keys` are rows of the sequence `all`.
  func add(
    to scores: Matrix, head: Int, _ queries: Range<Int>, _ keys: Range<Int>, of all: Range<Int>
  ) {
    guard let mirrored else { return }
    let table = mirrored + head * Self.width(longest)
    eachRun(queries, keys, of: all) { start, row, column, count in
      ck_axpy(count, 1, table + start, scores.row(row) + column)
    }
  }

  /// Forgets the gradients of a head's scores.
  func clearSums() { sums?.update(repeating: 0, count: Self.width(longest)) }

  /// Adds those of a tile, by distance.
  func addSums(
    _ dScores: Matrix, _ queries: Range<Int>, _ keys: Range<Int>, of all: Range<Int>
  ) {
    guard let sums else { return }
    eachRun(queries, keys, of: all) { start, row, column, count in
      ck_axpy(count, 1, dScores.row(row) + column, sums + start)
    }
  }

  /// Adds them to the gradient of the table [buckets, heads].
  func foldSums(head: Int, scale: Float, addingTo gradient: UnsafeMutablePointer<Float>) {
    guard let sums else { return }
    for distance in 1 - longest..<longest {
      gradient[RelativePositions.bucket(of: distance) * heads + head] +=
        sums[longest - 1 - distance] / scale
    }
  }

  // Runs `body` on each key and each run of queries that follow one another: where the run's distances begin in a mirrored
  // table, its row and first column in the tile, and its length.
  @inline(__always)
  private func eachRun(
    _ queries: Range<Int>, _ keys: Range<Int>, of all: Range<Int>,
    _ body: (Int, Int, Int, Int) -> Void
  ) {
    var column = 0
    while column < queries.count {
      let place = position(queries.lowerBound + column, of: all)
      var count = 1
      while column + count < queries.count,
        position(queries.lowerBound + column + count, of: all) == place + count
      { count += 1 }
      for (row, key) in keys.enumerated() {
        body(longest - 1 + place - (key - all.lowerBound), row, column, count)
      }
      column += count
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
