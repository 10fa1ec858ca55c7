/// The computation of one worker: buffers that are reused from batch to batch, and the results of the last one.
///
/// A session is used by one thread at a time. After the first batches of each size a pass allocates nothing, except for the
/// tokens of the parts that a very long batch is cut into. Results stay valid until the next call.
public final class EncoderSession {
  /// What is computed.
  public let encoder: Encoder
  /// Mean of the pooled loss in the last gradient pass, 0 without one.
  public internal(set) var pooledLossValue = 0.0
  /// How many tokens the loss of each sample was counted of in the last pass of a language model.
  public internal(set) var targetCounts: [Int] = []
  /// Whether each answer of the last evaluation of a language model is what it would have written of its own accord:
  /// every token of it, each given those before, is the likeliest.
  public internal(set) var areExact: [Bool] = []

  /// How attention is cut; tests make tiles of a few tokens.
  var tiling = AttentionTiling()
  /// Where batches are cut into parts; nil: where that pays, else where a test wants it.
  var tapeLimit: Int?
  /// Whether layers are run again on the way back; nil: where their tapes would be too large, else as a test wants it.
  var recomputes: Bool?

  let workspace = Workspace()
  /// The hooks that layers run with: the encoder's, or none.
  var hooks: [LayerHooks]
  let memos: UnsafeMutablePointer<Memo>
  var tapes: [LayerTape] = []
  /// What layers are run again with on the way back; nil: their tapes are whole.
  var again: LayerScratch?
  var weights: TensorTable<UnsafePointer<Float>?>
  let lossBuffer = ResultBuffer()
  let logitBuffer = ResultBuffer()
  /// Turns of queries and keys by position, where layers have them.
  let turns = RotaryTables()
  /// The gradient of what distances add to scores, a table a sample, summed over the layers.
  var relativeGradient: UnsafeMutablePointer<Float>?
  let traceBuffer = ResultBuffer()
  let lowRankTraceBuffer = ResultBuffer()
  // What passes without a Fisher request compute, and what those with one do.
  private let live: LiveSegments
  private let trained: LiveSegments

  // Layers whose projections are trained get a joined copy of their own, filled at each pass.
  private var ownProjections: [Int: JoinedProjections] = [:]

  /// A session without buffers; they come with the first batches.
  public init(encoder: Encoder) {
    self.encoder = encoder
    live = LiveSegments(encoder)
    trained = LiveSegments(encoder)
    hooks = encoder.hooks
    memos = .allocate(capacity: encoder.memos)
    memos.initialize(repeating: nil, count: encoder.memos)
    weights = encoder.frozen
    tapes.reserveCapacity(encoder.configuration.layers)
    for (tensor, _) in encoder.trained {
      guard case .layer(let layer, _) = tensor, ownProjections[layer] == nil,
        [.query, .key, .value, .projections].contains(tensor.part)
      else { continue }
      ownProjections[layer] = JoinedProjections(encoder.configuration.block)
    }
  }

  deinit {
    memos.deallocate()
    for joined in ownProjections.values { joined.deallocate() }
  }

  /// Cross entropy of each sample of the last batch; 0 where the label is negative.
  public var losses: UnsafeBufferPointer<Float> { lossBuffer.readOnly }

  /// [samples, labels] of the last batch.
  public var logits: UnsafeBufferPointer<Float> { logitBuffer.readOnly }

  /// Squared norm of each sample's own gradient over all trained parameters, after a Fisher request.
  public var traces: UnsafeBufferPointer<Float> { traceBuffer.readOnly }

  /// The same over low-rank factors alone.
  public var tracesLoRA: UnsafeBufferPointer<Float> { lowRankTraceBuffer.readOnly }

  /// Lets gradient passes leave out what no step of a phase moves, until told otherwise; nil: nothing is left out.
  ///
  /// The gradient is 0 there, and the backward pass ends at the lowest segment that `ranges` touch. What lies in the ranges
  /// keeps every bit. Passes with a Fisher request compute everything.
  public func narrow(to ranges: [Range<Int>]?) { live.narrow(to: ranges) }

  /// Computes losses and logits; of a language model losses alone, and which answers are exact.
  public func evaluate(_ batch: PackedBatch, parameters: UnsafePointer<Float>) {
    guard encoder.plan.objective == .labels else {
      return nextToken(batch, parameters: parameters, into: nil)
    }
    let pass = begin(batch, parameters)
    let result = run(batch, pass, keep: false)
    let head = forwardHead(result.pooled, pass)
    beginResults(batch, logits: encoder.labels, nil)
    measure(BatchPart(batch), head)
  }

