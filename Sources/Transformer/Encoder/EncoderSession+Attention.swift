import CKernels

extension EncoderSession {
  /// softmax(q·kᵀ/√w + bias)·v for every sample and head, with the prefix in front of keys and values.
  func attend(_ layer: Int, _ tape: inout LayerTape) {
    let shape = AttentionShape(tape, encoder.shape.block)
    let bias = scoreBias(layer, tape, scale: shape.scale)
    tape.probabilities = workspace.take(shape.count(tape))
    var cursor = tape.probabilities
    for sample in 0..<tape.spans.count {
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
    let dPrefixKeys = workspace.matrix(shape.prefix, tape.key.columns)
    let dPrefixValues = workspace.matrix(shape.prefix, tape.key.columns)
    let scratch = workspace.take(shape.largest(tape))
    let bias = scoreBias(layer, tape, scale: shape.scale)
    let needsScores =
      needs.query || needs.key || shape.prefix > 0 || relativeGradient != nil
    var cursor = tape.probabilities
    for sample in 0..<tape.spans.count {
      let queries = tape.querySpans[sample]
      let keys = tape.spans[sample]
      for head in 0..<shape.heads {
        let probabilities = shape.scores(cursor, queries, keys)
        let d = shape.part(dContext, queries, head)
        cursor += probabilities.rows * probabilities.stride
        let own = probabilities.columns(from: shape.prefix, count: keys.count)
        let front = probabilities.columns(from: 0, count: shape.prefix)
        if needs.value {
          multiply(
            own.transposed, d, into: shape.shared(dValue, keys, head),
            adding: head % shape.group > 0)
        }
        guard needsScores else { continue }
        let dScores = shape.scores(scratch, queries, keys)
        let dOwn = dScores.columns(from: shape.prefix, count: keys.count)
        let dFront = dScores.columns(from: 0, count: shape.prefix)
        multiply(d, shape.shared(tape.value, keys, head).transposed, into: dOwn)
        if shape.prefix > 0 {
          multiply(d, shape.prefixPart(tape.prefixValues, head).transposed, into: dFront)
          multiply(front.transposed, d, into: shape.prefixPart(dPrefixValues, head))
        }
        ck_softmax_backward(
          dScores.rows, dScores.columns, dScores.stride, shape.scale, probabilities.pointer,
          dScores.pointer)
        if let gradient = relativeGradient {
          bias.backward(
            dOwn, head: head, queries, keys, scale: shape.scale,
            addingTo: gradient + sample * shape.heads * RelativePositions.buckets)
        }
        let query = shape.part(tape.query, queries, head)
        if needs.query {
          let dHead = shape.part(dQuery, queries, head)
          multiply(dOwn, shape.shared(tape.key, keys, head), into: dHead)
          if shape.prefix > 0 {
            multiply(dFront, shape.prefixPart(tape.prefixKeys, head), into: dHead, adding: true)
          }
        }
        if needs.key {
          multiply(
            dOwn.transposed, query, into: shape.shared(dKey, keys, head),
            adding: head % shape.group > 0)
        }
        if shape.prefix > 0 {
          multiply(dFront.transposed, query, into: shape.prefixPart(dPrefixKeys, head))
        }
      }
      var first = 0
      for hook in hooks.prefixes {
        let rows = first..<first + hook.length
        hook.backward(
          keys: dPrefixKeys.rows(rows), values: dPrefixValues.rows(rows), sample: sample, pass,
          sink)
        first = rows.upperBound
      }
    }
    workspace.release(to: mark)
  }
}

/// Sizes of one layer's attention, and the parts of matrices that belong to one head of one sample.
private struct AttentionShape {
  let heads: Int
  /// Query heads that share one of keys and values.
  let group: Int
  let width: Int
  let prefix: Int
  let scale: Float

  init(_ tape: LayerTape, _ block: BlockShape) {
    heads = block.heads
    group = block.heads / block.keyHeads
    width = block.headWidth
    prefix = tape.prefixKeys.rows
    scale = 1 / Float(width).squareRoot()
  }

  /// Rows of scores are padded to whole blocks of the vector loops.
  func stride(_ keys: Range<Int>) -> Int { (prefix + keys.count + 15) / 16 * 16 }

  func count(_ tape: LayerTape) -> Int {
    (0..<tape.spans.count).reduce(0) {
      $0 + heads * tape.querySpans[$1].count * stride(tape.spans[$1])
    }
  }

  func largest(_ tape: LayerTape) -> Int {
    (0..<tape.spans.count).reduce(0) {
      max($0, tape.querySpans[$1].count * stride(tape.spans[$1]))
    }
  }

  @inline(__always)
  func scores(_ start: UnsafeMutablePointer<Float>, _ queries: Range<Int>, _ keys: Range<Int>)
    -> Matrix
  {
    Matrix(start, rows: queries.count, columns: prefix + keys.count, stride: stride(keys))
  }

  @inline(__always)
  func part(_ matrix: Matrix, _ rows: Range<Int>, _ head: Int) -> Matrix {
    matrix.rows(rows).columns(from: head * width, count: width)
  }

  /// What a query head sees of keys or values.
  @inline(__always)
  func shared(_ matrix: Matrix, _ rows: Range<Int>, _ head: Int) -> Matrix {
    part(matrix, rows, head / group)
  }

  @inline(__always)
  func prefixPart(_ matrix: Matrix, _ head: Int) -> Matrix {
    matrix.columns(from: head * width, count: width)
  }
}
