import Plain
import Transformer

@testable import Sim

/// Local training written out as one loop, without anything of the federation but its data and its streams.
struct PlainTraining {
  let federation: Federation
  let client: Int
  var parameters: [Float]
  private let session: EncoderSession

  init(_ federation: Federation, client: Int) {
    self.federation = federation
    self.client = client
    parameters = federation.start
    session = EncoderSession(encoder: federation.encoder)
  }

  /// One participation without curriculum or mask: all samples, in new batches each epoch, with a fresh AdamW.
  mutating func train(round: Int) {
    let settings = federation.settings
    let samples = federation.partition[client]
    var random = CounterRandom(
      seed: UInt64(settings.seed), purpose: .shuffle, round: round, client: client)
    let rate = settings.learningRate * (1 - Double(round - 1) / Double(settings.rounds))
    let optimizer = Optimizer(
      OptimizerSettings(
        kind: .adamW, learningRate: rate, weightDecay: settings.weightDecay,
        clipNorm: settings.clip))
    var state = OptimizerState(count: parameters.count)
    var gradient = parameters
    var squares = gradient
    for epoch in 0..<settings.localEpochs {
      var order = samples
      random.shuffle(&order)
      for start in stride(from: 0, to: order.count, by: settings.batch) {
        let batch = federation.train.batch(
          order[start..<min(order.count, start + settings.batch)])
        // The first step is looked at for the picture, which adds per sample before it adds samples.
        if epoch == 0, start == 0 {
          session.gradient(
            batch, parameters: parameters, into: &gradient, diagonal: &squares)
        } else {
          session.gradient(batch, parameters: parameters, into: &gradient)
        }
        optimizer.update(
          &parameters, gradient: gradient, state: &state, live: [0..<parameters.count],
          learningRate: rate)
      }
    }
  }
}
