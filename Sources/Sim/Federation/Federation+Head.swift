import Corpus
import Plain
import Transformer

extension EncoderWeights {
  /// Fails when the labels are numbers and the head gives scores: each number would become a class of its own.
  func refuseScores(labels: [String], data: String) throws(ModelError) {
    guard head == .scores, HeadLabels.areNumbers(labels) else { return }
    throw .unsupported(
      file: name,
      feature: "a regression head with the numbers of \(excerpt(data)) as labels",
      remedy:
        "regression is not trained here; give labels that are names, or a model without such a head"
    )
  }

  /// What to tell when the head is not for the data's labels; nil when there is no head.
  fileprivate func otherLabelsNote(_ labels: [String]) -> String? {
    switch head {
    case .classes, .manyClasses:
      "the model's head is for \(Dataset.list(configuration.labelNames)), which lacks some of the data's "
        + "\(Dataset.list(labels)): a new head is made"
    case .scores:
      "the model's head is not for the data's \(Dataset.list(labels)): a new head is made"
    case .none, .foreign, .incomplete: nil
    }
  }
}

extension Encoder {
  /// Names the tensors that were made anew; nil when the checkpoint has all.
  ///
  /// - Parameters:
  ///   - names: what an adapter brings all the same.
  ///   - seed: what their values are drawn with.
  public func freshNote(besides names: Set<String> = [], seed: Int) -> String? {
    let fresh = fresh.map(weights.key).filter { !names.contains($0) }
    guard !fresh.isEmpty else { return nil }
    let lacking = plan.makesHeadAnew ? "" : "not in the model, "
    return "\(fresh.joined(separator: ", ")): \(lacking)made anew with seed \(seed)"
  }
}

extension Encoder {
  /// What to tell when the checkpoint's head is not for the data's labels; nil when it has none, or none is used.
  func otherLabelsNote(_ labels: [String]) -> String? {
    plan.verbaliser == nil && plan.objective == .labels ? weights.otherLabelsNote(labels) : nil
  }

  /// What to tell when the checkpoint's head is used on something else than it was trained on; nil when it is not.
  var poolingNote: String? {
    guard weights.hasHead, plan.verbaliser == nil, plan.objective == .labels, !plan.makesHeadAnew,
      plan.pooling != weights.pooling
    else { return nil }
    return
      "the model's head is made for the \(weights.pooling.words) and reads the \(plan.pooling.words), "
      + "as model.pooling says"
  }
}

extension Federation {
  /// Fails when the model's first answer is no number: nothing could be learnt from it.
  /// - Throws: `ModelError.malformed`.
  func checkAnswers() throws(ModelError) {
    let data = test.labels.isEmpty ? train : test
    guard !data.labels.isEmpty else { return }
    let session = EncoderSession(encoder: encoder)
    session.evaluate(data.batch([0]), parameters: start)
    guard session.isFinite(0) else {
      throw Self.notFinite(encoder, sample: 0, split: test.labels.isEmpty ? "training" : "test")
    }
  }

  /// The error for a model whose answer to a sample is no number.
  static func notFinite(_ encoder: Encoder, sample: Int, split: String) -> ModelError {
    .malformed(
      file: encoder.weights.name,
      problem:
        "the answer to \(split) sample \(sample + 1) is not a number, for values overflow on the way",
      remedy: "use another checkpoint")
  }
}
