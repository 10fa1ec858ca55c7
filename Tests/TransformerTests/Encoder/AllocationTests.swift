#if canImport(CHeapWatch)
  import CHeapWatch
  import Testing

  @testable import Transformer

  extension Tiny {
    /// A batch that is made once.
    fileprivate static let steady = batch(lengths: [38, 2, 9])
  }

  @Suite("Memory of a training step")
  struct AllocationTests {
    private func allocations(_ body: () -> Void) -> Int {
      let before = heap_watch_allocations()
      body()
      return Int(heap_watch_allocations() - before)
    }

    @Test("the counter counts")
    func counts() throws {
      let encoder = try Tiny.encoder(TrainingPlan())
      #expect(allocations { _ = EncoderSession(encoder: encoder) } > 0)
    }

    /// Plans whose modules have something beside A and B.
    static let forms: [TrainingPlan] = [
      TrainingPlan(modules: [AdaptiveLoRA(rank: 16, alpha: 2)]),
      TrainingPlan(modules: [DeltaLoRA(rank: 16, alpha: 2, lambda: 2, movesAtStart: true)]),
      TrainingPlan(modules: [LoRA(rank: 16, alpha: 2), SparseDelta(density: 0.1, seed: 1)]),
      TrainingPlan(modules: [MixedLoRA(rank: 16, alpha: 2)]),
      TrainingPlan(
        modules: [LoRA(rank: 16, alpha: 2)],
        heldTensors: [.layer(0, .queryWeight), .layer(1, .valueWeight)]),
    ]

    @Test(
      "nothing is allocated in a steady step of a form of LoRA", arguments: 0..<5,
      [AttentionTiling(), .small])
    func steadyForm(index: Int, tiling: AttentionTiling) throws {
      let configuration = Tiny.configuration(hiddenSize: 64, heads: 2, intermediateSize: 128)
      let encoder = try Tiny.encoder(Self.forms[index], configuration)
      let session = EncoderSession(encoder: encoder)
      session.tiling = tiling
      let parameters = Tiny.parameters(encoder)
      var gradient = [Float](repeating: 0, count: encoder.layout.count)
      func step() {
        session.gradient(Tiny.steady, parameters: parameters, into: &gradient)
        gradient.withUnsafeMutableBufferPointer { gradient in
          parameters.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress, let target = gradient.baseAddress else { return }
            session.gradient(
              Tiny.steady, parameters: values, into: target, fisher: FisherRequest())
            _ = session.orthogonality(values, weight: 0.1, addingTo: target)
          }
        }
      }
      step()
      step()
      #expect(allocations { for _ in 0..<5 { step() } } == 0)
    }

    @Test("a steady step keeps nothing of what a library takes", arguments: Products.here)
    func kept(products: Products) throws {
      let configuration = Tiny.configuration(hiddenSize: 64, heads: 2, intermediateSize: 128)
      let encoder = try Encoder(
        weights: Tiny.weights(configuration),
        plan: TrainingPlan(modules: [LoRA(rank: 16, alpha: 2)]),
        labels: 3, products: products)
      let session = EncoderSession(encoder: encoder)
      let parameters = Tiny.parameters(encoder)
      var gradient = [Float](repeating: 0, count: encoder.layout.count)
      func step() { session.gradient(Tiny.steady, parameters: parameters, into: &gradient) }
      step()
      step()
      // What was needed to begin with may go meanwhile; what a step kept would come to far more.
      let before = heap_watch_live()
      for _ in 0..<500 { step() }
      #expect(heap_watch_live() <= before)
    }

    @Test(
      "nothing is allocated in a steady step", arguments: Architecture.all, Pooling.allCases)
    func steadyStep(family: Architecture, pooling: Pooling) throws {
      // Round widths: OpenBLAS takes scratch memory of its own for the odd ends of small products.
      let configuration = Tiny.configuration(
        family: family, hiddenSize: 64, heads: 2, intermediateSize: 128)
      let modules: [any EncoderModule] = [
        LoRA(rank: 16, alpha: 2), BottleneckAdapter(size: 16), PrefixTuning(length: 16),
        SoftPrompt(length: 2, layer: 1), SentencePrompt(length: 2, size: 16, order: 4),
        LatePrompt(length: 4, layer: 1, size: 16, generator: .npg),
        LatePrompt(length: 4, layer: 1, size: 16, generator: .appg),
        LatePrompt(length: 4, layer: 1, size: 16, generator: .mppg),
        MixedPrompt(
          length: 2, sources: [[Float](repeating: 0.1, count: 128)], size: 16, temperature: 9),
        PrefixTuning(length: 16, hidden: 16),
      ]
      // Keys that heads share have no prefixes.
      let isShared = configuration.block.sharedHeads != nil
      let plan = TrainingPlan(
        modules: modules.filter { !(isShared && $0 is PrefixTuning) },
        trainedTensors: TrainingPlan.layerNorms(of: configuration) + [
          .layer(0, .attentionOutWeight),
          configuration.image == nil ? .wordEmbeddings : .patchWeight,
        ],
        head: .all, pooling: pooling)
      let encoder = try Tiny.encoder(plan, configuration)
      let session = EncoderSession(encoder: encoder)
      let parameters = Tiny.parameters(encoder)
      var gradient = [Float](repeating: 0, count: encoder.layout.count)
      var diagonal = gradient
      let batches = [[3, 7, 1, 17], [38, 2, 9]].map {
        Tiny.batch(lengths: $0, types: 1, image: configuration.image)
      }
      func step() {
        for batch in batches {
          session.evaluate(batch, parameters: parameters)
          session.gradient(batch, parameters: parameters, into: &gradient)
          diagonal.withUnsafeMutableBufferPointer { diagonal in
            session.gradient(
              batch, parameters: parameters, into: &gradient,
              fisher: FisherRequest(diagonal: diagonal.baseAddress))
          }
        }
      }
      step()
      step()
      #expect(allocations { for _ in 0..<5 { step() } } == 0)
    }
  }
#endif
