/// Frozen logits of words that stand for labels, in the place of a classification head (Schick and Schütze 2021,
/// arXiv 2001.07676).
///
/// What the head reads goes through the dense map, nonlinearity and norm of the masked-language-model head and is
/// multiplied with the word embedding of each label. A checkpoint without that head has no map from hidden states to words:
/// there the hidden state is multiplied with the directions in which the labels' embeddings differ from their mean, each
/// of length 1.
public struct Verbaliser: Sendable, Equatable {
  /// Word embedding of each label, or its direction, [labels, d].
  public let words: [Float]
  /// Bias of each label.
  public let biases: [Float]

  /// The mean of the rows of `tokens`, the words of each label.
  ///
  /// An embedding of another width than the blocks goes through the stem's projection.
  ///
  /// - Parameter tokens: at least one token for each label, all of them rows of the word embedding.
  public init(tokens: [[Int]], of weights: EncoderWeights) {
    let configuration = weights.configuration
    let (width, narrow) = (configuration.hiddenSize, configuration.tokens.width)
    let bias = Self.hasTransform(weights) ? weights.pointer(.maskOutBias) : nil
    var words: [Float] = []
    var biases: [Float] = []
    for label in tokens {
      let share = 1 / Float(max(1, label.count))
      var mean = [Float](repeating: 0, count: narrow)
      if let table = weights.pointer(.wordEmbeddings) {
        for token in label {
          for column in 0..<narrow { mean[column] += share * table[token * narrow + column] }
        }
      }
      if let projection = weights.pointer(.embeddingProjectionWeight) {
        // Its bias would add the same to every logit.
        mean = (0..<width).map { row in
          (0..<narrow).reduce(0) { $0 + projection[row * narrow + $1] * mean[$1] }
        }
      }
      words += mean
      biases.append(label.reduce(0) { $0 + share * (bias?[$1] ?? 0) })
    }
    self.words =
      Self.hasTransform(weights) ? words : Self.directions(words, labels: tokens.count, width)
    self.biases = biases
  }

  private static func directions(_ words: [Float], labels: Int, _ width: Int) -> [Float] {
    let mean = (0..<width).map { column in
      (0..<labels).reduce(0) { $0 + words[$1 * width + column] } / Float(max(1, labels))
    }
    return (0..<labels).flatMap { label -> [Float] in
      let apart = (0..<width).map { words[label * width + $0] - mean[$0] }
      let length = apart.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > 0 ? apart.map { $0 / length } : apart
    }
  }

  /// Whether the checkpoint has all that lies between a hidden state and the words.
  public static func hasTransform(_ weights: EncoderWeights) -> Bool {
    let parts: [BaseTensor] = [.maskDenseWeight, .maskDenseBias, .maskNormWeight, .maskNormBias]
    return parts.allSatisfy { weights.pointer($0) != nil }
      && weights.shape(.wordEmbeddings).last == weights.configuration.hiddenSize
  }

  func values(of tensor: BaseTensor) -> [Float]? {
    switch tensor {
    case .headOutWeight: words
    case .headOutBias: biases
    default: nil
    }
  }
}