  /// Computes losses and logits, and writes the gradient of the mean loss.
  ///
  /// - Parameters:
  ///   - gradient: `layout.count` values, overwritten.
  ///   - fisher: Asks for `traces` and `tracesLoRA`, from the same backward pass
  ///     (docs/methods.md, "Difficulty of a sample").
  ///   - pooledLoss: A further loss on the pooled vectors, which a language model has none of.
  public func gradient(
    _ batch: PackedBatch, parameters: UnsafePointer<Float>,
    into gradient: UnsafeMutablePointer<Float>, fisher: FisherRequest? = nil,
    pooledLoss: PooledLoss? = nil
  ) {
    guard encoder.plan.objective == .labels else {
      precondition(pooledLoss == nil, "a language model pools nothing")
      return nextToken(batch, parameters: parameters, into: gradient, fisher: fisher)
    }
    gradient.update(repeating: 0, count: encoder.layout.count)
    beginResults(batch, logits: encoder.labels, fisher)
    pooledLossValue = 0
    let lowest = segments(fisher).lowest
    // A loss on the pooled vectors sees those of all samples.
    eachPart(of: batch, isCut: pooledLoss == nil) { part in
      let batch = part.batch
      let pass = begin(batch, parameters)
      let result = run(batch, pass, keep: true)
      let head = forwardHead(result.pooled, pass)
      measure(part, head)
      let sink = makeSink(gradient, part, fisher)
      var dPooled = backwardHead(head, pass, sink, until: lowest)
      if let pooledLoss {
        let target = dPooled ?? zeros(like: result.pooled)
        pooledLossValue = pooledLoss(result.pooled.pointer, batch.count, target.pointer)
        if lowest < .head(layers: encoder.configuration.layers) { dPooled = target }
      }
      if let dPooled {
        backward(batch, result, dPooled, pass, sink, until: lowest)
      }
    }
    if fisher != nil { scaleTraces(of: batch.count) }
  }

  /// Writes the vectors that the head reads, [count, d]: the last layer's first token, or the mean over tokens.
  public func pooled(
    _ batch: PackedBatch, parameters: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>
  ) {
    let pass = begin(batch, parameters)
    let result = run(batch, pass, keep: false)
    output.update(from: result.pooled.pointer, count: batch.count * result.pooled.columns)
  }

  // MARK: Steps that all passes share

  /// Takes back all scratch, points trained tensors into `parameters`, and makes what hooks share.
  func begin(_ batch: PackedBatch, _ parameters: UnsafePointer<Float>) -> ModulePass {
    precondition(batch.count > 0, "a batch has samples")
    precondition(
      batch.longest <= encoder.configuration.maxLength, "a sample is longer than the model's limit")
    workspace.reset()
    tapes.removeAll(keepingCapacity: true)
    for (tensor, slot) in encoder.trained { weights[tensor] = parameters + slot.offset }
    for (layer, joined) in ownProjections { joined.fill(layer: layer, from: weights) }
    let offsets = workspace.integers(batch.offsets.count)
    for index in batch.offsets.indices { offsets[index] = batch.offsets[index] }
    var pass = ModulePass(
      parameters: parameters, spans: SequenceSpans(offsets: offsets, count: batch.count),
      workspace: workspace, weights: encoder.weights, memos: memos)
    if encoder.needsSentences { pass.sentences = sentences(batch, pass) }
    for placed in encoder.shared { memos[placed.memo] = placed.hook.forward(pass) }
    return pass
  }

  func projections(of layer: Int) -> JoinedProjections {
    ownProjections[layer] ?? encoder.projections[layer]
  }

  /// The values of a tensor, trained or frozen.
  func values(_ tensor: BaseTensor) -> UnsafePointer<Float> {
    guard let values = weights[tensor] else {
      preconditionFailure("\(tensor) is neither in the checkpoint nor trained")
    }
    return values
  }

  func matrix(_ tensor: BaseTensor, rows: Int, columns: Int) -> Matrix {
    Matrix(values(tensor), rows: rows, columns: columns)
  }

  func zeros(like matrix: Matrix) -> Matrix {
    let zeros = workspace.matrix(matrix.rows, matrix.columns)
    zeros.clear()
    return zeros
  }

  /// The segments that a pass gives gradients of.
  func segments(_ fisher: FisherRequest?) -> LiveSegments { fisher == nil ? live : trained }
}
