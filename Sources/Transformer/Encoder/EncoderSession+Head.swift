import CKernels

/// What the classification head leaves behind.
struct HeadTape {
  /// Its input [samples, d].
  let pooled: Matrix
  /// Input of the output map: the dense map's output past the nonlinearity, or `pooled` itself.
  let features: Matrix
  /// Derivative of the nonlinearity [samples, d]; nil without a dense map.
  let derivative: Matrix?
  /// The norm behind it; nil: there is none.
  let norm: NormTape?
  /// First the logits, then their gradient [samples, labels].
  let logits: Matrix
}

extension EncoderSession {
  /// Logits from pooled vectors.
  func forwardHead(_ pooled: Matrix, _ pass: ModulePass) -> HeadTape {
    var features = pooled
    var derivative: Matrix?
    var norm: NormTape?
    let width = pooled.columns
    if encoder.plan.verbaliser != nil {
      if encoder.hasWordTransform {
        let words = wordFeatures(pooled)
        (features, derivative, norm) = (words.features, words.derivative, words.norm)
      }
    } else if encoder.configuration.passesDense(encoder.plan.pooling) {
      features = workspace.matrix(pooled.rows, width)
      let raw = workspace.matrix(pooled.rows, width)
      let dense = matrix(.headDenseWeight, rows: width, columns: width)
      multiply(pooled, dense.transposed, into: raw)
      activate(
        raw, values(.headDenseBias), encoder.configuration.readout.activation, derivative: raw,
        into: features)
      derivative = raw
      if encoder.configuration.has(.headNorm) {
        let tape = NormTape(rows: pooled.rows, columns: width, in: workspace)
        normalise(features, by: Self.headNorm, tape, into: features)
        norm = tape
      }
    }
    let logits = workspace.matrix(pooled.rows, encoder.labels)
    let out = matrix(.headOutWeight, rows: encoder.labels, columns: width)
    multiply(features, out.transposed, into: logits)
    ck_add_bias(
      logits.rows, logits.columns, logits.pointer, values(.headOutBias), logits.pointer)
    return HeadTape(
      pooled: pooled, features: features, derivative: derivative, norm: norm, logits: logits)
  }

  private static var headNorm: (weight: BaseTensor, bias: BaseTensor) {
    (.headNormWeight, .headNormBias)
  }

  /// Takes logits and losses as results, and turns the logits into the gradient of the mean loss.
  func measure(_ part: BatchPart, _ head: HeadTape) {
    let labels = encoder.labels
    let batch = part.batch
    (logitBuffer.start + part.first * labels).update(
      from: head.logits.pointer, count: batch.count * labels)
    precondition(
      batch.labels.allSatisfy { $0 < labels }, "a label is not one of the head's classes")
    batch.labels.withUnsafeBufferPointer { targets in
      guard let start = targets.baseAddress else { return }
      ck_cross_entropy(
        batch.count, labels, head.logits.pointer, start, 1 / Float(part.whole),
        lossBuffer.start + part.first)
    }
  }

  /// Gradients of the head; returns that of the pooled vectors, nil when nothing below is trained.
  func backwardHead(
    _ head: HeadTape, _ pass: ModulePass, _ sink: GradientSink, until lowest: BackwardStage
  ) -> Matrix? {
    let spans = SequenceSpans(oneRowEach: head.pooled.rows)
    let width = head.pooled.columns
    if let slot = encoder.slots[.headOutWeight] {
      sink.addProduct(slot, head.logits, head.features, spans)
    }
    if let slot = encoder.slots[.headOutBias] { sink.addColumnSum(slot, head.logits, spans) }
    let denseWeight = encoder.slots[.headDenseWeight]
    let denseBias = encoder.slots[.headDenseBias]
    let isBelow = lowest < .head(layers: encoder.configuration.layers)
    let isDenseLive = denseWeight.map(sink.wants) == true || denseBias.map(sink.wants) == true
    let isNormLive = [.headNormWeight, .headNormBias].contains {
      encoder.slots[$0].map(sink.wants) == true
    }
    guard isBelow || isDenseLive || isNormLive else { return nil }
    let dFeatures = workspace.matrix(head.pooled.rows, width)
    multiply(
      head.logits, matrix(.headOutWeight, rows: encoder.labels, columns: width), into: dFeatures)
    guard let derivative = head.derivative else { return dFeatures }
    let isOfWords = encoder.plan.verbaliser != nil
    if let norm = head.norm {
      if isOfWords {
        passNorm(.maskNormWeight, dFeatures, norm)
      } else {
        backwardNorm(Self.headNorm, dFeatures, norm, spans, sink)
      }
    }
    ck_multiply(head.pooled.rows * width, derivative.pointer, dFeatures.pointer)
    if let denseWeight { sink.addProduct(denseWeight, dFeatures, head.pooled, spans) }
    if let denseBias { sink.addColumnSum(denseBias, dFeatures, spans) }
    guard isBelow else { return nil }
    let dPooled = workspace.matrix(head.pooled.rows, width)
    let dense: BaseTensor = isOfWords ? .maskDenseWeight : .headDenseWeight
    multiply(dFeatures, matrix(dense, rows: width, columns: width), into: dPooled)
    return dPooled
  }
}
