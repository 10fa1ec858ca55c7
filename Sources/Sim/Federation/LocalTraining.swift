import Plain
import Transformer

/// One client's part of a round while it runs: the workbench that local rules see.
///
/// Used by one worker only.
public final class LocalTraining {
  /// A term on the pooled output, made for one batch.
  public typealias PooledTerm = (EncoderSession, PackedBatch) -> PooledLoss

  /// The encoder being trained.
  public let encoder: Encoder
  /// What the round is decided by.
  public let plan: RoundPlan
  /// Batches in use, easiest first.
  public let batches: [PackedBatch]
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
  /// Tokens passed forward and backward, measuring included: what the virtual clock charges.
  public private(set) var tokensWorked = 0
  /// Mean diagonal Fisher at the parameters of the last measurement; empty before one.
  public private(set) var diagonal: [Float] = []
  /// Where its numbers broke; nil while they are finite.
  private(set) var fault: NumericFault?

  private let session: EncoderSession
  private let gate: Gate

  init(
    encoder: Encoder, session: EncoderSession, gate: Gate, plan: RoundPlan,
    batches: [PackedBatch], parameters: [Float], memory: ClientMemory
  ) {
    self.encoder = encoder
    self.session = session
    self.gate = gate
    self.plan = plan
    self.batches = batches
    self.parameters = parameters
    self.memory = memory
    live = [0..<parameters.count]
  }

  /// Mean over the samples in use of the squared per-sample gradients, at the present parameters: diag F̃.
  @discardableResult
  public func measureFisher() -> [Float] { measureFisher(on: batches) }

  /// The same on the first batch alone: enough for a picture, at next to no cost.
  func glimpseFisher() { measureFisher(on: batches.prefix(1)) }

  @discardableResult
  private func measureFisher(on batches: some Collection<PackedBatch>) -> [Float] {
    var sums = [Float](repeating: 0, count: parameters.count)
    var gradient = sums
    var samples = 0
    for batch in batches where gate.mayContinue() {
      session.gradient(
        batch, parameters: parameters, into: &gradient, diagonal: &sums)
      samples += batch.count
      tokensWorked += batch.tokens.count
    }
    let scale = 1 / Float(max(1, samples))
    diagonal = sums.map { $0 * scale }
    return diagonal
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
    var order = Array(batches.indices)
    var random = random
    var (loss, steps, tokens) = (0.0, 0, 0)
    epochs: for _ in 0..<plan.knobs.localEpochs {
      random?.shuffle(&order)
      for index in order {
        guard gate.mayContinue() else { return nil }
        let batch = batches[index]
        session.gradient(
          batch, parameters: parameters, into: &gradient,
          pooledLoss: pooledLoss?(session, batch))
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
    tokensWorked += tokens
    if keepsMoments { memory.moments = state }
    guard fault == nil else { return (.nan, steps, tokens) }
    return (steps > 0 ? loss / Double(steps) : 0, steps, tokens)
  }
}
