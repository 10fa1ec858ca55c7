import Plain
import Testing

@testable import Transformer

@Suite("Forms of LoRA with something beside A and B")
struct LoRAFormTests {
  // MARK: AdaLoRA

  @Test("triplets: gradients, and Λ = 0 is the model itself", arguments: Pooling.allCases)
  func triplets(pooling: Pooling) throws {
    let plan = TrainingPlan(
      modules: [AdaptiveLoRA(rank: 3, alpha: 6, sites: LinearSite.allCases)], pooling: pooling)
    try Tiny.checkGradient(plan)
    let encoder = try Tiny.encoder(plan)
    let base = try Tiny.encoder(TrainingPlan(pooling: pooling))
    let start = Tiny.parameters(encoder, noise: 0)
    #expect(
      encoder.layout.segments.filter { $0.name.hasSuffix("lora_E") }.allSatisfy { $0.rows == 3 })
    let head = Array(start[(encoder.layout.count - base.layout.count)...])
    #expect(Tiny.logits(encoder, start) == Tiny.logits(base, head))
  }

  @Test("folded into the weights they answer the same", arguments: 0..<3)
  func folded(form: Int) throws {
    let sites: [LinearSite] = [.query, .value, .up]
    let modules: [[any EncoderModule]] = [
      [AdaptiveLoRA(rank: 2, alpha: 3, sites: sites)],
      [DeltaLoRA(rank: 2, alpha: 3, lambda: 0.5, sites: sites, movesAtStart: true)],
      [LoRA(rank: 2, alpha: 3, sites: sites), SparseDelta(density: 0.1, seed: 7, sites: sites)],
    ]
    let encoder = try Tiny.encoder(TrainingPlan(modules: modules[form]))
    let values = Tiny.values(encoder, still: ["moves", "uses_delta"])
    #expect(
      Tiny.distance(try Tiny.foldedLogits(encoder, values), Tiny.logits(encoder, values)) < 1e-4)
  }

  @Test("a gate that sees each token is no change of a weight")
  func gateDoesNotFold() throws {
    let encoder = try Tiny.encoder(TrainingPlan(modules: [MixedLoRA(rank: 2, alpha: 2)]))
    #expect(throws: ModelError.self) { try encoder.merged(Tiny.parameters(encoder)) }
  }

  @Test("orthogonality by hand: 0.5 and 0.21")
  func orthogonalityByHand() {
    var p: [Float] = [1, 0, 0, 0.5, 0, 0.5]
    var q: [Float] = [0.6, 0.8, 0, 0, 0, 1.1]
    var gram = [Float](repeating: 0, count: 4)
    func distance(_ values: inout [Float], rows: Int, columns: Int, ofRows: Bool) -> Double {
      values.withUnsafeMutableBufferPointer { values in
        gram.withUnsafeMutableBufferPointer { gram in
          guard let start = values.baseAddress, let target = gram.baseAddress else { return .nan }
          return gramDistance(
            of: Matrix(start, rows: rows, columns: columns), rows: ofRows,
            into: Matrix(target, rows: 2, columns: 2))
        }
      }
    }
    #expect(abs(distance(&p, rows: 3, columns: 2, ofRows: false) - 0.5) < 1e-6)
    #expect(abs(distance(&q, rows: 2, columns: 3, ofRows: true) - 0.21) < 1e-6)
  }

  @Test("the gradient of orthogonality is its slope")
  func orthogonalitySlope() throws {
    let encoder = try Tiny.encoder(
      TrainingPlan(modules: [AdaptiveLoRA(rank: 3, alpha: 6)], head: .frozen))
    let session = EncoderSession(encoder: encoder)
    let values = Tiny.parameters(encoder)
    func measure(_ values: [Float], _ weight: Float, _ gradient: inout [Float]) -> Double {
      gradient.withUnsafeMutableBufferPointer { gradient in
        values.withUnsafeBufferPointer { values in
          guard let start = values.baseAddress, let target = gradient.baseAddress else {
            return .nan
          }
          return session.orthogonality(start, weight: weight, addingTo: target)
        }
      }
    }
    var gradient = [Float](repeating: 0, count: values.count)
    #expect(measure(values, 1, &gradient) > 0.1)
    var layout = ParameterLayout()
    for segment in encoder.layout.lowRankFactors { layout.append(segment) }
    let factors = encoder.layout.lowRankFactors.flatMap { Array($0.range) }
    var unused = gradient
    Tiny.checkGradient(layout, factors.map { values[$0] }, factors.map { gradient[$0] }) { moved in
      var all = values
      for (index, value) in zip(factors, moved) { all[index] = value }
      return measure(all, 0, &unused)
    }
  }

  // MARK: Delta-LoRA

  @Test("the weight moves by λ·s·(B·A − B_K·A_K), and A and B get the gradients of LoRA over it")
  func delta() throws {
    let configuration = Tiny.configuration()
    let sites: [LinearSite] = [.query, .value, .up]
    let (lambda, scale): (Float, Float) = (2, 1.5)
    let moving = try Tiny.encoder(
      TrainingPlan(modules: [
        DeltaLoRA(rank: 2, alpha: 3, lambda: lambda, sites: sites, movesAtStart: true)
      ]))
    let values = Tiny.values(moving, still: ["moves"])
    let weights = sites.flatMap { site in
      (0..<configuration.layers).map { BaseTensor.layer($0, site.weight) }
    }
    let held = try Tiny.encoder(
      TrainingPlan(modules: [LoRA(rank: 2, alpha: 3, sites: sites)], heldTensors: weights))
    // The same trained values, and each W with the product's change in it.
    var all = Tiny.parameters(held, noise: 0)
    for segment in held.layout.segments where !segment.isHeld {
      let own = try #require(moving.layout.segments.first { $0.name == segment.name })
      all.replaceSubrange(segment.range, with: values[own.range])
    }
    for segment in held.layout.segments where segment.isHeld {
      let own = moving.layout.segments.filter {
        $0.layer == segment.layer && $0.module == segment.module && $0.role != .added
      }
      for row in 0..<segment.rows {
        for column in 0..<segment.columns {
          for unit in 0..<2 {
            func product(_ a: ParameterSegment, _ b: ParameterSegment) -> Float {
              values[a.offset + unit * a.columns + column] * values[b.offset + row * 2 + unit]
            }
            all[segment.offset + row * segment.columns + column] +=
              lambda * scale * (product(own[0], own[1]) - product(own[2], own[3]))
          }
        }
      }
    }
    #expect(Tiny.distance(Tiny.logits(moving, values), Tiny.logits(held, all)) < 1e-5)
    let (found, expected) = (
      Tiny.gradient(moving, Tiny.batch(), values), Tiny.gradient(held, Tiny.batch(), all)
    )
    #expect(
      Tiny.distance(
        moving.layout.trained.joined().map { found[$0] },
        held.layout.trained.joined().map { expected[$0] }) < 1e-4)
  }

  @Test("Delta-LoRA by hand: W = I becomes [[2.76, 3.04], [−.88, −.52]]")
  func deltaByHand() throws {
    let module = DeltaLoRA(rank: 1, alpha: 4, lambda: 2, sites: [.query], movesAtStart: true)
    var installer = ModuleInstaller(configuration: Tiny.configuration(hiddenSize: 2, heads: 1))
    installer.install(module)
    // A, B, then the anchors of zero, and the sign that the weight moves.
    let values: [Float] = [1.1, 1.9, 0.2, -0.1, 0, 0, 0, 0, 1]
    #expect(installer.layout.count == values.count)
    var weight: [Float] = [1, 0, 0, 1]
    weight.withUnsafeMutableBufferPointer { weight in
      values.withUnsafeBufferPointer { values in
        guard let w = weight.baseAddress, let start = values.baseAddress else { return }
        let matrix = Matrix(w, rows: 2, columns: 2)
        module.fold(installer.layout.segments, of: start, into: matrix)
        // What is folded is W and the pair's own s·B·A: without that, W.
        multiply(
          Matrix(start + 2, rows: 2, columns: 1), Matrix(start, rows: 1, columns: 2), into: matrix,
          scale: -4, adding: true)
      }
    }
    for (found, expected) in zip(weight, [2.76, 3.04, -0.88, -0.52] as [Float]) {
      #expect(abs(found - expected) < 1e-6)
    }
  }

  @Test("the changes of many steps telescope")
  func deltaTelescopes() throws {
    let (lambda, scale) = (2.0, 4.0)
    let module = DeltaLoRA(rank: 1, alpha: 4, lambda: 2, sites: [.query], movesAtStart: true)
    var installer = ModuleInstaller(configuration: Tiny.configuration(hiddenSize: 2, heads: 1))
    installer.install(module)
    var generator = SplitMix64(seed: 4)
    func draw() -> [Float] { (0..<4).map { _ in Float.random(in: -1...1, using: &generator) } }
    func product(_ pair: [Float], _ index: Int) -> Double {
      Double(pair[2 + index / 2]) * Double(pair[index % 2])
    }
    // The weight itself, moved after every step.
    let start = draw()
    var pair = start
    var weight: [Double] = [1, 0, 0, 1]
    for _ in 0..<100 {
      let next = draw()
      for index in 0..<4 {
        weight[index] += lambda * scale * (product(next, index) - product(pair, index))
      }
      pair = next
    }
    let values = pair + start + [1]
    var folded: [Float] = [1, 0, 0, 1]
    folded.withUnsafeMutableBufferPointer { folded in
      values.withUnsafeBufferPointer { values in
        guard let w = folded.baseAddress, let start = values.baseAddress else { return }
        module.fold(
          installer.layout.segments, of: start, into: Matrix(w, rows: 2, columns: 2))
      }
    }
    for index in 0..<4 {
      #expect(abs(Double(folded[index]) - weight[index] - scale * product(pair, index)) < 1e-5)
    }
  }

  @Test("before the weight moves it is LoRA, bit for bit")
  func deltaAtRest() throws {
    let still = try Tiny.encoder(TrainingPlan(modules: [DeltaLoRA(rank: 2, alpha: 4, lambda: 2)]))
    let plain = try Tiny.encoder(TrainingPlan(modules: [LoRA(rank: 2, alpha: 4)]))
    let values = Tiny.values(still, still: ["moves"])
    let own = still.layout.trained.joined().map { values[$0] }
    #expect(Tiny.logits(still, values) == Tiny.logits(plain, own))
    let gradient = Tiny.gradient(still, Tiny.batch(), values)
    #expect(
      still.layout.trained.joined().map { gradient[$0] }
        == Tiny.gradient(plain, Tiny.batch(), own))
  }
}
