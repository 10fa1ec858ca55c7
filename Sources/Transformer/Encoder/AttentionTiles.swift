import CKernels

/// Attention of a sample, some queries × some keys at a time, with memory that does not grow with their product.
///
/// Forward, a query keeps the largest score so far and the sum of its weights, and what it has of the output is scaled
/// when a larger score comes (Milakov and Gimelshein 2018, arXiv 1805.02867, section 3). Of the softmax only the logarithm
/// of its denominator is left for the way back, which makes the weights of a tile again (Dao and others 2022, arXiv
/// 2205.14135, section 3.1 and appendix B). Tiles that no query sees anything of are left out.
struct AttentionTiles {
  private let tape: LayerTape
  private let shape: AttentionShape
  private let bias: ScoreBias
  private let tiling: AttentionTiling
  /// Scores and their gradients, [keys, queries].
  private let scores: Matrix
  private let dScores: Matrix
  /// Queries and gradients of what they get, [width, queries].
  private let turned: Matrix
  private let dTurned: Matrix
  /// What they get before it is divided by the sum of weights, [queries, width].
  private let output: Matrix
  /// A value for each query of a tile.
  private let top: UnsafeMutablePointer<Float>
  private let sum: UnsafeMutablePointer<Float>
  private let delta: UnsafeMutablePointer<Float>
  private let sight: TileSight

  /// Takes the memory of one tile.
  init(
    _ tape: LayerTape, _ shape: AttentionShape, _ bias: ScoreBias, _ tiling: AttentionTiling,
    in workspace: Workspace
  ) {
    self.tape = tape
    self.shape = shape
    self.bias = bias
    self.tiling = tiling
    scores = workspace.matrix(tiling.keys, tiling.queries)
    dScores = workspace.matrix(tiling.keys, tiling.queries)
    turned = workspace.matrix(shape.width, tiling.queries)
    dTurned = workspace.matrix(shape.width, tiling.queries)
    output = workspace.matrix(tiling.queries, shape.width)
    top = workspace.take(tiling.queries)
    sum = workspace.take(tiling.queries)
    delta = workspace.take(tiling.queries)
    sight = TileSight(bias, queries: tiling.queries, in: workspace)
  }

  /// Writes what the queries of `sample` get, and the logarithms of their sums.
  func forward(_ sample: Int) {
    for head in 0..<shape.heads {
      eachTile(of: sample) { queries, seen in
        turn(shape.part(tape.query, queries, head), into: turned)
        top.update(repeating: -.infinity, count: tiling.queries)
        sum.update(repeating: 0, count: tiling.queries)
        output.clear()
        eachTile(of: sample, head, queries, seen) { keys in
          score(queries, keys, head, of: sample)
          ck_tile_softmax(
            keys.count, queries.count, tiling.queries, shape.scale, keys.place, keys.sight?.first,
            keys.sight?.last, scores.pointer, top, sum, shape.width, output.pointer)
          product(part(scores, queries, keys).transposed, keys.values, addingTo: output)
        }
        let context = shape.part(tape.context, queries, head)
        ck_tile_finish(
          queries.count, shape.width, shape.scale, top, sum, output.pointer, context.pointer,
          context.stride, logSums(queries, head))
      }
    }
  }

  /// Writes the gradients of `sample`.
  func backward(_ sample: Int, _ gradients: AttentionGradients) {
    clear(gradients, sample)
    for head in 0..<shape.heads {
      if gradients.relative != nil { bias.clearSums() }
      eachTile(of: sample) { queries, seen in
        let query = shape.part(tape.query, queries, head)
        let d = shape.part(gradients.context, queries, head)
        let context = shape.part(tape.context, queries, head)
        turn(query, into: turned)
        turn(d, into: dTurned)
        for row in 0..<queries.count {
          delta[row] = ck_dot(shape.width, d.row(row), context.row(row))
        }
        eachTile(of: sample, head, queries, seen) { keys in
          score(queries, keys, head, of: sample)
          product(keys.values, dTurned.columns(from: 0, count: padded(queries)), into: dScores)
          ck_tile_softmax_backward(
            keys.count, queries.count, tiling.queries, shape.scale, keys.place, keys.sight?.first,
            keys.sight?.last, logSums(queries, head), delta, scores.pointer, dScores.pointer)
          let own = part(dScores, queries, keys)
          if let target = keys.gradient(
            gradients.needs.value ? gradients.value : nil, gradients.prefixValues, shape, head)
          {
            product(part(scores, queries, keys), d, addingTo: target)
          }
          if let target = keys.gradient(
            gradients.needs.key ? gradients.key : nil, gradients.prefixKeys, shape, head)
          {
            product(own, query, addingTo: target)
          }
          if gradients.needs.query {
            product(
              own.transposed, keys.keys,
              addingTo: shape.part(gradients.query, queries, head))
          }
          if gradients.relative != nil, !keys.isFront {
            bias.addSums(own, queries, keys.rows, of: tape.spans[sample])
          }
        }
      }
      if let relative = gradients.relative {
        bias.foldSums(head: head, scale: shape.scale, addingTo: relative)
      }
    }
  }

