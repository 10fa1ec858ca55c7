import Testing

@testable import Transformer

/// Continuing a text with kept keys and values gives what reading it anew gives.
struct ContinuationTests {
  /// An encoder with the stored adapter of a reference.
  private func adapted(_ family: String) throws -> (EncoderSession, [Float]) {
    let folder = ReferenceFiles.path("oracle/" + family)
    let adapter = try LoRAAdapter.load(directory: folder + "/adapter")
    let module = LoRA(rank: adapter.rank, alpha: adapter.alpha, sites: adapter.sites)
    let stored = try EncoderWeights.load(directory: folder + "/model")
    // Some are of classifiers, which have no map to words: the embedding stands for one.
    var configuration = stored.configuration
    configuration.tiesWords = true
    let weights = EncoderWeights(configuration: configuration, name: family) { tensor, _ in
      stored.tensors.contains(tensor) ? stored.values(of: tensor) : nil
    }
    let encoder = try Encoder(
      weights: weights, plan: TrainingPlan(modules: [module], head: .frozen), labels: 3)
    var generator = FuzzGenerator(seed: 1)
    var parameters = encoder.initialParameters(using: &generator)
    for segment in encoder.layout.segments {
      if let stored = adapter.tensors[segment.name] {
        parameters.replaceSubrange(segment.range, with: stored.values)
      }
    }
    return (EncoderSession(encoder: encoder), parameters)
  }

  @Test(arguments: ["llama-lm", "mistral", "qwen2"], [[1, 1, 1, 7, 1, 9], [20], [3, 17]])
  func equalsReadingAnew(family: String, pieces: [Int]) throws {
    let (session, parameters) = try adapted(family)
    let tokens = (0..<20).map { Int32(10 + $0 * 37 % 250) }
    let text = try Continuation(session, parameters: parameters, capacity: 64)
    let anew = EncoderSession(encoder: session.encoder)
    let vocabulary = session.encoder.configuration.vocabularySize
    var read = 0
    for count in pieces {
      let continued = text.append(Array(tokens[read..<read + count]))
      read += count
      #expect(text.length == read)
      var batch = PackedBatch()
      batch.append(
        tokens: Array(tokens[..<read]), tokenTypes: Array(repeating: 0, count: read), label: 0)
      var logits = [Float](repeating: 0, count: vocabulary)
      anew.nextTokenLogits(batch, parameters: parameters, into: &logits)
      let worst = zip(continued, logits).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst < 1e-4)
    }
  }

  /// One pass tells of an answer whether it is what greedy continuation writes, and of another that it is not.
  @Test(arguments: [CountedTokens.completions, .all])
  func exactAnswersAreThoseThatAreWritten(counted: CountedTokens) throws {
    let weights = try EncoderWeights.load(directory: ReferenceFiles.path("oracle/llama-lm/model"))
    let encoder = try Encoder(
      weights: weights, plan: TrainingPlan(objective: .nextToken(counted)), labels: 0)
    let session = EncoderSession(encoder: encoder)
    var batch = PackedBatch()
    for sample in 0..<6 {
      let prompt = (0..<3 + 2 * sample).map { Int32(20 + ($0 * 53 + sample * 17) % 250) }
      let text = try Continuation(session, parameters: [0], capacity: 64)
      var random = FuzzGenerator(seed: 1)
      var tokens = prompt
      var next = text.append(prompt)
      for _ in 0..<4 {
        tokens.append(WordChoice()(next, using: &random))
        next = text.append([tokens[tokens.count - 1]])
      }
      // Of every second answer another token stands in one place.
      if sample % 2 == 1 { tokens[prompt.count + sample / 2] += 1 }
      batch.append(
        tokens: tokens, tokenTypes: Array(repeating: 0, count: tokens.count),
        label: Int32(prompt.count))
    }
    // Nothing is left of an answer.
    batch.append(tokens: [20, 21], tokenTypes: [0, 0], label: 2)
    session.evaluate(batch, parameters: [0])
    #expect(session.areExact == [true, false, true, false, true, false, false])
  }

  @Test func anEncoderContinuesNothing() throws {
    let weights = try EncoderWeights.load(directory: ReferenceFiles.path("oracle/bert/model"))
    let encoder = try Encoder(weights: weights, plan: TrainingPlan(), labels: 3)
    #expect(throws: ModelError.self) {
      try Continuation(
        EncoderSession(encoder: encoder),
        parameters: [Float](repeating: 0, count: encoder.layout.count), capacity: 8)
    }
  }

  @Test func wordsAreChosenByTheirShares() {
    var generator = FuzzGenerator(seed: 3)
    let logits: [Float] = [0, 1, -2, 1.5]
    #expect(WordChoice()(logits, using: &generator) == 3)
    var counts = [0, 0, 0, 0]
    for _ in 0..<4000 {
      counts[Int(WordChoice(temperature: 1)(logits, using: &generator))] += 1
    }
    // Shares of a softmax: 0.120, 0.325, 0.016, 0.536.
    for (count, share) in zip(counts, [0.1202, 0.3266, 0.0163, 0.5385]) {
      #expect(abs(Double(count) / 4000 - share) < 0.03)
    }
    for _ in 0..<200 {
      #expect([1, 3].contains(WordChoice(temperature: 1, share: 0.8)(logits, using: &generator)))
    }
  }
}
