import CKernels

/// The norm that bounds a perturbation of the embedded input.
public enum PerturbationNorm: String, Sendable, CaseIterable {
  /// Euclidean: the perturbation lies along the gradient.
  case l2
  /// Largest entry: every entry moves by the same amount, by the sign of its gradient.
  case infinity
}

/// What a layer's change under noise is compared with.
public enum SensitivityScore: String, Sendable, CaseIterable {
  /// The relative change of the layer's own input: how much the layer itself amplifies.
  case own
  /// Nothing: the change holds all that the layers below did to the noise, and grows with depth.
  case accumulated
}

/// Sums over samples of each layer's sensitivity, by both scores: one pass gives them together.
public struct LayerSensitivity: Sendable, Equatable {
  /// One a layer: ‖h(x̂) − h(x)‖ / ‖h(x)‖ (Frobenius, all of the layer's rows).
  public fileprivate(set) var accumulated: [Double]
  /// Its quotient by the same of the layer below, for the first layer of the embedding.
  public fileprivate(set) var own: [Double]

  /// Sums of nothing for `layers` layers.
  public init(layers: Int) {
    accumulated = [Double](repeating: 0, count: layers)
    own = accumulated
  }

  /// The sums of one score.
  public subscript(score: SensitivityScore) -> [Double] { score == .own ? own : accumulated }
}

extension EncoderSession {
  /// How much each layer's output answers to the worst small change of the embedded input
  /// (docs/methods.md, "Sensitivity of a layer").
  ///
  /// Per sample, x is the embeddings' output and x̂ = x + δ with δ the first-order maximiser of the loss. For `l2`,
  /// ‖δ‖₂ = ε‖x‖₂; for `infinity` every |δⱼ| = ε‖x‖₂/√n with n entries, so both change x by the same Euclidean norm. A
  /// sample whose gradient is zero counts nothing.
  ///
  /// - Parameters:
  ///   - epsilon: ε, relative to each sample's embedding norm.
  ///   - sums: Gets each sample's sensitivities added.
  public func layerSensitivity(
    _ batch: PackedBatch, parameters: UnsafePointer<Float>, epsilon: Double,
    norm: PerturbationNorm, into sums: inout LayerSensitivity
  ) {
    precondition(sums.own.count == encoder.configuration.layers, "one sum a layer")
    // A perturbation is of one sample, whatever the others are.
    eachPart(of: batch) { part in
      addSensitivity(of: part.batch, parameters, epsilon, norm, to: &sums)
    }
  }

  private func addSensitivity(
    of batch: PackedBatch, _ parameters: UnsafePointer<Float>, _ epsilon: Double,
    _ norm: PerturbationNorm, to sums: inout LayerSensitivity
  ) {
    let pass = begin(batch, parameters)
    let (embedded, _) = embed(batch)
    let (hidden, spans) = runLayers(embedded, pass, nil, keep: true) { _, _ in }
    let sink = GradientSink.discarding(workspace)
    let d =
      encoder.plan.objective == .labels
      ? headGradient(batch, hidden, spans, pass, sink)
      : nextTokenGradient(batch, hidden, pass.spans)
    guard let d, let dEmbedded = backwardLayers(d, nil, pass, sink, until: .inputs) else { return }
    let moved = workspace.matrix(embedded.rows, embedded.columns)
    for sample in 0..<batch.count {
      perturb(
        embedded.rows(pass.spans[sample]), along: dEmbedded.rows(pass.spans[sample]), by: epsilon,
        norm, into: moved.rows(pass.spans[sample]))
    }
    var below = (0..<batch.count).map { sample in
      relativeDistance(moved.rows(pass.spans[sample]), from: embedded.rows(pass.spans[sample]))
    }
    _ = runLayers(moved, pass, nil, keep: false) { layer, output in
      let tape = tapes[layer]
      for sample in 0..<tape.spans.count {
        let rows = tape.spans[sample]
        let change = relativeDistance(output.rows(rows), from: tape.output.rows(rows))
        sums.accumulated[layer] += change
        sums.own[layer] += below[sample] > 0 ? change / below[sample] : 0
        below[sample] = change
      }
    }
  }

  // The gradient of the mean loss by the last layer's rows.
  private func headGradient(
    _ batch: PackedBatch, _ hidden: Matrix, _ spans: SequenceSpans, _ pass: ModulePass,
    _ sink: GradientSink
  ) -> Matrix? {
    let selection = encoder.plan.pooling == .first ? headRows(batch, pass.spans) : nil
    let (output, last) = finish(hidden)
    let pooled = selection == nil ? mean(output, spans) : select(selection, output)
    let head = forwardHead(pooled, pass)
    beginResults(batch, logits: encoder.labels, nil)
    measure(BatchPart(batch), head)
    guard let dPooled = backwardHead(head, pass, sink, until: .inputs) else { return nil }
    let d: Matrix
    if let selection {
      d = zeros(like: hidden)
      selection.scatter(dPooled, addingTo: d)
    } else {
      d = spread(dPooled, over: spans, like: hidden)
    }
    if let last { passNorm(.finalNormWeight, d, last) }
    return d
  }

  private func perturb(
    _ x: Matrix, along gradient: Matrix, by epsilon: Double, _ norm: PerturbationNorm,
    into target: Matrix
  ) {
    let count = x.rows * x.columns
    target.copy(from: x)
    let size = epsilon * Self.squaredNorm(x.pointer, count).squareRoot()
    let slope = Self.squaredNorm(gradient.pointer, count).squareRoot()
    guard slope > 0 else { return }
    switch norm {
    case .l2: ck_axpy(count, Float(size / slope), gradient.pointer, target.pointer)
    case .infinity:
      let step = Float(size / Double(count).squareRoot())
      for index in 0..<count where gradient.pointer[index] != 0 {
        target.pointer[index] += gradient.pointer[index] > 0 ? step : -step
      }
    }
  }

  private func relativeDistance(_ moved: Matrix, from still: Matrix) -> Double {
    let count = still.rows * still.columns
    var squares = 0.0
    for index in 0..<count {
      let difference = Double(moved.pointer[index]) - Double(still.pointer[index])
      squares += difference * difference
    }
    let size = Self.squaredNorm(still.pointer, count)
    return size > 0 ? (squares / size).squareRoot() : 0
  }

  // In Double: gradients of a confident model are too small to be squared in Float.
  private static func squaredNorm(_ values: UnsafePointer<Float>, _ count: Int) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += Double(values[index]) * Double(values[index]) }
    return sum
  }
}
