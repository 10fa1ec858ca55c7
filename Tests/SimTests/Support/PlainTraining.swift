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

  /// One participation without curriculum or mask: all batches, shuffled each epoch, with a fresh AdamW.
  mutating func train(round: Int) {
    let settings = federation.settings
    let samples = federation.partition[client]
    var batches: [[Int]] = []
    for start in stride(from: 0, to: samples.count, by: settings.batch) {
      batches.append(Array(samples[start..<min(samples.count, start + settings.batch)]))
    }
    var random = CounterRandom(
      seed: UInt64(settings.seed), purpose: .shuffle, round: round, client: client)
    let rate = settings.learningRate * (1 - Double(round - 1) / Double(settings.rounds))
    let optimizer = Optimizer(
      OptimizerSettings(
        kind: .adamW, learningRate: rate, weightDecay: settings.weightDecay,
        clipNorm: settings.clip))
    var state = OptimizerState(count: parameters.count)
    var gradient = parameters
    var order = Array(batches.indices)
    for _ in 0..<settings.localEpochs {
      random.shuffle(&order)
      for index in order {
        session.gradient(
          federation.train.batch(batches[index]), parameters: parameters, into: &gradient)
        optimizer.update(
          &parameters, gradient: gradient, state: &state, live: [0..<parameters.count],
          learningRate: rate)
      }
    }
  }
}
