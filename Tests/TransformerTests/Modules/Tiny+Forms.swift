import Testing

@testable import Transformer

extension Tiny {
  static func logits(
    _ encoder: Encoder, _ parameters: [Float], _ batch: PackedBatch = batch()
  ) -> [Float] {
    let session = EncoderSession(encoder: encoder)
    session.evaluate(batch, parameters: parameters)
    return Array(session.logits)
  }

  /// A vector in which all but the segments `still` is drawn at random.
  static func values(_ encoder: Encoder, still: [String] = []) -> [Float] {
    var values = parameters(encoder)
    let start = parameters(encoder, noise: 0)
    for segment in encoder.layout.segments where still.contains(where: segment.name.contains) {
      values.replaceSubrange(segment.range, with: start[segment.range])
    }
    return values
  }

  /// The logits of the base with all changes folded in.
  static func foldedLogits(_ encoder: Encoder, _ parameters: [Float]) throws -> [Float] {
    let merged = try encoder.merged(parameters)
    let base = encoder.weights
    let weights = EncoderWeights(configuration: base.configuration, name: "folded") {
      tensor, count in
      merged[tensor]
        ?? base.pointer(tensor).map { Array(UnsafeBufferPointer(start: $0, count: count)) }
    }
    let plain = try Encoder(
      weights: weights, plan: TrainingPlan(head: .frozen, pooling: encoder.plan.pooling), labels: 3)
    return logits(plain, Tiny.parameters(plain))
  }

  /// Checks the slopes of what is trained; what is held stays.
  static func checkTrained(_ plan: TrainingPlan, still: [String] = []) throws {
    let encoder = try encoder(plan)
    let values = values(encoder, still: still)
    let session = EncoderSession(encoder: encoder)
    var layout = ParameterLayout()
    for segment in encoder.layout.segments where !segment.isHeld { layout.append(segment) }
    let trained = Array(encoder.layout.trained.joined())
    let gradient = gradient(encoder, batch(), values)
    checkGradient(layout, trained.map { values[$0] }, trained.map { gradient[$0] }) { moved in
      var all = values
      for (index, value) in zip(trained, moved) { all[index] = value }
      return meanLoss(session, batch(), all)
    }
  }
}
