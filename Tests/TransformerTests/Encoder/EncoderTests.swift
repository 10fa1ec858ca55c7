import Foundation
import Plain
import Testing

@testable import Transformer

@Suite("Encoder")
struct EncoderTests {
  @Test("a packed batch equals its samples one by one", arguments: Pooling.allCases)
  func packed(pooling: Pooling) throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 2, alpha: 2), SoftPrompt(length: 2)], pooling: pooling))
    let parameters = Tiny.parameters(encoder)
    let batch = Tiny.batch(lengths: [3, 7, 1, 17, 40])
    let session = EncoderSession(encoder: encoder)
    session.evaluate(batch, parameters: parameters)
    let together = Array(session.logits)
    let losses = Array(session.losses)
    for sample in 0..<batch.count {
      session.evaluate(Tiny.single(batch, sample), parameters: parameters)
      let row = Array(together[sample * 3..<sample * 3 + 3])
      #expect(Tiny.distance(row, Array(session.logits)) < 1e-5)
      #expect(abs(losses[sample] - session.losses[0]) < 1e-5)
    }
  }

  @Test("losses are the cross entropy of the logits; unlabelled samples count nothing")
  func losses() throws {
    let encoder = try Tiny.encoder(TrainingPlan())
    var batch = Tiny.batch()
    batch.append(tokens: [2, 3], tokenTypes: [0, 0], label: -1)
    let session = EncoderSession(encoder: encoder)
    session.evaluate(batch, parameters: Tiny.parameters(encoder))
    for sample in 0..<batch.count - 1 {
      let row = (0..<3).map { Double(session.logits[sample * 3 + $0]) }
      let expected = log(row.reduce(0) { $0 + exp($1) }) - row[Int(batch.labels[sample])]
      #expect(abs(Double(session.losses[sample]) - expected) < 1e-5)
    }
    #expect(session.losses[batch.count - 1] == 0)
  }

  @Test("a gradient pass gives the same losses and logits as evaluation")
  func samePass() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [BottleneckAdapter(size: 4)]))
    let parameters = Tiny.parameters(encoder)
    let session = EncoderSession(encoder: encoder)
    session.evaluate(Tiny.batch(), parameters: parameters)
    let evaluated = Array(session.losses) + Array(session.logits)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    session.gradient(Tiny.batch(), parameters: parameters, into: &gradient)
    #expect(evaluated == Array(session.losses) + Array(session.logits))
  }

  @Test("reading only the first tokens of the last layer changes nothing")
  func selection() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [SoftPrompt(length: 2, layer: 1), PrefixTuning(length: 1)]))
    let parameters = Tiny.parameters(encoder)
    let batch = Tiny.batch()
    let session = EncoderSession(encoder: encoder)
    let width = encoder.configuration.hiddenSize
    var pooled = [Float](repeating: 0, count: batch.count * width)
    session.pooled(batch, parameters: parameters, into: &pooled)
    let pass = session.begin(batch, parameters)
    let (hidden, spans) = session.runLayers(
      session.embed(batch).output, pass, nil, keep: false
    ) { _, _ in }
    for sample in 0..<batch.count {
      let row = hidden.row(spans.tokens(of: sample).lowerBound)
      let full = Array(UnsafeBufferPointer(start: row, count: width))
      #expect(Tiny.distance(Array(pooled[sample * width..<(sample + 1) * width]), full) < 1e-5)
    }
  }

  @Test("the layout: layer by layer, A before B, head last, PEFT's names")
  func layout() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(
        modules: [LoRA(rank: 2, alpha: 2)],
        trainedTensors: [.layer(0, .outputNormWeight), .wordEmbeddings]))
    let names = encoder.layout.segments.map(\.name)
    #expect(
      names == [
        "bert.embeddings.word_embeddings.weight",
        "bert.encoder.layer.0.attention.self.query.lora_A.weight",
        "bert.encoder.layer.0.attention.self.query.lora_B.weight",
        "bert.encoder.layer.0.attention.self.value.lora_A.weight",
        "bert.encoder.layer.0.attention.self.value.lora_B.weight",
        "bert.encoder.layer.0.output.LayerNorm.weight",
        "bert.encoder.layer.1.attention.self.query.lora_A.weight",
        "bert.encoder.layer.1.attention.self.query.lora_B.weight",
        "bert.encoder.layer.1.attention.self.value.lora_A.weight",
        "bert.encoder.layer.1.attention.self.value.lora_B.weight",
        "classifier.weight", "classifier.bias",
      ])
    let head = encoder.layout.segments.suffix(2)
    #expect(head.map(\.role) == [.head, .head])
    #expect(head.map(\.rows) == [3, 3] && head.map(\.columns) == [20, 1])
    #expect(head.allSatisfy { $0.layer == nil && $0.module == "head" })
  }

  @Test(
    "the head policy follows PEFT by family",
    arguments: Architecture.all.filter { $0.paths[.headDense] != nil })
  func headPolicy(_ family: Architecture) throws {
    func trained(_ policy: HeadPolicy) throws -> Int {
      try Tiny.encoder(TrainingPlan(head: policy), Tiny.configuration(family: family)).layout
        .segments.count
    }
    let whole = Tiny.configuration(family: family).classifier.count
    #expect(try trained(.automatic) == (family.readout.trainsDense ? whole : 2))
    #expect(try trained(.all) == whole)
    #expect(try trained(.output) == 2)
    #expect(try trained(.frozen) == 0)
  }

  @Test("token types are not read where the family has none")
  func withoutTypes() throws {
    let encoder = try Tiny.encoder(TrainingPlan(), Tiny.configuration(family: .distilbert))
    let parameters = Tiny.parameters(encoder)
    let session = EncoderSession(encoder: encoder)
    let logits = [Int32(0), 7].map { type in
      var batch = PackedBatch()
      batch.append(tokens: [2, 9, 4], tokenTypes: [0, type, type], label: 1)
      session.evaluate(batch, parameters: parameters)
      return Array(session.logits)
    }
    #expect(logits[0] == logits[1])
    try encoder.check(tokens: [2], tokenTypes: [7])
  }

  @Test("trained tensors start from the checkpoint, a head for other labels starts anew")
  func start() throws {
    let weights = Tiny.weights()
    var generator = SplitMix64(seed: 5)
    let same = try Encoder(weights: weights, plan: TrainingPlan(), labels: 3)
    let kept = same.initialParameters(using: &generator)
    let pointer = try #require(weights.pointer(.headOutWeight))
    #expect(kept[0] == pointer[0] && kept[59] == pointer[59])

    let other = try Encoder(weights: weights, plan: TrainingPlan(head: .all), labels: 5)
    let fresh = other.initialParameters(using: &generator)
    let out = try #require(other.layout.segments.first { $0.name == "classifier.weight" })
    #expect(out.rows == 5)
    let values = Array(fresh[out.range])
    #expect(abs(Tiny.norm(values) / 10 - 0.02) < 0.006)
    #expect(fresh.suffix(5).allSatisfy { $0 == 0 })

    let frozen = TrainingPlan(head: .frozen, headSeed: 7)
    let one = try Encoder(weights: weights, plan: frozen, labels: 5)
    let two = try Encoder(weights: weights, plan: frozen, labels: 5)
    let sessions = [EncoderSession(encoder: one), EncoderSession(encoder: two)]
    for session in sessions { session.evaluate(Tiny.batch(), parameters: [0]) }
    #expect(Array(sessions[0].logits) == Array(sessions[1].logits))
  }

  @Test("an adapter's values land in their segments, and what does not fit is an error")
  func adapter() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 2, alpha: 4)]))
    let parameters = Tiny.parameters(encoder)
    let adapter = try LoRAAdapter(
      LoRA(rank: 2, alpha: 4), layout: encoder.layout, parameters: parameters, name: "a")
    var generator = SplitMix64(seed: 1)
    #expect(
      try encoder.parameters(
        adapter: adapter, over: encoder.initialParameters(using: &generator)) == parameters)
    let narrow = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 2, alpha: 4, layers: [0])]))
    #expect(throws: ModelError.self) {
      try narrow.parameters(
        adapter: adapter, over: narrow.initialParameters(using: &generator))
    }
    let thin = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 1, alpha: 4)]))
    #expect(throws: ModelError.self) {
      try thin.parameters(
        adapter: adapter, over: thin.initialParameters(using: &generator))
    }
  }

  @Test("samples that the model cannot read are told")
  func unreadable() throws {
    let encoder = try Tiny.encoder(TrainingPlan())
    func reads(_ tokens: [Int32], _ types: [Int32]) -> Bool {
      (try? encoder.check(tokens: tokens[...], tokenTypes: types[...])) != nil
    }
    #expect(reads([2, 30], [0, 1]))
    #expect(!reads([], []))
    #expect(!reads([31], [0]))
    #expect(!reads([-1], [0]))
    #expect(!reads([2], [2]))
    #expect(!reads([Int32](repeating: 2, count: 41), [Int32](repeating: 0, count: 41)))
  }

  @Test("the answer is the label with the largest logit, of equal ones the lower")
  func answers() throws {
    let encoder = try Tiny.encoder(TrainingPlan())
    let session = EncoderSession(encoder: encoder)
    let batch = Tiny.batch()
    session.evaluate(batch, parameters: Tiny.parameters(encoder))
    for sample in 0..<batch.count {
      let row = session.logits[sample * encoder.labels..<(sample + 1) * encoder.labels]
      let best = try #require(row.max())
      #expect(session.answer(sample) == row.firstIndex(of: best).map { $0 - row.startIndex })
    }
    let flat = [Float](repeating: 0, count: encoder.layout.count)
    session.evaluate(batch, parameters: flat)
    #expect(session.logits.allSatisfy { $0 == session.logits[0] } && session.answer(1) == 0)
  }

  @Test("not a number stays visible")
  func notANumber() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 1, alpha: 1)]))
    var parameters = Tiny.parameters(encoder)
    parameters[0] = .nan
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    session.gradient(Tiny.batch(), parameters: parameters, into: &gradient)
    #expect(session.losses.contains { $0.isNaN })
    #expect((0..<session.losses.count).allSatisfy { session.answer($0) == nil })
    #expect(gradient.contains { $0.isNaN })
  }
}
