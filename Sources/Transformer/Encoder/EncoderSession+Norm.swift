import CKernels

extension EncoderSession {
  /// out = N(x + residual + bias) · weight + shift, with what the way back needs in `tape`.
  ///
  /// - Parameters:
  ///   - part: The tensors of the norm.
  ///   - residual: Rows that are added first; nil: none.
  ///   - bias: Added to each row first; nil: none.
  func normalise(
    _ x: Matrix, residual: Matrix? = nil, bias: UnsafePointer<Float>? = nil,
    by part: (weight: BaseTensor, bias: BaseTensor), _ tape: NormTape, into out: Matrix
  ) {
    let epsilon = encoder.shape.epsilon
    switch encoder.shape.block.form.norm {
    case .layer:
      ck_norm_forward(
        x.rows, x.columns, x.pointer, residual?.pointer, bias, values(part.weight),
        values(part.bias), epsilon, tape.normalised.pointer, tape.inverseDeviation, out.pointer)
    case .rms:
      let (weight, shift) = (values(part.weight), values(part.bias))
      for row in 0..<x.rows {
        let (h, y) = (tape.normalised.row(row), out.row(row))
        h.update(from: x.row(row), count: x.columns)
        if let residual { ck_axpy(x.columns, 1, residual.row(row), h) }
        if let bias { ck_axpy(x.columns, 1, bias, h) }
        let mean = ck_dot(x.columns, h, h) / Float(x.columns)
        let inverse = 1 / (mean + epsilon).squareRoot()
        tape.inverseDeviation[row] = inverse
        for column in 0..<x.columns {
          h[column] *= inverse
          y[column] = h[column] * weight[column] + shift[column]
        }
      }
    }
  }

  /// Gives the gradients of a norm's tensors to `sink`, and turns `d`, the gradient of its output, into that of its input.
  func backwardNorm(
    _ part: (weight: BaseTensor, bias: BaseTensor), _ d: Matrix, _ tape: NormTape,
    _ spans: SequenceSpans, _ sink: GradientSink
  ) {
    if let slot = encoder.slots[part.weight] {
      sink.addColumnProduct(slot, d, tape.normalised, spans)
    }
    if let slot = encoder.slots[part.bias] { sink.addColumnSum(slot, d, spans) }
    passNorm(part.weight, d, tape)
  }

  /// Turns `d`, the gradient of a norm's output, into that of its input.
  func passNorm(_ weight: BaseTensor, _ d: Matrix, _ tape: NormTape) {
    let values = values(weight)
    switch encoder.shape.block.form.norm {
    case .layer:
      ck_norm_backward(
        d.rows, d.columns, d.pointer, values, tape.normalised.pointer, tape.inverseDeviation)
    case .rms:
      for row in 0..<d.rows {
        let (g, h) = (d.row(row), tape.normalised.row(row))
        ck_multiply(d.columns, values, g)
        let product = ck_dot(d.columns, g, h) / Float(d.columns)
        let inverse = tape.inverseDeviation[row]
        for column in 0..<d.columns { g[column] = inverse * (g[column] - h[column] * product) }
      }
    }
  }
}
