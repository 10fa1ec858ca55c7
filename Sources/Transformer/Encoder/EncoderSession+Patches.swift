import CKernels

/// What a stem over patches leaves for its backward pass.
struct PatchTape {
  /// Values of the patches, [patches, channels · side²].
  let pixels: Matrix
  /// Which of them are whose.
  let spans: SequenceSpans
}

extension EncoderSession {
  /// Patches through a linear map, the class token in front of them, each at its position.
  func embed(_ batch: PackedBatch, _ stem: PatchStem) -> StemTape {
    let width = encoder.configuration.hiddenSize
    let pixels = workspace.matrix(batch.pixels.count / stem.values, stem.values)
    batch.pixels.withUnsafeBufferPointer { values in
      if let start = values.baseAddress { pixels.pointer.update(from: start, count: values.count) }
    }
    let patches = workspace.matrix(pixels.rows, width)
    multiply(
      pixels, matrix(.patchWeight, rows: width, columns: stem.values).transposed, into: patches)
    ck_add_bias(
      patches.rows, width, patches.pointer, values(.patchBias), patches.pointer)
    let output = workspace.matrix(batch.tokens.count, width)
    let offsets = workspace.integers(batch.count + 1)
    let positions = values(.positionEmbeddings)
    var next = 0
    for sample in 0..<batch.count {
      offsets[sample] = next
      for row in batch.range(of: sample) {
        let place = Int(batch.tokens[row])
        precondition(place >= 0 && place < stem.rows, "a patch is outside of the image")
        precondition(place == 0 || next < patches.rows, "a patch has no pixels")
        let source = place == 0 ? values(.classToken) : UnsafePointer(patches.row(next))
        output.row(row).update(from: source, count: width)
        ck_axpy(width, 1, positions + place * width, output.row(row))
        if place > 0 { next += 1 }
      }
    }
    offsets[batch.count] = next
    precondition(next == patches.rows, "pixels of patches that are not there")
    return StemTape(
      norm: nil, embedded: output,
      patches: PatchTape(
        pixels: pixels, spans: SequenceSpans(offsets: offsets, count: batch.count)))
  }

  /// Gradients of what is trained in a stem over patches; `d` is that of its output.
  func backwardPatches(
    _ d: Matrix, _ batch: PackedBatch, _ tape: PatchTape, _ spans: SequenceSpans,
    _ sink: GradientSink
  ) {
    let ids = workspace.targets(d.rows)
    if let slot = encoder.slots[.positionEmbeddings] {
      for row in 0..<d.rows { ids[row] = batch.tokens[row] }
      sink.addRows(slot, d, ids, spans)
    }
    if let slot = encoder.slots[.classToken] {
      for row in 0..<d.rows { ids[row] = batch.tokens[row] == 0 ? 0 : -1 }
      sink.addRows(slot, d, ids, spans)
    }
    let (weight, bias) = (encoder.slots[.patchWeight], encoder.slots[.patchBias])
    guard weight != nil || bias != nil else { return }
    let dPatches = workspace.matrix(tape.pixels.rows, d.columns)
    var next = 0
    for row in 0..<d.rows where batch.tokens[row] > 0 {
      dPatches.row(next).update(from: d.row(row), count: d.columns)
      next += 1
    }
    if let weight { sink.addProduct(weight, dPatches, tape.pixels, tape.spans) }
    if let bias { sink.addColumnSum(bias, dPatches, tape.spans) }
  }
}
