/// What a pass costs, in tokens through all layers: rows that modules put in front are passed too, and below the lowest
/// place that is trained nothing is passed back.
///
/// Rows of prefixes are keys and values alone, and are not counted.
public struct PassCost: Sendable, Equatable, Codable {
  /// Forward, for each token and for each sample.
  private var forwardPerToken = 1.0
  private var forwardPerSample = 0.0
  /// The same of the way back.
  private var backwardPerToken = 1.0
  private var backwardPerSample = 0.0

  /// Every token forward once, and back once.
  public init() {}

  init(hooks: [LayerHooks], lowest: Int, passesBefore: Int) {
    let layers = max(1, hooks.count)
    var lead = 0
    var (rows, rowsBack) = (0, 0)
    for (layer, hooks) in hooks.enumerated() {
      lead += hooks.promptLength
      rows += lead
      if layer >= lowest { rowsBack += lead }
    }
    forwardPerToken = Double(1 + passesBefore)
    forwardPerSample = Double(rows) / Double(layers)
    backwardPerToken = Double(max(0, layers - lowest)) / Double(layers)
    backwardPerSample = Double(rowsBack) / Double(layers)
  }

  /// Of a pass forward.
  public func forward(_ batch: PackedBatch) -> Double {
    forwardPerToken * Double(batch.tokens.count) + forwardPerSample * Double(batch.count)
  }

  /// Of the way back.
  public func backward(_ batch: PackedBatch) -> Double {
    backwardPerToken * Double(batch.tokens.count) + backwardPerSample * Double(batch.count)
  }
}

extension Encoder {
  /// What its passes cost.
  public var passCost: PassCost {
    PassCost(hooks: hooks, lowest: lowest.layer, passesBefore: needsSentences ? 1 : 0)
  }
}
