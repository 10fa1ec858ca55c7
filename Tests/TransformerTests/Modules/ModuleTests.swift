import Plain
import Testing

@testable import Transformer

@Suite("Modules")
struct ModuleTests {
  private func logits(_ encoder: Encoder, _ parameters: [Float]) -> [Float] {
    let session = EncoderSession(encoder: encoder)
    session.evaluate(Tiny.batch(), parameters: parameters)
    return Array(session.logits)
  }

  private func base() throws -> [Float] {
    let encoder = try Tiny.encoder(TrainingPlan())
    return logits(encoder, Tiny.parameters(encoder, noise: 0))
  }

  /// Starting parameters, with the segments whose names contain one of `noisy` drawn anew.
  private func parameters(_ encoder: Encoder, noisy: [String]) -> [Float] {
    var parameters = Tiny.parameters(encoder, noise: 0)
    var generator = SplitMix64(seed: 8)
    for segment in encoder.layout.segments where noisy.contains(where: segment.name.contains) {
      for index in segment.range {
        parameters[index] = Float.random(in: -1...1, using: &generator)
      }
    }
    return parameters
  }

  @Test("LoRA with B = 0 is the model itself")
  func loraIdentity() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 3, alpha: 6, sites: LinearSite.allCases)]))
    #expect(Tiny.distance(logits(encoder, parameters(encoder, noisy: ["lora_A"])), try base()) == 0)
  }

  @Test("LoRA equals the model with W + s·B·A merged", arguments: Tiny.sites)
  func loraMerged(site: LinearSite) throws {
    let configuration = Tiny.configuration()
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 3, alpha: 6, sites: [site], layers: [1])]))
    let parameters = Tiny.parameters(encoder)
    let (a, b) = (encoder.layout.segments[0], encoder.layout.segments[1])
    #expect(a.role == .loraA && b.role == .loraB && a.rows == 3 && b.columns == 3)
    let weights = Tiny.weights()
    let merged = EncoderWeights(configuration: configuration, name: "merged") { tensor, count in
      guard let pointer = weights.pointer(tensor) else { return nil }
      var values = Array(UnsafeBufferPointer(start: pointer, count: count))
      guard tensor == .layer(1, site.weight) else { return values }
      for row in 0..<b.rows {
        for column in 0..<a.columns {
          for unit in 0..<3 {
            values[row * a.columns + column] +=
              2 * parameters[b.offset + row * 3 + unit]
              * parameters[a.offset + unit * a.columns + column]
          }
        }
      }
      return values
    }
    let plain = try Encoder(weights: merged, plan: TrainingPlan(), labels: 3)
    let head = Array(parameters[encoder.layout.segments[2].offset...])
    #expect(Tiny.distance(logits(encoder, parameters), logits(plain, head)) < 1e-4)
  }

  @Test("A starts uniform within 1/√in, B at zero")
  func loraStart() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 8, alpha: 8)]))
    let values = Tiny.parameters(encoder, noise: 0)
    let a = Array(values[encoder.layout.segments[0].range])
    let bound = 1 / Float(20).squareRoot()
    #expect(a.allSatisfy { abs($0) <= bound } && a.contains { abs($0) > bound / 2 })
    #expect(values[encoder.layout.segments[1].range].allSatisfy { $0 == 0 })
  }

  @Test("an adapter with U = 0 or D = 0 is the model itself", arguments: ["up", "down"])
  func adapterIdentity(live: String) throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [BottleneckAdapter(size: 5)]))
    var parameters = parameters(encoder, noisy: ["adapter_\(live).weight"])
    for segment in encoder.layout.segments
    where segment.name.contains("adapter_") && !segment.name.contains("adapter_\(live).weight") {
      for index in segment.range { parameters[index] = 0 }
    }
    #expect(Tiny.distance(logits(encoder, parameters), try base()) < 1e-6)
  }

  @Test("adapters start near the identity")
  func adapterStart() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [BottleneckAdapter(size: 5)]))
    let distance = Tiny.distance(logits(encoder, parameters(encoder, noisy: [])), try base())
    #expect(distance > 0 && distance < 1e-3)
  }

  @Test("adapters at RoBERTa-large's shape have 6,343,680 values")
  func adapterCount() {
    let configuration = EncoderConfiguration(
      family: .roberta, vocabularySize: 50_265, hiddenSize: 1024, layers: 24, heads: 16,
      intermediateSize: 4096, maxPositions: 514)
    var installer = ModuleInstaller(configuration: configuration)
    for layer in 0..<24 {
      installer.layer = layer
      BottleneckAdapter(size: 64).install(in: &installer)
    }
    #expect(installer.layout.count == 6_343_680)
  }

  @Test("a prefix takes its share of the softmax: P-tuning v2's worked example")
  func prefixGolden() throws {
    // One head of width 2: q = (1, 0), K = V = I, scale 1/√2 (docs/methods.md, "p-tuning-v2").
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [PrefixTuning(length: 1)]),
      Tiny.configuration(hiddenSize: 2, layers: 1, heads: 1, intermediateSize: 4))
    let session = EncoderSession(encoder: encoder)
    let workspace = session.workspace
    let identity = workspace.matrix(2, 2)
    for index in 0..<4 { identity.pointer[index] = index % 3 == 0 ? 1 : 0 }
    for (prefix, expected) in [
      (0, [0.669_761_5493, 0.330_238_4507]), (1, [0.503_489_8435, 0.248_255_0783]),
    ] {
      let rows = workspace.matrix(prefix, 2)
      rows.clear()
      let offsets = workspace.integers(2)
      offsets[0] = 0
      offsets[1] = 2
      let spans = SequenceSpans(offsets: offsets, count: 1)
      let norm = NormTape(rows: 1, columns: 2, in: workspace)
      var tape = LayerTape(
        source: identity, sourceSpans: spans, input: identity, spans: spans,
        attentionInput: identity, queryInput: identity, querySpans: SequenceSpans(oneRowEach: 1),
        query: identity.rows(0..<1), key: identity, value: identity, prefixKeys: rows,
        prefixValues: rows, probabilities: workspace.take(0), logSums: workspace.take(0),
        context: workspace.matrix(1, 2),
        attentionNorm: norm, middle: identity, derivative: identity, gate: workspace.matrix(0, 2),
        activated: identity, outputNorm: norm, output: identity)
      session.attend(0, &tape)
      for column in 0..<2 {
        #expect(abs(Double(tape.context.pointer[column]) - expected[column]) < 1e-6)
      }
    }
  }

  @Test("a prefix that attention cannot see is neutral")
  func prefixFarAway() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [PrefixTuning(length: 2)]))
    let values = parameters(encoder, noisy: [])
    #expect(Tiny.distance(logits(encoder, values), try base()) > 1e-3)
    let names = encoder.layout.segments.filter { $0.module == "prefix" }
    #expect(names.count == 4 && names.allSatisfy { $0.rows == 2 && $0.columns == 20 })
  }

  @Test("a prompt is rows in front that no token of the input stands for", arguments: [0, 1])
  func prompt(layer: Int) throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [SoftPrompt(length: 3, layer: layer)]))
    let values = parameters(encoder, noisy: ["prompt"])
    let moved = logits(encoder, values)
    #expect(Tiny.distance(moved, try base()) > 1e-3)
    // The rows are a set to attention: their order does not matter.
    var swapped = values
    for column in 0..<20 { swapped.swapAt(column, 40 + column) }
    #expect(Tiny.distance(logits(encoder, swapped), moved) < 1e-5)
    // The first token stays the one that is read: its hidden state, not a prompt's.
    #expect(encoder.layout.segments[0].layer == nil)
  }

  @Test("a prompt before a later layer leaves the layers below without a way back")
  func latePrompt() throws {
    let late = try Tiny.encoder(
      TrainingPlan(modules: [SoftPrompt(length: 3, layer: 1)]))
    #expect(LiveSegments(late).lowest == BackwardStage(1, .prompt))
    let low = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 1, alpha: 1)]))
    #expect(LiveSegments(low).lowest == BackwardStage(0, .projections))
    let head = try Tiny.encoder(TrainingPlan())
    #expect(LiveSegments(head).lowest == .head(layers: 2))
  }

  /// A module of the protocol's own documentation: one file, nothing else touched.
  private struct Shift: EncoderModule {
    func install(in installer: inout ModuleInstaller) {
      let slot = installer.add(
        ParameterSegment(
          name: "shift.\(installer.layer)", layer: installer.layer, module: "shift", role: .added,
          rows: 1, columns: installer.configuration.hiddenSize, start: .zeros))
      installer.attach(ShiftHook(slot: slot), after: .feedForward)
    }
  }

  private struct ShiftHook: SublayerHook {
    let slot: ParameterSlot

    func forward(_ h: Matrix, _ pass: ModulePass) -> Memo {
      for row in 0..<h.rows {
        for column in 0..<h.columns {
          h.row(row)[column] += pass.parameters[slot.offset + column]
        }
      }
      return nil
    }

    func backward(
      _ dh: Matrix, needsInput: Bool, memo: Memo, _ pass: ModulePass, _ sink: GradientSink
    ) {
      sink.addColumnSum(slot, dh, pass.spans)
    }
  }

  /// Prompts made from the first token's hidden state: a late prompt with a generator of one map.
  private struct Generated: EncoderModule {
    func install(in installer: inout ModuleInstaller) {
      guard installer.layer == 1 else { return }
      let width = installer.configuration.hiddenSize
      let slot = installer.add(
        ParameterSegment(
          name: "generator", layer: nil, module: "generator", role: .added, rows: width,
          columns: width, start: .normal(0.2)))
      installer.attach(GeneratedRow(slot: slot))
    }
  }

  private struct GeneratedRow: PromptHook {
    let slot: ParameterSlot
    var length: Int { 1 }

    func forward(_ hidden: Matrix, into prompts: Matrix, _ pass: ModulePass) -> Memo {
      let first = pass.workspace.matrix(prompts.rows, prompts.columns)
      for sample in 0..<prompts.rows {
        let row = pass.spans.tokens(of: sample).lowerBound
        first.row(sample).update(from: hidden.row(row), count: hidden.columns)
      }
      multiply(first, slot.matrix(in: pass.parameters).transposed, into: prompts)
      return first.pointer
    }

    func backward(
      _ dPrompts: Matrix, hidden: Matrix, addingTo dHidden: Matrix?, memo: Memo,
      _ pass: ModulePass, _ sink: GradientSink
    ) {
      guard let memo else { return }
      let first = Matrix(memo, rows: dPrompts.rows, columns: dPrompts.columns)
      sink.addProduct(slot, dPrompts, first, SequenceSpans(oneRowEach: dPrompts.rows))
      guard let dHidden else { return }
      for sample in 0..<dPrompts.rows {
        let row = pass.spans.tokens(of: sample).lowerBound
        multiply(
          dPrompts.rows(sample..<sample + 1), slot.matrix(in: pass.parameters),
          into: dHidden.rows(row..<row + 1), adding: true)
      }
    }
  }

  @Test("modules from outside: a shift, and prompts that depend on hidden states")
  func outside() throws {
    try Tiny.checkGradient(TrainingPlan(modules: [Shift()]))
    try Tiny.checkGradient(TrainingPlan(modules: [Generated(), LoRA(rank: 1, alpha: 1)]))
  }
}
