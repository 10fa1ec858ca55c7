import Testing

@testable import Transformer

/// Lengths of rows beside low-rank pairs; the gradients are in `LoRAReferenceTests`.
@Suite("DoRA")
struct DoRATests {
  private func module(_ sites: [LinearSite] = LinearSite.allCases) -> LoRA {
    LoRA(LoRAScale(rank: 3, alpha: 6, scaling: .root), sites: sites, hasMagnitudes: true)
  }

  @Test(
    "starts from the model itself, its lengths from those of W's rows", arguments: Architecture.all)
  func start(family: Architecture) throws {
    let configuration = Tiny.configuration(family: family)
    let encoder = try Tiny.encoder(TrainingPlan(modules: [module()]), configuration)
    let base = try Tiny.encoder(TrainingPlan(), configuration)
    let values = Tiny.parameters(encoder, noise: 0)
    let head = Array(values[(encoder.layout.count - base.layout.count)...])
    let batch = Tiny.batch(
      types: Int32(max(1, configuration.tokens.tokenTypes)), image: configuration.image)
    #expect(
      Tiny.distance(Tiny.logits(encoder, values, batch), Tiny.logits(base, head, batch)) < 1e-5)
    let lengths = encoder.layout.segments.filter { $0.role == .loraMagnitude }
    #expect(lengths.count == configuration.layers * configuration.sites(LinearSite.allCases).count)
    for segment in lengths {
      let site = try #require(LinearSite(rawValue: segment.module))
      let layer = try #require(segment.layer)
      let w = try #require(encoder.values(of: .layer(layer, site.weight), in: values))
      let columns = w.count / segment.count
      for row in 0..<segment.count {
        let square = w[row * columns..<(row + 1) * columns].reduce(0.0) {
          $0 + Double($1) * Double($1)
        }
        #expect(abs(Double(values[segment.offset + row]) - square.squareRoot()) < 1e-5)
      }
    }
  }

  @Test("folded into the weights it answers the same, and rows have the lengths that are said")
  func folded() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [module()]))
    let values = Tiny.parameters(encoder)
    #expect(
      Tiny.distance(try Tiny.foldedLogits(encoder, values), Tiny.logits(encoder, values)) < 1e-4)
    let merged = try encoder.merged(values)
    let lengths = try #require(
      encoder.layout.segments.first { $0.role == .loraMagnitude && $0.module == "up" })
    let weight = try #require(merged[.layer(0, .upWeight)])
    for row in 0..<lengths.count {
      let square = weight[row * 20..<(row + 1) * 20].reduce(0.0) { $0 + Double($1) * Double($1) }
      let said = abs(Double(values[lengths.offset + row]))
      #expect(abs(square.squareRoot() - said) < 1e-5)
    }
  }

  @Test("traces of single samples have the lengths in them")
  func traces() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [module([.query, .down])]))
    let values = Tiny.parameters(encoder)
    let session = EncoderSession(encoder: encoder)
    var gradient = [Float](repeating: 0, count: encoder.layout.count)
    session.gradient(Tiny.batch(), parameters: values, into: &gradient, fisher: FisherRequest())
    let (all, lowRank) = (Array(session.traces), Array(session.tracesLoRA))
    for sample in 0..<4 {
      let own = Tiny.gradient(encoder, Tiny.single(Tiny.batch(), sample), values)
      func square(_ isMeant: (ParameterSegment) -> Bool) -> Float {
        encoder.layout.segments.filter(isMeant).reduce(0) { sum, segment in
          sum + own[segment.range].reduce(0) { $0 + $1 * $1 }
        }
      }
      let whole = square { _ in true }
      let pairs = square { $0.role.isLowRank }
      let lengths = square { $0.role == .loraMagnitude }
      #expect(abs(all[sample] - whole) <= 1e-3 * whole)
      #expect(abs(lowRank[sample] - pairs) <= 1e-3 * pairs)
      #expect(lengths > 0)
    }
  }

  @Test("a pass without lengths is that of LoRA, bit for bit, whatever else the module says")
  func exceptions() throws {
    let place = LinearPlace(layer: 1, site: .value)
    let plain = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 3, alpha: 6)]))
    let said = try Tiny.encoder(
      TrainingPlan(modules: [
        LoRA(
          LoRAScale(rank: 3, alpha: 6), exceptions: [place: LoRAScale(rank: 3, alpha: 6)])
      ]))
    let values = Tiny.parameters(plain)
    #expect(plain.layout == said.layout && Tiny.logits(plain, values) == Tiny.logits(said, values))
    let other = try Tiny.encoder(
      TrainingPlan(modules: [
        LoRA(LoRAScale(rank: 3, alpha: 6), exceptions: [place: LoRAScale(rank: 1, alpha: 2)])
      ]))
    let ranks = other.layout.segments.filter { $0.role == .loraA }.map(\.rows)
    #expect(ranks == [3, 3, 3, 1])
  }

  @Test("rows of zeros stay zeros, and nothing is divided by them")
  func zeroRows() throws {
    let configuration = Tiny.configuration()
    let weights = Tiny.weights(configuration).replacing([
      .layer(0, .queryWeight): [Float](repeating: 0, count: 400)
    ])
    let encoder = try Encoder(
      weights: weights, plan: TrainingPlan(modules: [module([.query])]), labels: 3)
    let values = Tiny.parameters(encoder, noise: 0)
    #expect(Tiny.logits(encoder, values).allSatisfy { $0.isFinite })
    #expect(Tiny.gradient(encoder, Tiny.batch(), values).allSatisfy { $0.isFinite })
    let merged = try encoder.merged(values)[.layer(0, .queryWeight)]
    #expect(merged?.allSatisfy { $0 == 0 } == true)
  }

  @Test("what something else changes has no lengths of its own")
  func oneAtAPlace() {
    let held = TrainingPlan(modules: [module([.query])], heldTensors: [.layer(0, .queryWeight)])
    #expect(throws: ModelError.self) { try Tiny.encoder(held) }
    let both = TrainingPlan(modules: [module([.query]), LoRA(rank: 1, alpha: 1)])
    #expect(throws: ModelError.self) { try Tiny.encoder(both) }
  }

  /// The lengths of packed rows are those of the rows expanded, tile by tile.
  @Test("over packed weights it is the same as over their values", arguments: ["q4_0", "q8_0"])
  func packed(type: String) throws {
    let weights = try EncoderWeights.load(
      gguf: GGUFFile(path: ReferenceFiles.path("gguf/llama-\(type).gguf")))
    let floats = EncoderWeights(configuration: weights.configuration, name: "floats") { tensor, _ in
      weights.tensors.contains(tensor) ? weights.values(of: tensor) : nil
    }
    let plan = TrainingPlan(modules: [module()])
    let (own, other) = (
      try Encoder(weights: weights, plan: plan, labels: 3),
      try Encoder(weights: floats, plan: plan, labels: 3)
    )
    let values = Tiny.parameters(own)
    #expect(Tiny.distance(values, Tiny.parameters(other)) < 1e-6)
    let (left, right) = (
      Tiny.gradient(own, Tiny.batch(), values), Tiny.gradient(other, Tiny.batch(), values)
    )
    #expect(Tiny.distance(left, right) < 1e-4)
    #expect(Tiny.distance(Tiny.logits(own, values), Tiny.logits(other, values)) < 1e-5)
  }
}
