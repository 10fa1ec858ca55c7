extension EncoderSession {
  /// The label that the encoder answers for sample `index` of the last batch: the one with the
  /// largest logit, of equal ones the lower; nil when that logit is not finite.
  public func answer(_ index: Int) -> Int? {
    let row = logits[index * encoder.labels..<(index + 1) * encoder.labels]
    var best = row.startIndex
    for place in row.indices where row[place] > row[best] { best = place }
    return row[best].isFinite ? best - row.startIndex : nil
  }

  /// Whether all logits of sample `index` of the last batch are numbers; of a language model, whether its loss is one.
  public func isFinite(_ index: Int) -> Bool {
    guard encoder.plan.objective == .labels else { return losses[index].isFinite }
    return logits[index * encoder.labels..<(index + 1) * encoder.labels].allSatisfy(\.isFinite)
  }
}
