import Transformer

/// One client's part of a round while it runs: the workbench that local rules see.
///
/// Used by one worker only.
public final class LocalTraining {
  /// A term on the pooled output, made for one batch.
  public typealias PooledTerm = (LocalTraining, PackedBatch) -> PooledLoss

  /// The encoder being trained.
  public let encoder: Encoder
  /// What the round is decided by.
  public let plan: RoundPlan
  /// Batches in use, easiest first.
  public private(set) var batches: [PackedBatch]
  /// The client's parameters: the server's, with its own in the personal ranges; trained in place.
  public var parameters: [Float]
  /// What the client keeps between rounds.
  public var memory: ClientMemory
  /// Ranges that steps may touch; a mask narrows them.
  public var live: [Range<Int>]
  /// Fraction of the maskable units that is live.
  public var liveNeurons = 1.0
  /// An extra loss term on the pooled output.
  public var pooledLoss: PooledTerm?
  /// Whether the first epoch's backward passes give the diagonal Fisher too, at the parameters of each step.
  public var gathersFisher = false
  /// Every pass so far that the method needs.
  public private(set) var work: Work
  /// Mean diagonal Fisher of the last measurement; empty before one.
  public private(set) var diagonal: [Float] = []
  /// Where its numbers broke; nil while they are finite.
  private(set) var fault: NumericFault?

  private let session: EncoderSession
  private let gate: Gate
  private let data: TokenizedData
  private let lists: [[Int]]

  /// - Parameters:
  ///   - data: the training split.
  ///   - lists: positions in it of the samples in use, batch by batch.
  init(
    encoder: Encoder, session: EncoderSession, gate: Gate, plan: RoundPlan, data: TokenizedData,
    lists: [[Int]], parameters: [Float], memory: ClientMemory, work: Work = Work()
  ) {
    self.encoder = encoder
    self.session = session
    self.gate = gate
    self.plan = plan
    self.data = data
    self.lists = lists
    batches = lists.map { data.batch($0) }
    self.parameters = parameters
    self.memory = memory
    self.work = work
    live = [0..<parameters.count]
  }

  /// Mean over the samples in use of the squared per-sample gradients, at the present parameters: diag F̃.
  @discardableResult
  public func measureFisher() -> [Float] {
    var sums = [Float](repeating: 0, count: parameters.count)
    var gradient = sums
    var samples = 0
    for batch in batches where gate.mayContinue() {
      session.gradient(
        batch, parameters: parameters, into: &gradient, diagonal: &sums)
      samples += batch.count
      work.trained(batch)
    }
    let scale = 1 / Float(max(1, samples))
    diagonal = sums.map { $0 * scale }
    return diagonal
  }

  /// The pooled vectors of `batch` with other parameters, [samples, d], end to end.
  public func pooled(_ batch: PackedBatch, parameters: [Float]) -> [Float] {
    work.passed(batch)
    return session.pooled(batch, parameters: parameters)
  }

  /// Trains for the plan's epochs.
  ///
  /// Ends at the first loss that is not finite: nothing that comes after it can be used.
  ///
  /// - Returns: mean loss over the steps, steps, and tokens trained on; nil when the run is being stopped.
  func run(
    optimizer: Optimizer, keepsMoments: Bool, shuffled random: CounterRandom?
  ) -> (loss: Double, steps: Int, tokens: Int)? {
    var state = OptimizerState(count: parameters.count)
    if keepsMoments, let moments = memory.moments { state = moments }
    var gradient = [Float](repeating: 0, count: parameters.count)
    var random = random
    var (loss, steps, tokens) = (0.0, 0, 0)
    // Without a measurement the first step's passes give a glimpse, for the picture alone.
    let isMeasured = !diagonal.isEmpty
    var (squares, samples) = (isMeasured ? [] : gradient, 0)
    epochs: for epoch in 0..<plan.knobs.localEpochs {
      if random != nil { deal(&random) }
      for batch in batches {
        guard gate.mayContinue() else { return nil }
        let term = pooledLoss?(self, batch)
        if !isMeasured, epoch == 0, gathersFisher || steps == 0 {
          session.gradient(
            batch, parameters: parameters, into: &gradient, diagonal: &squares, pooledLoss: term)
          samples += batch.count
        } else {
          session.gradient(batch, parameters: parameters, into: &gradient, pooledLoss: term)
        }
        work.trained(batch)
        loss += session.meanLoss
        guard loss.isFinite else {
          fault = NumericFault(
            step: steps + 1, parameters: parameters, gradient: gradient, encoder.layout)
          break epochs
        }
        optimizer.update(
          &parameters, gradient: gradient, state: &state, live: live,
          learningRate: plan.learningRate)
        steps += 1
        tokens += batch.tokens.count
      }
    }
    if !isMeasured {
      let scale = 1 / Float(max(1, samples))
      diagonal = squares.map { $0 * scale }
    }
    if keepsMoments { memory.moments = state }
    guard fault == nil else { return (.nan, steps, tokens) }
    return (steps > 0 ? loss / Double(steps) : 0, steps, tokens)
  }

  /// Deals the samples in use into new batches of the same sizes: on data that is sorted by label, batches that only
  /// change places would hold one label each.
  private func deal(_ random: inout CounterRandom?) {
    var samples = lists.flatMap(\.self)
    random?.shuffle(&samples)
    var rest = samples[...]
    batches = lists.map { list in
      defer { rest = rest.dropFirst(list.count) }
      return data.batch(rest.prefix(list.count))
    }
  }
}
