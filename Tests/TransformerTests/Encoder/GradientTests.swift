import Testing

@testable import Transformer

@Suite("Gradients against central differences")
struct GradientTests {
  @Test("the head alone", arguments: Pooling.allCases)
  func head(pooling: Pooling) throws {
    try Tiny.checkGradient(TrainingPlan(head: .all, pooling: pooling))
  }

  @Test("LoRA at every site, both poolings", arguments: Pooling.allCases)
  func lora(pooling: Pooling) throws {
    let lora = LoRA(rank: 3, alpha: 6, sites: LinearSite.allCases)
    try Tiny.checkGradient(TrainingPlan(modules: [lora], pooling: pooling))
  }

  @Test("LoRA at one site of one layer", arguments: Tiny.sites, [0, 1])
  func loraAlone(site: LinearSite, layer: Int) throws {
    let lora = LoRA(rank: 2, alpha: 2, sites: [site], layers: [layer])
    try Tiny.checkGradient(TrainingPlan(modules: [lora], head: .frozen))
  }

  @Test("each nonlinearity", arguments: [Activation.gelu, .geluTanh, .tanh])
  func activation(activation: Activation) throws {
    let lora = LoRA(rank: 2, alpha: 2, layers: [0])
    try Tiny.checkGradient(
      TrainingPlan(modules: [lora]), Tiny.configuration(activation: activation))
  }

  // Differences do not see past ReLU's kink; the references have its gradients.
  @Test(
    "each family with its own head",
    arguments: Architecture.all.filter { $0.readout.activation != .relu })
  func family(_ family: Architecture) throws {
    let lora = LoRA(rank: 2, alpha: 4)
    try Tiny.checkGradient(TrainingPlan(modules: [lora]), Tiny.configuration(family: family))
  }

  @Test("the stem of each family", arguments: Architecture.all)
  func stem(of family: Architecture) throws {
    let configuration = Tiny.configuration(family: family)
    let stem = configuration.tensors.map(\.role).filter(\.isBelowLayers)
    try Tiny.checkGradient(
      TrainingPlan(trainedTensors: stem, head: .frozen, pooling: .mean), configuration, step: 0.004)
  }

  @Test("adapters, with LayerNorms trained", arguments: Pooling.allCases)
  func adapter(pooling: Pooling) throws {
    let norms = TrainingPlan.layerNorms(of: Tiny.configuration())
    try Tiny.checkGradient(
      TrainingPlan(
        modules: [BottleneckAdapter(size: 5)], trainedTensors: norms, pooling: pooling))
  }

  @Test("prefixes", arguments: Pooling.allCases)
  func prefix(pooling: Pooling) throws {
    try Tiny.checkGradient(
      TrainingPlan(modules: [PrefixTuning(length: 3, deviation: 0.5)], pooling: pooling))
  }

  @Test("prompts at the input and before a later layer", arguments: [0, 1], Pooling.allCases)
  func prompt(layer: Int, pooling: Pooling) throws {
    try Tiny.checkGradient(
      TrainingPlan(modules: [SoftPrompt(length: 2, layer: layer)], pooling: pooling))
  }

  @Test("everything at once: modules of every kind and all tensors", arguments: Pooling.allCases)
  func everything(pooling: Pooling) throws {
    let configuration = Tiny.configuration()
    let modules: [any EncoderModule] = [
      SoftPrompt(length: 2), SoftPrompt(length: 1), LoRA(rank: 2, alpha: 3, sites: [.key, .down]),
      LoRA(rank: 1, alpha: 1, sites: [.key]), BottleneckAdapter(size: 3),
      BottleneckAdapter(size: 2), PrefixTuning(length: 2), PrefixTuning(length: 1),
      SoftPrompt(length: 3, layer: 1),
    ]
    let body = configuration.tensors.map(\.role).filter { $0.module != "mask" }
    try Tiny.checkGradient(
      TrainingPlan(modules: modules, trainedTensors: body, head: .all, pooling: pooling))
  }

