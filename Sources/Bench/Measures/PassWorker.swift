import Plain
import Sim
import Transformer

/// One worker of a measurement: what a client's training keeps, on a thread of its own.
final class PassWorker: @unchecked Sendable {
  // Unchecked: each is used by one thread at a time.
  /// What is done with a batch.
  enum Work: Sendable {
    /// Forward, backward and AdamW.
    case step
    /// Forward and backward.
    case gradient
    /// The same, with per-sample squared norms.
    case fisher
    /// Forward.
    case evaluate
  }

  let session: EncoderSession
  private let optimizer = Optimizer(OptimizerSettings(kind: .adamW, learningRate: 1e-4))
  private let live: [Range<Int>]
  private var parameters: [Float]
  private var gradient: [Float]
  private var state: OptimizerState

  init(encoder: Encoder) {
    session = EncoderSession(encoder: encoder)
    var random = CounterRandom(seed: 14, purpose: .parameters)
    parameters = encoder.initialParameters(using: &random)
    gradient = [Float](repeating: 0, count: encoder.layout.count)
    state = OptimizerState(count: encoder.layout.count)
    live = encoder.layout.trained
  }

  /// Does `work` with `batch`.
  func run(_ work: Work, on batch: PackedBatch) {
    switch work {
    case .step:
      session.gradient(batch, parameters: parameters, into: &gradient)
      optimizer.update(
        &parameters, gradient: gradient, state: &state, live: live,
        learningRate: optimizer.settings.learningRate)
    case .gradient:
      session.gradient(batch, parameters: parameters, into: &gradient)
    case .fisher:
      session.gradient(batch, parameters: parameters, into: &gradient, fisher: FisherRequest())
    case .evaluate:
      session.evaluate(batch, parameters: parameters)
    }
  }
}
