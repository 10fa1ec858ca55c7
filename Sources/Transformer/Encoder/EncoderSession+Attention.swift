import CKernels

extension EncoderSession {
  /// softmax(q·kᵀ/√w + bias)·v for every sample and head, with the prefix in front of keys and values.
  func attend(_ layer: Int, _ tape: inout LayerTape) {
    let shape = AttentionShape(tape, encoder.shape.block)
    let bias = scoreBias(layer, tape, scale: shape.scale)
    tape.probabilities = workspace.take(shape.count(tape, tiling))
    tape.logSums = workspace.take(
      tiling.isUsed(tape.spans, prefix: shape.prefix) ? shape.heads * tape.query.rows : 0)
    let mark = workspace.mark
    let tiles = AttentionTiles(tape, shape, bias, tiling, in: workspace)
    var cursor = tape.probabilities
    for sample in 0..<tape.spans.count {
      if tiling.cuts(tape, sample) {
        tiles.forward(sample)
      } else {
        attendWhole(sample, tape, shape, bias, &cursor)
      }
    }
    workspace.release(to: mark)
  }

  // One product a head: the scores of a sample fit the cache, and their softmax is kept for the way back.
  private func attendWhole(
    _ sample: Int, _ tape: LayerTape, _ shape: AttentionShape, _ bias: ScoreBias,
    _ cursor: inout UnsafeMutablePointer<Float>
  ) {
    let queries = tape.querySpans[sample]
    let keys = tape.spans[sample]
    for head in 0..<shape.heads {
      let query = shape.part(tape.query, queries, head)
      let scores = shape.scores(cursor, queries, keys)
      let own = scores.columns(from: shape.prefix, count: keys.count)
      let front = scores.columns(from: 0, count: shape.prefix)
      multiply(query, shape.shared(tape.key, keys, head).transposed, into: own)
      if shape.prefix > 0 {
        multiply(query, shape.prefixPart(tape.prefixKeys, head).transposed, into: front)
      }
      if !bias.isNone { bias.apply(own, head: head, queries, keys, scale: shape.scale) }
      ck_softmax(scores.rows, scores.columns, scores.stride, shape.scale, scores.pointer)
      bias.erase(own, queries, keys)
      let context = shape.part(tape.context, queries, head)
      multiply(own, shape.shared(tape.value, keys, head), into: context)
      if shape.prefix > 0 {
        multiply(front, shape.prefixPart(tape.prefixValues, head), into: context, adding: true)
      }
      cursor += scores.rows * scores.stride
    }
  }

  /// Gradients of queries, keys and values from that of the context; prefixes go to their hooks.
  ///
  /// - Parameter needs: Which of the three are wanted; the others stay as they are.
  func backwardAttention(
    _ layer: Int, _ dContext: Matrix, _ tape: LayerTape, dQuery: Matrix, dKey: Matrix,
    dValue: Matrix,
    needs: (query: Bool, key: Bool, value: Bool), hooks: LayerHooks, _ pass: ModulePass,
    _ sink: GradientSink
  ) {
    let shape = AttentionShape(tape, encoder.shape.block)
    let mark = workspace.mark
    var gradients = AttentionGradients(
      context: dContext, query: dQuery, key: dKey, value: dValue, needs: needs,
      prefixKeys: workspace.matrix(shape.prefix, tape.key.columns),
      prefixValues: workspace.matrix(shape.prefix, tape.key.columns))
    let scratch = workspace.take(shape.largest(tape, tiling))
    let bias = scoreBias(layer, tape, scale: shape.scale)
    let tiles = AttentionTiles(tape, shape, bias, tiling, in: workspace)
    var cursor = tape.probabilities
    for sample in 0..<tape.spans.count {
      gradients.relative = relativeGradient.map {
        $0 + sample * shape.heads * RelativePositions.buckets
      }
      if tiling.cuts(tape, sample) {
        tiles.backward(sample, gradients)
      } else {
        backwardWhole(sample, tape, shape, bias, gradients, &cursor, scratch)
      }
      var first = 0
      for hook in hooks.prefixes {
        let rows = first..<first + hook.length
        hook.backward(
          keys: gradients.prefixKeys.rows(rows), values: gradients.prefixValues.rows(rows),
          sample: sample, pass, sink)
        first = rows.upperBound
      }
    }
    workspace.release(to: mark)
  }

  private func backwardWhole(
    _ sample: Int, _ tape: LayerTape, _ shape: AttentionShape, _ bias: ScoreBias,
    _ gradients: AttentionGradients, _ cursor: inout UnsafeMutablePointer<Float>,
    _ scratch: UnsafeMutablePointer<Float>
  ) {
    let needs = gradients.needs
    let needsScores =
      needs.query || needs.key || shape.prefix > 0 || gradients.relative != nil
    let queries = tape.querySpans[sample]
    let keys = tape.spans[sample]
    for head in 0..<shape.heads {
      let probabilities = shape.scores(cursor, queries, keys)
      let d = shape.part(gradients.context, queries, head)
      cursor += probabilities.rows * probabilities.stride
      let own = probabilities.columns(from: shape.prefix, count: keys.count)
      let front = probabilities.columns(from: 0, count: shape.prefix)
      if needs.value {
        multiply(
          own.transposed, d, into: shape.shared(gradients.value, keys, head),
          adding: head % shape.group > 0)
      }
      guard needsScores else { continue }
      let dScores = shape.scores(scratch, queries, keys)
      let dOwn = dScores.columns(from: shape.prefix, count: keys.count)
      let dFront = dScores.columns(from: 0, count: shape.prefix)
      multiply(d, shape.shared(tape.value, keys, head).transposed, into: dOwn)
      if shape.prefix > 0 {
        multiply(d, shape.prefixPart(tape.prefixValues, head).transposed, into: dFront)
        multiply(front.transposed, d, into: shape.prefixPart(gradients.prefixValues, head))
      }
      ck_softmax_backward(
        dScores.rows, dScores.columns, dScores.stride, shape.scale, probabilities.pointer,
        dScores.pointer)
      if let relative = gradients.relative {
        bias.backward(dOwn, head: head, queries, keys, scale: shape.scale, addingTo: relative)
      }
      let query = shape.part(tape.query, queries, head)
      if needs.query {
        let dHead = shape.part(gradients.query, queries, head)
        multiply(dOwn, shape.shared(tape.key, keys, head), into: dHead)
        if shape.prefix > 0 {
          multiply(dFront, shape.prefixPart(tape.prefixKeys, head), into: dHead, adding: true)
        }
      }
      if needs.key {
        multiply(
          dOwn.transposed, query, into: shape.shared(gradients.key, keys, head),
          adding: head % shape.group > 0)
      }
      if shape.prefix > 0 {
        multiply(dFront.transposed, query, into: shape.prefixPart(gradients.prefixKeys, head))
      }
    }
  }
}
