import Corpus
import Plain
import Transformer

@testable import Sim

/// A LoRA encoder of three layers of width 16, and what else a client needs to train by itself.
struct TinyEncoder {
  let encoder: Encoder
  /// Parameters in which B is not zero, so that every gradient is there.
  let parameters: [Float]
  let batches: [PackedBatch]

  init(rank: Int = 3, head: HeadPolicy = .automatic) throws {
    var random = CounterRandom(seed: 21, purpose: .parameters)
    let configuration = EncoderConfiguration(
      family: .bert, vocabularySize: 40, hiddenSize: 16, layers: 3, heads: 2, intermediateSize: 32,
      maxPositions: 16)
    let weights = EncoderWeights.random(
      configuration: configuration, name: "tiny", scale: 0.3, using: &random)
    let plan = TrainingPlan(
      modules: [LoRA(rank: rank, alpha: 4, sites: [.query, .value])], head: head, pooling: .mean)
    encoder = try Encoder(weights: weights, plan: plan, labels: 2)
    parameters = encoder.initialParameters(using: &random).map { value in
      value + 0.1 * Float(random.normal())
    }
    batches = (0..<3).map { batch in
      var packed = PackedBatch()
      for sample in 0..<4 {
        let tokens = (0..<(3 + sample)).map { _ in Int32(random.below(40)) }
        packed.append(
          tokens: tokens, tokenTypes: tokens.map { _ in 0 }, label: Int32((batch + sample) % 2))
      }
      return packed
    }
  }

  /// A participation with these global layers and this ρ.
  func training(gal: [Int], sparsity: Double = 0.5, state: ClientState = ClientState())
    -> LocalTraining
  {
    var settings = Settings()
    settings.sparsity = sparsity
    settings.localEpochs = 1
    let exchange = GlobalLayers(settings)
    let plan = RoundPlan(
      round: 1, cohort: [0], settings: settings, globalLayers: gal, learningRate: 1e-2, share: 1,
      travelling: exchange.travelling(encoder.layout, global: Set(gal), round: 1),
      returning: exchange.returning(encoder.layout, global: Set(gal), round: 1),
      personal: exchange.personal(encoder.layout, global: Set(gal)))
    var data = TokenizedData()
    for batch in batches {
      for sample in 0..<batch.count {
        let range = batch.range(of: sample)
        data.append(
          Encoding(
            tokens: Array(batch.tokens[range]), tokenTypes: Array(batch.tokenTypes[range])),
          label: Int(batch.labels[sample]))
      }
    }
    return LocalTraining(
      encoder: encoder, session: EncoderSession(encoder: encoder), gate: Gate { _ in }, plan: plan,
      received: Message(), data: data, lists: Array(data.labels.indices).cut(into: 4),
      parameters: parameters, state: state)
  }
}

extension LocalTraining {
  /// Trains for the plan's epochs with AdamW.
  func run(keepsMoments: Bool = false) -> Bool {
    run(
      OnePhase().phases(plan, encoder.layout),
      optimizer: Optimizer(OptimizerSettings(Settings())), keepsMoments: keepsMoments,
      shuffled: nil)
  }
}