  // MARK: Tiles

  // Runs `body` on the queries of a sample, tile by tile, with the keys that any of a tile sees.
  private func eachTile(of sample: Int, _ body: (Range<Int>, Range<Int>) -> Void) {
    let all = tape.querySpans[sample]
    for start in stride(from: all.lowerBound, to: all.upperBound, by: tiling.queries) {
      let queries = start..<min(start + tiling.queries, all.upperBound)
      body(queries, sight.look(queries, tape.spans[sample]))
    }
  }

  // Runs `body` on the prefix, then on the keys of a sample that any query of the tile sees.
  private func eachTile(
    of sample: Int, _ head: Int, _ queries: Range<Int>, _ seen: Range<Int>,
    _ body: (KeyTile) -> Void
  ) {
    for start in stride(from: 0, to: shape.prefix, by: tiling.keys) {
      let rows = start..<min(start + tiling.keys, shape.prefix)
      body(
        KeyTile(
          rows: rows, place: start, isFront: true, sight: nil,
          keys: shape.prefixPart(tape.prefixKeys.rows(rows), head),
          values: shape.prefixPart(tape.prefixValues.rows(rows), head)))
    }
    let first = tape.spans[sample].lowerBound
    for start in stride(from: seen.lowerBound, to: seen.upperBound, by: tiling.keys) {
      let places = start..<min(start + tiling.keys, seen.upperBound)
      let rows = first + places.lowerBound..<first + places.upperBound
      body(
        KeyTile(
          rows: rows, place: start, isFront: false,
          sight: sight.isWhole(places, queries) ? nil : sight,
          keys: shape.shared(tape.key, rows, head), values: shape.shared(tape.value, rows, head)))
    }
  }

  private func score(_ queries: Range<Int>, _ keys: KeyTile, _ head: Int, of sample: Int) {
    product(keys.keys, turned.columns(from: 0, count: padded(queries)), into: scores)
    guard !keys.isFront else { return }
    bias.add(
      to: part(scores, queries, keys), head: head, queries, keys.rows, of: tape.spans[sample])
  }

  private func padded(_ queries: Range<Int>) -> Int { (queries.count + 15) / 16 * 16 }

  private func part(_ scores: Matrix, _ queries: Range<Int>, _ keys: KeyTile) -> Matrix {
    scores.rows(0..<keys.count).columns(from: 0, count: queries.count)
  }

  private func logSums(_ queries: Range<Int>, _ head: Int) -> UnsafeMutablePointer<Float> {
    tape.logSums + head * tape.query.rows + queries.lowerBound
  }

  private func turn(_ rows: Matrix, into target: Matrix) {
    ck_tile_transpose(
      rows.rows, rows.columns, rows.pointer, rows.stride, target.pointer, target.stride)
  }

  // Tiles add to what is wanted of a sample.
  private func clear(_ gradients: AttentionGradients, _ sample: Int) {
    func clear(_ matrix: Matrix) {
      for row in 0..<matrix.rows { matrix.row(row).update(repeating: 0, count: matrix.columns) }
    }
    let (queries, keys) = (tape.querySpans[sample], tape.spans[sample])
    if gradients.needs.query { clear(gradients.query.rows(queries)) }
    if gradients.needs.key { clear(gradients.key.rows(keys)) }
    if gradients.needs.value { clear(gradients.value.rows(keys)) }
    clear(gradients.prefixKeys)
    clear(gradients.prefixValues)
  }
}
