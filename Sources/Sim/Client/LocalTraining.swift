import Metrics
import Plain
import Transformer

/// One client's part of a round while it runs: the workbench that local rules see.
///
/// Used by one worker only.
public final class LocalTraining {
  /// A term on the pooled output, made for one batch.
  public typealias PooledTerm = (LocalTraining, PackedBatch) -> PooledLoss

  /// Client index.
  public let client: Int
  /// The encoder being trained.
  public let encoder: Encoder
  /// What the round is decided by.
  public let plan: RoundPlan
  /// What the server sent.
  public let received: Message
  /// The parameters that training begins with: what was received, and the client's own in the personal ranges.
  public let start: [Float]
  /// The parameters before round 1, which are the same for all clients.
  let initial: [Float]
  /// Batches in use: as the curriculum sorts them, or as they were dealt for the epoch under way.
  public private(set) var batches: [PackedBatch]
  /// The client's parameters; trained in place.
  public var parameters: [Float]
  /// The gradient of the step under way; a rule may correct it.
  public var gradient: [Float]
  /// What the client keeps between rounds.
  public var state: ClientState
  /// What it sends beside its parameters.
  public var sent = Message()
  /// Ranges whose values it sends; a rule may narrow them at the end.
  public var returning: [Range<Int>]
  /// Ranges that steps may touch; a mask narrows them.
  public var live: [Range<Int>]
  /// Fraction of the maskable units that is live.
  public var liveNeurons = 1.0
  /// An extra loss term on the pooled output; its gradient counts, the loss that is told is without it.
  public var pooledLoss: PooledTerm?
  /// Whether the first epoch's backward passes give the diagonal Fisher too, at the parameters of each step.
  public var gathersFisher = false
  /// What the participation says of the method itself.
  var signs: [Sign: Double] = [:]
  /// Loss of each sample in its first step, by position in the training split.
  private(set) var losses: [Int: Float] = [:]
  /// Traces that measuring passes gave, over all samples that they saw, in their order: of all parameters, and of low-rank
  /// factors alone.
  private(set) var measured: [(all: Float, lowRank: Float)] = []
  /// Whether per-sample traces are those of low-rank factors alone.
  var tracesModulesAlone = false
  /// Fisher trace of each sample that a measuring pass has seen, by position in the training split: the last one made.
  private(set) var traces: [Int: Float] = [:]
  /// Mean diagonal Fisher: of a measurement, or of what training's own passes gave, once they have ended; empty before.
  public internal(set) var diagonal: [Float] = []
  /// Optimiser steps taken so far.
  public internal(set) var steps = 0
  /// Every pass so far that the method needs.
  public internal(set) var work: Work
  /// Where its numbers broke; nil while they are finite.
  var fault: NumericFault?
  var lossSum = 0.0
  /// Tokens trained on, all epochs together.
  var tokens = 0
  /// Squared per-sample gradients that training's own passes gave, and the number of samples they are of.
  var squares: [Float] = []
  var squaredSamples = 0

  let session: EncoderSession
  let gate: Gate
  private let data: TokenizedData
  let lists: [[Int]]
  /// The samples of `batches`.
  private(set) var samples: [[Int]]

  /// - Parameters:
  ///   - data: the training split.
  ///   - lists: positions in it of the samples in use, batch by batch.
  ///   - initial: the parameters before round 1; nil: those that training begins with.
  ///   - work: what the client has done for the round before.
  init(
    client: Int = 0, encoder: Encoder, session: EncoderSession, gate: Gate, plan: RoundPlan,
    received: Message,
    data: TokenizedData, lists: [[Int]], parameters: [Float], initial: [Float]? = nil,
    state: ClientState, work: Work = Work()
  ) {
    self.client = client
    self.encoder = encoder
    self.session = session
    self.gate = gate
    self.plan = plan
    self.received = received
    self.data = data
    self.lists = lists
    self.parameters = parameters
    self.state = state
    self.work = work
    start = parameters
    self.initial = initial ?? parameters
    gradient = [Float](repeating: 0, count: parameters.count)
    samples = lists
    batches = lists.map { data.batch($0, longest: plan.longest) }
    live = encoder.layout.trained
    returning = plan.returning
  }

  /// Mean over the samples in use of the squared per-sample gradients, at the present parameters: diag F̃.
  @discardableResult
  public func measureFisher() -> [Float] {
    let found = fisher(at: parameters) { keepTraces(ofBatch: $0) }
    diagonal = found
    return found
  }

  /// The same at other parameters; `each` follows the pass over a batch.
  private func fisher(at parameters: [Float], each: (_ batch: Int) -> Void = { _ in }) -> [Float] {
    var sums = [Float](repeating: 0, count: parameters.count)
    var samples = 0
    for (index, batch) in batches.enumerated() where gate.mayContinue() {
      session.gradient(batch, parameters: parameters, into: &gradient, diagonal: &sums)
      each(index)
      samples += batch.count
      work.trained(batch)
    }
    let scale = 1 / Float(max(1, samples))
    return sums.map { $0 * scale }
  }

  /// The mean diagonal Fisher after `steps` steps from the initial model over the batches in use, all of them thrown away.
  func trialFisher(steps: Int) -> [Float] {
    var parameters = initial
    var moments = OptimizerState(count: parameters.count)
    let optimizer = Optimizer(OptimizerSettings(plan.settings))
    for step in 0..<steps where gate.mayContinue() {
      let batch = batches[step % batches.count]
      session.gradient(batch, parameters: parameters, into: &gradient)
      work.trained(batch)
      optimizer.update(
        &parameters, gradient: gradient, state: &moments, live: encoder.layout.trained,
        learningRate: plan.settings.learningRate)
    }
    return fisher(at: parameters)
  }

  /// The pooled vectors of `batch` with other parameters, [samples, d], end to end.
  public func pooled(_ batch: PackedBatch, parameters: [Float]) -> [Float] {
    work.passed(batch)
    return session.pooled(batch, parameters: parameters)
  }

  /// Deals the samples in use into new batches of the same sizes: on data that is sorted by label, batches that only
  /// change places would hold one label each.
  ///
  /// - Returns: the stream behind what was drawn.
  func deal(_ random: CounterRandom?) -> CounterRandom? {
    var random = random
    var deck = lists.flatMap(\.self)
    random?.shuffle(&deck)
    var rest = deck[...]
    samples = lists.map { list in
      defer { rest = rest.dropFirst(list.count) }
      return Array(rest.prefix(list.count))
    }
    batches = samples.map { data.batch($0, longest: plan.longest) }
    return random
  }

  /// Notes the traces of the pass over batch `index` that was just made.
  func keepTraces(ofBatch index: Int) {
    let found = tracesModulesAlone ? session.tracesLoRA : session.traces
    for (place, sample) in samples[index].enumerated() {
      traces[sample] = found[place]
      measured.append((session.traces[place], session.tracesLoRA[place]))
    }
  }

  /// Notes the losses of the pass over batch `index` that was just made.
  func keepLosses(ofBatch index: Int) {
    for (place, sample) in samples[index].enumerated() { losses[sample] = session.losses[place] }
  }
}
