import Testing

@testable import Transformer

@Suite("Prompts: trained, generated, mixed; prefixes that are made; labels as words")
struct PromptModuleTests {
  /// Two frozen prompts of two rows of width 20.
  static let sources: [[Float]] = (0..<2).map { source in
    (0..<40).map { Float(($0 * 7 + source * 13) % 19) / 19 - 0.5 }
  }

  private static func mixed(_ sources: [[Float]] = sources) -> MixedPrompt {
    MixedPrompt(length: 2, sources: sources, size: 4, temperature: 3)
  }

  private func logits(_ encoder: Encoder, _ parameters: [Float]) -> [Float] {
    let session = EncoderSession(encoder: encoder)
    session.evaluate(Tiny.batch(), parameters: parameters)
    return Array(session.logits)
  }

  // MARK: Gradients

  @Test("gradients of generated prompts", arguments: Pooling.allCases)
  func sentencePrompt(pooling: Pooling) throws {
    for order in [1, 2, 4] {
      let module = SentencePrompt(length: 3, size: 8, order: order)
      try Tiny.checkGradient(TrainingPlan(modules: [module], pooling: pooling))
    }
    try Tiny.checkGradient(
      TrainingPlan(
        modules: [LoRA(rank: 1, alpha: 1), SentencePrompt(length: 2, size: 4, order: 2)]))
  }

  @Test(
    "gradients of late prompts, with something trained below them and without",
    arguments: LatePrompt.Generator.allCases, Pooling.allCases)
  func latePrompt(generator: LatePrompt.Generator, pooling: Pooling) throws {
    for layer in [0, 1] {
      // More rows than the shortest text has tokens.
      let module = LatePrompt(length: 4, layer: layer, size: 6, generator: generator)
      try checkAwayFromKinks(TrainingPlan(modules: [module], pooling: pooling))
      try checkAwayFromKinks(
        TrainingPlan(
          modules: [LoRA(rank: 2, alpha: 2, layers: [0]), module],
          trainedTensors: [.embeddingNormWeight], pooling: pooling))
    }
  }

  // Differences do not see past a kink: a third of the hidden units is far on one side, the rest on the other.
  private func checkAwayFromKinks(_ plan: TrainingPlan) throws {
    let encoder = try Tiny.encoder(plan)
    var parameters = Tiny.parameters(encoder)
    for segment in encoder.layout.segments where segment.name.hasSuffix("down.bias") {
      for index in segment.range { parameters[index] += index % 3 == 0 ? -6 : 6 }
    }
    let batch = Tiny.batch()
    let session = EncoderSession(encoder: encoder)
    // The hidden units are large then, and so is what a step of their maps does.
    Tiny.checkGradient(
      encoder.layout, parameters, Tiny.gradient(encoder, batch, parameters), step: 0.002
    ) { Tiny.meanLoss(session, batch, $0) }
  }

  @Test("gradients of mixed prompts", arguments: Pooling.allCases)
  func mixedPrompt(pooling: Pooling) throws {
    try Tiny.checkGradient(TrainingPlan(modules: [Self.mixed()], pooling: pooling))
    try Tiny.checkGradient(TrainingPlan(modules: [Self.mixed([])], pooling: pooling))
    try Tiny.checkGradient(
      TrainingPlan(
        modules: [Self.mixed()], trainedTensors: [.embeddingNormWeight], pooling: pooling))
  }

  @Test("gradients of prefixes that a network makes", arguments: Pooling.allCases)
  func madePrefix(pooling: Pooling) throws {
    let module = PrefixTuning(length: 3, hidden: 5)
    try Tiny.checkGradient(TrainingPlan(modules: [module], pooling: pooling))
    try Tiny.checkGradient(
      TrainingPlan(modules: [module, PrefixTuning(length: 1), SoftPrompt(length: 2)]))
  }

  @Test("gradients under words", arguments: Pooling.allCases, [false, true])
  func verbaliser(pooling: Pooling, hasTransform: Bool) throws {
    let weights = hasTransform ? Tiny.weights() : Self.withoutMask()
    let plan = TrainingPlan(
      modules: [SoftPrompt(length: 2)], pooling: pooling,
      verbaliser: Verbaliser(tokens: [[4], [7, 8], [9]], of: weights))
    let encoder = try Encoder(weights: weights, plan: plan, labels: 3)
    #expect(encoder.hasWordTransform == hasTransform && encoder.fresh.isEmpty)
    #expect(encoder.layout.segments.map(\.module) == ["prompt"])
    let parameters = Tiny.parameters(encoder)
    let batch = Tiny.batch()
    let session = EncoderSession(encoder: encoder)
    Tiny.checkGradient(
      encoder.layout, parameters, Tiny.gradient(encoder, batch, parameters)
    ) { Tiny.meanLoss(session, batch, $0) }
  }

  fileprivate static func withoutMask() -> EncoderWeights {
    let whole = Tiny.weights()
    return EncoderWeights(configuration: whole.configuration, name: "bare") { tensor, count in
      if tensor.module == "mask" { return nil }
      return whole.pointer(tensor).map {
        Array(UnsafeBufferPointer(start: $0, count: count))
      }
    }
  }

  // MARK: Identities

