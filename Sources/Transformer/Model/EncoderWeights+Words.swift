extension EncoderWeights {
  /// What the first layer would read of a word that has no position, as a token of the first type: [d].
  public func row(ofWord word: Int) -> [Float] {
    let stem = configuration.tokens
    if let bias = pointer(.patchBias), let positions = pointer(.positionEmbeddings) {
      // Of images it is an even patch at a place.
      return (0..<stem.width).map { bias[$0] + positions[word * stem.width + $0] }
    }
    guard let words = pointer(.wordEmbeddings) else {
      return [Float](repeating: 0, count: configuration.hiddenSize)
    }
    let types = stem.tokenTypes > 0 ? pointer(.tokenTypeEmbeddings) : nil
    let sum = (0..<stem.width).map { words[word * stem.width + $0] + (types?[$0] ?? 0) }
    guard let weight = pointer(.embeddingNormWeight) else { return sum }
    let bias = pointer(.embeddingNormBias)
    let mean = sum.reduce(0, +) / Float(stem.width)
    let variance = sum.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Float(stem.width)
    let scale = 1 / (variance + configuration.layerNormEpsilon).squareRoot()
    let row = sum.indices.map { (sum[$0] - mean) * scale * weight[$0] + (bias?[$0] ?? 0) }
    guard let projection = pointer(.embeddingProjectionWeight),
      let shift = pointer(.embeddingProjectionBias)
    else { return row }
    return (0..<configuration.hiddenSize).map { out in
      row.indices.reduce(shift[out]) { $0 + projection[out * stem.width + $1] * row[$1] }
    }
  }

  /// As many of these as a prompt has rows, of words that are drawn: [rows · d].
  public func rowsOfWords(
    _ rows: Int, using generator: inout some RandomNumberGenerator
  ) -> [Float] {
    (0..<rows).flatMap { _ in
      row(ofWord: Int.random(in: 0..<configuration.vocabularySize, using: &generator))
    }
  }
}
