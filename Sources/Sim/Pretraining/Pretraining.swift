import Corpus
import Foundation
import Plain
import Transformer

/// Makes the embedded encoder: masked-language modelling of the embedded corpus, from random weights (BERT, arXiv 1810.04805).
///
/// Each step's batch is cut into a fixed number of parts whose gradients are summed in order, so that the result does
/// not depend on the number of workers.
public struct Pretraining: Sendable {
  /// Optimiser steps.
  public var steps: Int
  /// Sentences a step.
  public var batch: Int
  /// Largest learning rate, after a linear warm-up of a twentieth of the steps; falls to zero in a line.
  public var learningRate: Double
  /// Seed of weights, sentences and masks.
  public var seed: UInt64
  /// Workers; the result does not depend on them.
  public var workers: Int

  /// Parts of a batch that are computed side by side.
  private static let parts = 4
  /// Share of the tokens that must be guessed.
  private static let maskedShare = 0.15

  /// The recipe of the encoder in the repository.
  public init(
    steps: Int = 6_000, batch: Int = 64, learningRate: Double = 1.5e-3, seed: UInt64 = 7,
    workers: Int = Cores.allowed
  ) {
    self.steps = steps
    self.batch = batch
    self.learningRate = learningRate
    self.seed = seed
    self.workers = workers
  }

  /// Progress of a step.
  public struct Progress: Sendable {
    /// Step, from 1.
    public var step: Int
    /// Mean loss over the masked tokens of the last hundred steps.
    public var loss: Double
    /// Tokens trained on so far.
    public var tokens: Int
  }

  /// Trains and returns the encoder's weights.
  /// - Throws: `ModelError` when the plan does not fit the shape, which cannot happen with the embedded one.
  public func run(progress: (Progress) -> Void) throws -> [(BaseTensor, [Float])] {
    let configuration = EmbeddedEncoder.configuration
    var random = CounterRandom(seed: seed, purpose: .parameters)
    let start = EncoderWeights.random(
      configuration: configuration, name: ModelLibrary.embeddedName, scale: 0.02, using: &random)
    let tensors = Self.tensors(configuration)
    let plan = TrainingPlan(
      trainedTensors: tensors, head: .frozen, pooling: .mean)
    let encoder = try Encoder(weights: start, plan: plan, labels: configuration.labels)
    let tokenizer = EmbeddedTokenizer()
    let parameters = train(encoder, using: &random, progress: progress) { step in
      examples(step: step, tokenizer: tokenizer, configuration).map { batch, targets in
        Part(tokens: batch.tokens.count) { session, parameters, gradient in
          session.maskedLanguageGradient(
            batch, targets: targets, parameters: parameters, into: &gradient)
        }
      }
    }
    return zip(tensors, encoder.layout.segments).map { ($0, Array(parameters[$1.range])) }
  }

  /// A part of a step's batch.
  struct Part: Sendable {
    /// Its tokens.
    let tokens: Int
    /// Its loss under parameters, with the gradient written.
    let gradient: @Sendable (EncoderSession, [Float], inout [Float]) -> Double
  }

  /// Takes all steps from an encoder's first parameters, which `random` draws.
  ///
  /// - Parameter parts: The parts of a step's batch, whose gradients count alike and are summed in their order.
  func train(
    _ encoder: Encoder, using random: inout CounterRandom, progress: (Progress) -> Void,
    parts: (_ step: Int) -> [Part]
  ) -> [Float] {
    let pool = WorkerPool(encoder: encoder, count: workers)
    let optimizer = Optimizer(
      OptimizerSettings(
        kind: .adamW, learningRate: learningRate, weightDecay: 0.01, clipNorm: 1))
    var parameters = encoder.initialParameters(using: &random)
    var state = OptimizerState(count: parameters.count)
    var (losses, tokens): ([Double], Int) = ([], 0)
    for step in 1...steps {
      let parts = parts(step)
      let results = pool.map(costs: parts.map(\.tokens)) { [parameters] part, session in
        var gradient = [Float](repeating: 0, count: parameters.count)
        let loss = parts[part].gradient(session, parameters, &gradient)
        return (loss: loss, gradient: gradient)
      }
      optimizer.update(
        &parameters, gradient: Self.mean(results.map(\.gradient)), state: &state,
        live: [0..<parameters.count], learningRate: rate(step))
      losses.append(results.reduce(0) { $0 + $1.loss } / Double(results.count))
      tokens += parts.reduce(0) { $0 + $1.tokens }
      if step % 100 == 0 || step == steps {
        let recent = losses.suffix(100)
        progress(
          Progress(step: step, loss: recent.reduce(0, +) / Double(recent.count), tokens: tokens))
      }
    }
    return parameters
  }

  /// The learning rate of a step.
  func rate(_ step: Int) -> Double {
    let warmup = max(1, Double(steps) / 20)
    let rising = Double(step) / warmup
    let falling = Double(steps - step + 1) / max(1, Double(steps) - warmup)
    return learningRate * min(1, rising, falling)
  }

  /// The parts of a step's batch, with the tokens to guess.
  private func examples(
    step: Int, tokenizer: EmbeddedTokenizer, _ configuration: EncoderConfiguration
  ) -> [(batch: PackedBatch, targets: [Int32])] {
    let sentences = EmbeddedCorpus.sentences(
      count: batch, seed: seed &* 1_000_003 &+ UInt64(step))
    let encodings = sentences.map { sentence in
      tokenizer.encode(sentence, pair: nil, maxLength: configuration.maxLength)
    }
    var random = CounterRandom(seed: seed, purpose: .masking, round: step)
    return (0..<Self.parts).map { part in
      var packed = PackedBatch()
      var targets: [Int32] = []
      for index in stride(from: part, to: encodings.count, by: Self.parts) {
        let masked = mask(encodings[index].tokens, tokenizer, using: &random)
        packed.append(
          tokens: masked.tokens, tokenTypes: encodings[index].tokenTypes, label: 0)
        targets += masked.targets
      }
      return (packed, targets)
    }
  }

  /// BERT's masking: of the chosen tokens 80 % become [MASK], 10 % a random token, 10 % stay.
  private func mask(
    _ tokens: [Int32], _ tokenizer: EmbeddedTokenizer, using random: inout CounterRandom
  ) -> (tokens: [Int32], targets: [Int32]) {
    var masked = tokens
    var targets = [Int32](repeating: -100, count: tokens.count)
    for place in tokens.indices where !tokenizer.specialTokens.contains(tokens[place]) {
      guard random.uniform() < Self.maskedShare else { continue }
      targets[place] = tokens[place]
      let draw = random.uniform()
      if draw < 0.8, let mask = tokenizer.maskToken {
        masked[place] = mask
      } else if draw < 0.9 {
        masked[place] = Int32(random.below(tokenizer.vocabularySize))
      }
    }
    return (masked, targets)
  }

  /// The mean of several gradients.
  private static func mean(_ gradients: [[Float]]) -> [Float] {
    guard var sum = gradients.first else { return [] }
    let scale = 1 / Float(gradients.count)
    for gradient in gradients.dropFirst() {
      for index in sum.indices { sum[index] += gradient[index] }
    }
    for index in sum.indices { sum[index] *= scale }
    return sum
  }

  /// Everything but the classification head, in the order of a checkpoint; the guessing head comes last.
  private static func tensors(_ configuration: EncoderConfiguration) -> [BaseTensor] {
    configuration.tensors.map(\.role).filter { !configuration.classifier.contains($0) }
  }
}