  @Test("a late prompt before the first layer that is constant is prompt tuning")
  func constantGenerator() throws {
    let soft = try Tiny.encoder(TrainingPlan(modules: [SoftPrompt(length: 3)]))
    let late = try Tiny.encoder(
      TrainingPlan(modules: [LatePrompt(length: 3, layer: 0, size: 4, generator: .npg)]))
    let parameters = Tiny.parameters(soft)
    var same = Tiny.parameters(late)
    for segment in late.layout.segments where segment.module == "prompt" {
      let isBias = segment.name.hasSuffix("up.bias")
      for (index, place) in segment.range.enumerated() {
        same[place] = isBias ? parameters[soft.layout.segments[0].offset + index] : 0
      }
    }
    for (a, b) in zip(
      soft.layout.segments.filter { $0.role == .head },
      late.layout.segments.filter { $0.role == .head })
    {
      same.replaceSubrange(b.range, with: parameters[a.range])
    }
    #expect(logits(late, same) == logits(soft, parameters))
  }

  @Test("below a late prompt nothing is run backwards, and that is not charged")
  func wayBack() throws {
    let batch = Tiny.batch()
    let tokens = Double(batch.tokens.count)
    func costs(_ module: any EncoderModule) throws -> (stage: BackwardStage, cost: PassCost) {
      let encoder = try Tiny.encoder(TrainingPlan(modules: [module]))
      return (encoder.lowest, encoder.passCost)
    }
    let late = try costs(LatePrompt(length: 3, layer: 1, size: 4, generator: .appg))
    #expect(late.stage == BackwardStage(1, .prompt))
    // Three rows a sample through the second of two layers; back through that layer alone.
    #expect(late.cost.forward(batch) == tokens + 3 * 4 / 2)
    #expect(late.cost.backward(batch) == tokens / 2 + 3 * 4 / 2)
    let soft = try costs(SoftPrompt(length: 3))
    #expect(soft.cost.forward(batch) == tokens + 12 && soft.cost.backward(batch) == tokens + 12)
    let sentence = try costs(SentencePrompt(length: 3, size: 4, order: 2))
    #expect(sentence.cost.forward(batch) == 2 * tokens + 12)
    #expect(try costs(LoRA(rank: 1, alpha: 1)).cost == PassCost())
  }

  @Test("words that a prompt starts from are what the first layer reads of them")
  func vocabularyStart() throws {
    for family in [Architecture.bert, .electra] {
      let configuration = Tiny.configuration(family: family)
      let weights = Tiny.weights(configuration)
      let still = weights.replacing([
        .positionEmbeddings: [Float](repeating: 0, count: 40 * configuration.tokens.width)
      ])
      let encoder = try Encoder(
        weights: still, plan: TrainingPlan(modules: [SoftPrompt(length: 4, start: .vocabulary)]),
        labels: 3)
      let prompt = Tiny.parameters(encoder, noise: 0)[encoder.layout.segments[0].range]
      var batch = PackedBatch()
      let words = (0..<31).map(Int32.init)
      batch.append(tokens: words, tokenTypes: words.map { _ in 0 }, label: 0)
      let session = EncoderSession(encoder: encoder)
      let parameters = Tiny.parameters(encoder)
      let rows = parameters.withUnsafeBufferPointer { parameters -> Matrix? in
        guard let start = parameters.baseAddress else { return nil }
        _ = session.begin(batch, start)
        return session.embed(batch).output
      }
      let embedded = try #require(rows)
      for row in 0..<4 {
        let own = Array(prompt.dropFirst(row * 20).prefix(20))
        let distances = (0..<31).map { word in
          Tiny.distance(
            own, Array(UnsafeBufferPointer(start: embedded.row(word), count: 20)))
        }
        #expect(distances.min() ?? 1 < 1e-5, "\(family.name)")
      }
    }
  }

  @Test("a sentence vector is what the head reads without modules", arguments: Pooling.allCases)
  func sentences(pooling: Pooling) throws {
    let plan = TrainingPlan(
      modules: [SentencePrompt(length: 3, size: 4, order: 2)], pooling: pooling)
    let encoder = try Tiny.encoder(plan)
    let bare = try Tiny.encoder(TrainingPlan(pooling: pooling))
    let batch = Tiny.batch()
    var expected = [Float](repeating: 0, count: batch.count * 20)
    EncoderSession(encoder: bare).pooled(
      batch, parameters: Tiny.parameters(bare), into: &expected)
    let session = EncoderSession(encoder: encoder)
    let parameters = Tiny.parameters(encoder)
    let found = parameters.withUnsafeBufferPointer { parameters -> [Float] in
      guard let start = parameters.baseAddress,
        let rows = session.begin(batch, start).sentences
      else { return [] }
      return Array(UnsafeBufferPointer(start: rows.pointer, count: rows.rows * rows.columns))
    }
    #expect(found == expected)
  }
}

extension PromptModuleTests {
  @Test("without a head that guesses words, labels are directions of length 1")
  func directions() throws {
    let weights = Self.withoutMask()
    let verbaliser = Verbaliser(tokens: [[4], [7, 8], [9]], of: weights)
    let table = try #require(weights.pointer(.wordEmbeddings))
    let rows = [4, 7, 8, 9].map { Array(UnsafeBufferPointer(start: table + $0 * 20, count: 20)) }
    let words = [rows[0], zip(rows[1], rows[2]).map { ($0 + $1) / 2 }, rows[3]]
    let mean = (0..<20).map { column in words.reduce(0) { $0 + $1[column] } / 3 }
    for label in 0..<3 {
      let own = Array(verbaliser.words[label * 20..<(label + 1) * 20])
      #expect(abs(Tiny.norm(own) - 1) < 1e-5)
      let apart = zip(words[label], mean).map { $0 - $1 }
      #expect(abs(Tiny.dot(own, apart) - Tiny.norm(apart)) < 1e-5)
    }
    #expect(verbaliser.biases == [0, 0, 0])
  }
}
