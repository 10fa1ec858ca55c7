/// Some samples of a batch that go through the network together.
struct BatchPart {
  let batch: PackedBatch
  /// The number of its first sample in the whole batch.
  var first = 0
  /// Samples of the whole batch, over which losses are averaged.
  var whole: Int

  /// All samples at once.
  init(_ batch: PackedBatch) {
    self.batch = batch
    whole = batch.count
  }

  /// The samples of `whole` in `range`.
  init(_ range: Range<Int>, of whole: PackedBatch) {
    var part = PackedBatch()
    for sample in range {
      let tokens = whole.range(of: sample)
      part.append(
        tokens: whole.tokens[tokens], tokenTypes: whole.tokenTypes[tokens],
        label: whole.labels[sample])
    }
    batch = part
    first = range.lowerBound
    self.whole = whole.count
  }
}

extension EncoderSession {
  /// Values that the layers of a part may leave behind: 192 MB, and 240 MB where weights are packed.
  ///
  /// Products are as fast as with more, and a long batch needs no more memory than a middling one; but packed weights are
  /// expanded anew for each part.
  private var limit: Int {
    tapeLimit ?? (encoder.weights.hasPacked ? 60 << 20 : 48 << 20)
  }

  /// Runs `body` on a batch at once, or where its layers would leave too much behind on one part after the other.
  ///
  /// Parts have about equal numbers of tokens. Images are not cut.
  ///
  /// - Parameter keep: whether the layers leave tapes, or each its output to the next alone.
  func eachPart(
    of batch: PackedBatch, keep: Bool = true, isCut: Bool = true, _ body: (BatchPart) -> Void
  ) {
    let tokens = batch.tokens.count + batch.count * promptRows
    let layers = keep ? encoder.tapedLayers : 1
    let parts = min(batch.count, tokens * layers * encoder.tapePerToken / limit + 1)
    guard isCut, parts > 1, batch.pixels.isEmpty else { return body(BatchPart(batch)) }
    var first = 0
    for part in 1...parts {
      let end = batch.tokens.count * part / parts
      var next = first
      while next < batch.count, batch.range(of: next).upperBound <= end { next += 1 }
      if part == parts { next = batch.count }
      if next > first { body(BatchPart(first..<next, of: batch)) }
      first = next
    }
  }

  /// Whether layers leave only their outputs, and are run again on the way back (Chen and others 2016, arXiv 1604.06174,
  /// section 4).
  ///
  /// So it is of one sample so long that its tapes are half as large again as those of a part may be, where weights are
  /// packed: who keeps weights at four bits has little memory; elsewhere the third of the time that it costs is worth more.
  ///
  /// Rows that modules put in front of a sequence are left by their layer, and such networks leave all of it.
  func isRunAgain(rows: Int) -> Bool {
    guard promptRows == 0 else { return false }
    return recomputes
      ?? (encoder.weights.hasPacked
        && rows * encoder.tapedLayers * encoder.tapePerToken > limit / 2 * 3)
  }

  /// Makes room for the results of all samples.
  func beginResults(_ batch: PackedBatch, logits: Int, _ fisher: FisherRequest?) {
    lossBuffer.reset(count: batch.count)
    logitBuffer.reset(count: batch.count * logits)
    traceBuffer.reset(count: fisher == nil ? 0 : batch.count)
    lowRankTraceBuffer.reset(count: fisher == nil ? 0 : batch.count)
  }

  /// Where the gradients of a part go.
  func makeSink(
    _ gradient: UnsafeMutablePointer<Float>, _ part: BatchPart, _ fisher: FisherRequest?
  ) -> GradientSink {
    GradientSink(
      mode: fisher == nil ? .sum : .perSample, gradient: gradient,
      traces: traceBuffer.start + (fisher == nil ? 0 : part.first),
      lowRankTraces: lowRankTraceBuffer.start + (fisher == nil ? 0 : part.first),
      diagonal: fisher?.diagonal, squareScale: Float(part.whole * part.whole),
      workspace: workspace, live: UnsafePointer(segments(fisher).flags))
  }

  /// Makes squared norms of shares of the mean loss those of the samples' own losses.
  func scaleTraces(of count: Int) {
    let square = Float(count * count)
    for sample in 0..<count {
      traceBuffer.values[sample] *= square
      lowRankTraceBuffer.values[sample] *= square
    }
  }
}

extension Encoder {
  /// Layers that are run backwards.
  var tapedLayers: Int { configuration.layers - lowest.layer }

  /// Values that a token leaves behind in one of them, about.
  var tapePerToken: Int {
    let block = shape.block
    let rows = block.form.order == .before ? 5 : 3
    let inner = (block.form.isGated ? 2 : 1) * block.inner
    return rows * block.width + block.queryWidth + block.projectedWidth + inner
  }
}
