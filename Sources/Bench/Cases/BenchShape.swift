import Plain
import Sim
import Transformer

/// The shape of an encoder that is measured, with weights made in memory.
struct BenchShape: Sendable, Equatable {
  /// What it is called in names of cases.
  let name: String
  /// Encoder layers.
  var layers: Int
  /// Hidden width.
  let width: Int
  /// Attention heads.
  let heads: Int
  /// Width of the feed-forward block.
  let intermediate: Int
  /// Rows of the word embedding.
  let vocabulary: Int

  /// Rank of the LoRA factors on query and value.
  var rank = 8
  /// Whether a token sees itself and those before it alone.
  var isCausal = false
  /// Labels of the head.
  static let labels = 2

  /// The shapes of the embedded encoder, a small BERT, MiniLM, BERT-base and RoBERTa-large.
  static let all = [
    BenchShape(
      name: "embedded", layers: 6, width: 128, heads: 4, intermediate: 512, vocabulary: 2000),
    BenchShape(
      name: "tiny", layers: 2, width: 128, heads: 2, intermediate: 512, vocabulary: 30_522),
    BenchShape(
      name: "minilm", layers: 6, width: 384, heads: 12, intermediate: 1536, vocabulary: 30_522),
    BenchShape(
      name: "bert-base", layers: 12, width: 768, heads: 12, intermediate: 3072, vocabulary: 30_522),
    BenchShape(
      name: "large", layers: 24, width: 1024, heads: 16, intermediate: 4096, vocabulary: 50_265),
  ]

  /// Width of one attention head.
  var headWidth: Int { width / heads }

  /// The encoder with LoRA on query and value, as a sequence classifier.
  func encoder(_ settings: BenchSettings) throws -> Encoder {
    try encoder(settings, TrainingPlan(modules: [LoRA(rank: rank, alpha: 16)]))
  }

  /// The encoder with what else a plan trains.
  func encoder(_ settings: BenchSettings, _ plan: TrainingPlan) throws -> Encoder {
    var plan = plan
    plan.pooling = settings.pooling
    let products = try Products(settings.blas, settings.precision, width: width)
    return try Encoder(
      weights: weights(), plan: plan, labels: Self.labels, products: products)
  }

  /// Sizes of the encoder.
  var configuration: EncoderConfiguration {
    var configuration = EncoderConfiguration(
      family: .bert, vocabularySize: vocabulary, hiddenSize: width, layers: layers, heads: heads,
      intermediateSize: intermediate, maxPositions: 512, labels: Self.labels)
    if isCausal {
      configuration.reaches = Array(repeating: AttentionReach(after: 0), count: layers)
    }
    return configuration
  }

  /// Weights as BERT starts from, drawn from one table over and over: speed does not care.
  private func weights() -> EncoderWeights {
    var random = CounterRandom(seed: 14, purpose: .parameters)
    let table = (0..<1 << 14).map { _ in Float(0.02 * random.normal()) }
    return EncoderWeights(configuration: configuration, name: name) { tensor, count in
      switch tensor {
      case .maskDenseWeight, .maskDenseBias, .maskNormWeight, .maskNormBias, .maskOutBias:
        return nil
      case .embeddingNormWeight, .layer(_, .attentionNormWeight), .layer(_, .outputNormWeight):
        return [Float](repeating: 1, count: count)
      default:
        return [Float](unsafeUninitializedCapacity: count) { values, used in
          for index in 0..<count { values[index] = table[index & (table.count - 1)] }
          used = count
        }
      }
    }
  }
}