  @Test(
    "each tensor of the checkpoint alone",
    arguments: [Architecture.bert, .mpnet, .modernbert])
  func tensors(of family: Architecture) throws {
    let configuration = Tiny.configuration(family: family)
    for tensor in configuration.tensors.map(\.role)
    where tensor.module != "mask" && !tensor.isClassifier {
      try Tiny.checkGradient(
        TrainingPlan(trainedTensors: [tensor], head: .frozen), configuration)
    }
  }

  @Test(
    "norms, gates, windows and turns of every kind, with all modules, attention whole and in tiles",
    arguments: Forms.all, [AttentionTiling(), .small])
  func form(_ form: Forms, tiling: AttentionTiling) throws {
    let modules: [any EncoderModule] = [
      LoRA(rank: 2, alpha: 4, sites: LinearSite.allCases),
      BottleneckAdapter(size: 3), PrefixTuning(length: 2, deviation: 0.5),
      SoftPrompt(length: 3, layer: 1),
    ]
    let body = form.configuration.tensors.map(\.role).filter { $0.module != "mask" }
    for pooling in Pooling.allCases {
      try Tiny.checkGradient(
        TrainingPlan(modules: modules, trainedTensors: body, head: .all, pooling: pooling),
        form.configuration, step: 0.004, tiling: tiling)
    }
  }

  @Test("a loss on the pooled vectors adds to the gradient", arguments: Pooling.allCases)
  func pooledLoss(pooling: Pooling) throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 2, alpha: 2)], pooling: pooling))
    let parameters = Tiny.parameters(encoder)
    let batch = Tiny.batch()
    let session = EncoderSession(encoder: encoder)
    let width = encoder.configuration.hiddenSize
    // Mean over samples of ½‖z‖² / d.
    func auxiliary(_ pooled: UnsafePointer<Float>, _ count: Int) -> Double {
      (0..<count * width).reduce(0) { $0 + Double(pooled[$1] * pooled[$1]) }
        / Double(2 * width * count)
    }
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    session.gradient(batch, parameters: parameters, into: &gradient) { pooled, count, d in
      for index in 0..<count * width { d[index] += pooled[index] / Float(width * count) }
      return auxiliary(pooled, count)
    }
    let value = session.pooledLossValue
    var pooled = [Float](repeating: 0, count: batch.count * width)
    session.pooled(batch, parameters: parameters, into: &pooled)
    #expect(abs(value - auxiliary(pooled, batch.count)) < 1e-6)
    Tiny.checkGradient(encoder.layout, parameters, gradient) { moved in
      session.pooled(batch, parameters: moved, into: &pooled)
      return Tiny.meanLoss(session, batch, moved) + auxiliary(pooled, batch.count)
    }
  }

  @Test("masked language model with all tensors, both ways of tying included")
  func maskedLanguage() throws {
    let configuration = Tiny.configuration()
    let all = configuration.tensors.map(\.role).filter { !$0.isClassifier }
    let encoder = try Tiny.encoder(TrainingPlan(trainedTensors: all, head: .frozen))
    let parameters = Tiny.parameters(encoder, noise: 0.05)
    let batch = Tiny.batch()
    var targets = [Int32](repeating: -100, count: batch.tokens.count)
    for index in [1, 4, 5, 12, 20] { targets[index] = Int32(index) }
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: .nan, count: encoder.layout.count)
    let loss = session.maskedLanguageGradient(
      batch, targets: targets, parameters: parameters, into: &gradient)
    #expect(loss > 0)
    Tiny.checkGradient(encoder.layout, parameters, gradient, step: 0.008) {
      session.maskedLanguageGradient(batch, targets: targets, parameters: $0, into: nil)
    }
    let none = [Int32](repeating: -100, count: batch.tokens.count)
    #expect(
      session.maskedLanguageGradient(batch, targets: none, parameters: parameters, into: &gradient)
        == 0)
    #expect(Tiny.norm(gradient) == 0)
  }
}
