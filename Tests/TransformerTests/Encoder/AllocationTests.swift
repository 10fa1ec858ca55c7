#if canImport(CHeapWatch)
  import CHeapWatch
  import Testing

  @testable import Transformer

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

    @Test(
      "nothing is allocated in a steady step", arguments: Architecture.all, Pooling.allCases)
    func steadyStep(family: Architecture, pooling: Pooling) throws {
      // Round widths: OpenBLAS takes scratch memory of its own for the odd ends of small products.
      let configuration = Tiny.configuration(
        family: family, hiddenSize: 64, heads: 2, intermediateSize: 128)
      let plan = TrainingPlan(
        modules: [
          LoRA(rank: 16, alpha: 2), BottleneckAdapter(size: 16), PrefixTuning(length: 16),
          SoftPrompt(length: 2, layer: 1),
        ],
        trainedTensors: TrainingPlan.layerNorms(of: configuration) + [
          .layer(0, .queryWeight), .wordEmbeddings,
        ],
        head: .all, pooling: pooling)
      let encoder = try Tiny.encoder(plan, configuration)
      let session = EncoderSession(encoder: encoder)
      let parameters = Tiny.parameters(encoder)
      var gradient = [Float](repeating: 0, count: encoder.layout.count)
      var diagonal = gradient
      let batches = [Tiny.batch(types: 1), Tiny.batch(lengths: [38, 2, 9], types: 1)]
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
