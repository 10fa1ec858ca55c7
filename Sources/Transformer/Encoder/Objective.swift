/// What a network is trained for.
///
/// Passes with losses (`evaluate`, `gradient`, `layerSensitivity`) are those of the objective.
public enum Objective: Sendable, Equatable {
  /// To tell labels apart, through a classification head.
  case labels
  /// To say the next token of a text, through the map to words; its loss counts some of the tokens.
  ///
  /// The label of a sample in a batch is then the number of tokens in front of its answer.
  case nextToken(CountedTokens)
}

/// The tokens whose prediction a language model's loss counts.
public enum CountedTokens: String, Sendable, CaseIterable, Codable {
  /// Those of the answer, with what ends it.
  case completions
  /// All from the second on.
  case all

  /// The places of the counted tokens in a sample of `length` tokens, the first `prompt` of which are no answer; the first
  /// token of all has none before it and is never counted.
  public func places(length: Int, prompt: Int) -> Range<Int> {
    let first = max(1, self == .all ? 1 : prompt)
    return first..<max(first, length)
  }
}

extension Encoder {
  /// The tokens that its loss counts; nil for a classifier.
  var countedTokens: CountedTokens? {
    guard case .nextToken(let tokens) = plan.objective else { return nil }
    return tokens
  }

  /// Fails where a network cannot be trained for an objective.
  /// - Throws: `unsupported` for the next token of a network whose tokens see those behind them, or that has no map to
  ///   words.
  public static func check(
    _ objective: Objective, _ weights: EncoderWeights
  ) throws(ModelError) {
    guard objective != .labels else { return }
    try weights.checkDecodes(
      "the next token", bySight: " of a network whose tokens see those behind them")
  }
}

extension EncoderWeights {
  /// Fails for a network that cannot say which word comes next.
  ///
  /// - Parameters:
  ///   - task: what it is asked for, in words.
  ///   - sight: what stands behind them where its tokens see those behind them.
  /// - Throws: `unsupported`.
  func checkDecodes(_ task: String, bySight sight: String = "") throws(ModelError) {
    func refuse(_ why: String, _ remedy: String) -> ModelError {
      .unsupported(file: name, feature: task + why, remedy: remedy)
    }
    let isCausal = (0..<configuration.layers).allSatisfy { configuration.reach(of: $0).after == 0 }
    guard isCausal, configuration.block.form.order == .before else {
      throw refuse(sight, "use a decoder, such as one of the llama family")
    }
    guard hasWordMap else {
      throw refuse(
        " without lm_head.weight, where tie_word_embeddings is not true",
        "use the weights of the language model")
    }
  }
}
