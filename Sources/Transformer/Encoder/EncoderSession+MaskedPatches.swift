import CKernels

extension PackedBatch {
  /// Makes the pixels of some patches 0, the mean of what they may be; patches are counted over all samples.
  ///
  /// - Returns: What they were.
  public mutating func hide(_ isHidden: [Bool]) -> [Float] {
    let size = pixels.count / max(1, isHidden.count)
    var hidden: [Float] = []
    for (patch, isHidden) in isHidden.enumerated() where isHidden {
      let range = patch * size..<(patch + 1) * size
      hidden += pixels[range]
      for place in range { pixels[place] = 0 }
    }
    return hidden
  }
}

extension EncoderSession {
  /// Loss of guessing hidden patches, and its gradient, for pretraining (SimMIM: Xie and others 2022, arXiv 2111.09886).
  ///
  /// A guess is a row of the last layer through the map of patches, read backwards; nothing is added to the network.
  ///
  /// - Parameters:
  ///   - isHidden: Of every patch of the batch whether it was hidden.
  ///   - targets: What the hidden ones were.
  ///   - gradient: `layout.count` values, overwritten.
  /// - Returns: Mean square of what the guesses miss, 0 without any.
  public func maskedPatchGradient(
    _ batch: PackedBatch, isHidden: [Bool], targets: [Float], parameters: UnsafePointer<Float>,
    into gradient: UnsafeMutablePointer<Float>
  ) -> Double {
    gradient.update(repeating: 0, count: encoder.layout.count)
    guard let stem = encoder.configuration.image, !targets.isEmpty else { return 0 }
    let pass = begin(batch, parameters)
    let selection = hiddenRows(batch, isHidden, pass.spans)
    precondition(targets.count == selection.count * stem.values, "a target a hidden pixel")
    let (embedded, tape) = embed(batch)
    let (raw, _) = runLayers(embedded, pass, selection, keep: true) { _, _ in }
    let (hidden, norm) = finish(raw)

    let map = matrix(.patchWeight, rows: hidden.columns, columns: stem.values)
    let missed = workspace.matrix(hidden.rows, stem.values)
    multiply(hidden, map, into: missed)
    var loss = 0.0
    let scale = 2 / Float(targets.count)
    for place in targets.indices {
      let difference = missed.pointer[place] - targets[place]
      loss += Double(difference * difference)
      missed.pointer[place] = scale * difference
    }

    let sink = makeSink(gradient, BatchPart(batch), nil)
    if let slot = encoder.slots[.patchWeight] {
      sink.addProduct(slot, hidden, missed, selection.spans)
    }
    let d = workspace.matrix(hidden.rows, hidden.columns)
    multiply(missed, map.transposed, into: d)
    if let norm {
      backwardNorm((.finalNormWeight, .finalNormBias), d, norm, selection.spans, sink)
    }
    if let below = backwardLayers(d, selection, pass, sink, until: segments(nil).lowest) {
      backwardStem(below, batch, tape, pass.spans, sink)
    }
    return loss / Double(targets.count)
  }

  private func hiddenRows(
    _ batch: PackedBatch, _ isHidden: [Bool], _ spans: SequenceSpans
  ) -> RowSelection {
    let rows = workspace.integers(batch.tokens.count)
    let offsets = workspace.integers(batch.count + 1)
    let last = spans.adding(lead: promptRows)
    var (count, patch) = (0, 0)
    for sample in 0..<batch.count {
      offsets[sample] = count
      for (index, row) in zip(batch.range(of: sample), last.tokens(of: sample))
      where batch.tokens[index] > 0 {
        if isHidden[patch] {
          rows[count] = row
          count += 1
        }
        patch += 1
      }
    }
    offsets[batch.count] = count
    return RowSelection(
      rows: rows, spans: SequenceSpans(offsets: offsets, count: batch.count))
  }
}
