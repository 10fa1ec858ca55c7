import Testing
import Transformer

@testable import Sim

struct NeuronMaskTests {
  private func mask(
    warmup: Int = 0, gamma: Double = 0.9, neurons: NeuronUnits.Grouping = .rows,
    measure: NeuronMask.Measure = .pass
  ) -> NeuronMask {
    var settings = Settings()
    settings.maskMeasure = measure
    settings.maskWarmup = warmup
    settings.gamma = gamma
    settings.neurons = neurons
    return NeuronMask(settings)
  }

  @Test func theAverageHasTheMomentumOfTheReference() throws {
    let golden = try Golden.load().momentum
    var average: [Float] = []
    for (fresh, expected) in zip([[1, 4, 9], [1, 1, 1], [0, 2, 0]] as [[Float]], golden) {
      average = NeuronMask.averaged(average, fresh, gamma: 0.9)
      #expect(agree(average.map(Double.init), expected, 1e-6))
    }
    #expect(golden.last.map { agree($0, [0.171, 0.614, 0.819], 1e-12) } == true)
  }

  @Test(arguments: [[], [1], [0, 2], [0, 1, 2]] as [[Int]], [0.2, 0.5, 1])
  func rowsOfGlobalLayersAndTheHeadAreNeverMasked(gal: [Int], sparsity: Double) throws {
    let tiny = try TinyEncoder()
    let training = tiny.training(gal: gal, sparsity: sparsity)
    mask().begin(training)
    for segment in tiny.encoder.layout.segments {
      let rows = (0..<segment.rows).map { row in
        let start = segment.offset + row * segment.columns
        return training.live.contains { $0.contains(start) }
      }
      let isMaskable = segment.layer.map { !gal.contains($0) } ?? false
      let expected =
        isMaskable
        ? max(1, Int((sparsity * Double(segment.rows) - 1e-9).rounded(.up))) : segment.rows
      #expect(rows.count { $0 } == expected, "\(segment.name)")
    }
    if gal.count == 3 || sparsity == 1 {
      #expect(training.live == [0..<tiny.encoder.layout.count])
      #expect(training.liveNeurons == 1)
    } else {
      #expect(training.liveNeurons < 1)
    }
  }

  @Test func theTopRowsByFisherAreLive() throws {
    let tiny = try TinyEncoder()
    let training = tiny.training(gal: [1], sparsity: 0.5)
    let diagonal = training.measureFisher()
    mask().begin(training)
    for segment in tiny.encoder.layout.segments where segment.layer == 0 {
      let scores = (0..<segment.rows).map { row in
        (0..<segment.columns).reduce(Float(0)) {
          $0 + diagonal[segment.offset + row * segment.columns + $1]
        }
      }
      let wanted = (segment.rows + 1) / 2
      let top = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(wanted)
      for row in scores.indices {
        let start = segment.offset + row * segment.columns
        #expect(training.live.contains { $0.contains(start) } == top.contains(row))
      }
    }
  }

  @Test func theWarmupTrainsDenselyButMeasures() throws {
    let tiny = try TinyEncoder()
    var state = ClientState()
    for participation in 0..<3 {
      state.participations = participation
      let training = tiny.training(gal: [0], state: state)
      mask(warmup: 2).begin(training)
      #expect(training.state.vectors[NeuronMask.average]?.isEmpty == false)
      #expect((training.live == [0..<tiny.encoder.layout.count]) == (participation < 2))
    }
  }

  @Test func trainingItselfMeasuresForTheNextParticipation() throws {
    let tiny = try TinyEncoder()
    let first = tiny.training(gal: [0])
    let rule = mask(measure: .epoch)
    rule.begin(first)
    #expect(first.live == [0..<tiny.encoder.layout.count], "nothing is known yet")
    #expect(first.work == Work(), "and no pass is made to find out")
    #expect(first.run())
    rule.end(first)
    // The squares are those of the first epoch's steps, each at its own parameters.
    let replay = tiny.training(gal: [0])
    replay.gathersFisher = true
    #expect(replay.run())
    let units = NeuronUnits(tiny.encoder.layout, grouping: .rows) { segment in
      segment.layer.map { $0 > 0 } ?? false
    }
    #expect(
      first.state.vectors[NeuronMask.average]
        == NeuronMask.averaged([], units.sums(of: replay.diagonal), gamma: 0.9))
    var plain = Work()
    tiny.batches.forEach { plain.trained($0) }
    #expect(first.work == plain)
    let second = tiny.training(gal: [0], state: first.state)
    rule.begin(second)
    let scores = try #require(first.state.vectors[NeuronMask.average])
    let kept = units.kept(scores: scores, fraction: 0.5)
    #expect(second.live == units.live(kept))
    #expect(second.liveNeurons < 1)
  }

  @Test(arguments: NeuronMask.Measure.allCases)
  func withoutAnythingToMaskNothingIsMeasured(measure: NeuronMask.Measure) throws {
    let tiny = try TinyEncoder()
    for (gal, sparsity) in [([0, 1, 2], 0.5), ([0], 1)] {
      let training = tiny.training(gal: gal, sparsity: sparsity)
      mask(measure: measure).begin(training)
      #expect(training.work == Work() && !training.gathersFisher)
      #expect(training.state.vectors.isEmpty)
    }
  }

  @Test func onlyOutputUnitsAreMaskedWhenAsked() throws {
    let tiny = try TinyEncoder()
    let training = tiny.training(gal: [], sparsity: 0.3)
    mask(neurons: .output).begin(training)
    for segment in tiny.encoder.layout.segments where segment.role == .loraA {
      #expect(training.live.contains { $0.clamped(to: segment.range) == segment.range })
    }
  }

  @Test func maskedEntriesSurviveAParticipation() throws {
    let tiny = try TinyEncoder()
    let training = tiny.training(gal: [2], sparsity: 0.4)
    mask().begin(training)
    #expect(training.run(keepsMoments: true))
    #expect(training.steps == 3)
    for index in tiny.parameters.indices {
      let isLive = training.live.contains { $0.contains(index) }
      let isChanged = training.parameters[index].bitPattern != tiny.parameters[index].bitPattern
      #expect(isLive == isChanged)
      if !isLive { #expect(training.state.moments(ofPhase: 0)?.second[index] == 0) }
    }
  }

  @Test func measuringIsTheMeanOfTheSamplesOwnSquares() throws {
    // One sample at a time: its gradient squared, by the plain gradient pass.
    let tiny = try TinyEncoder()
    let session = EncoderSession(encoder: tiny.encoder)
    var expected = [Double](repeating: 0, count: tiny.parameters.count)
    var gradient = tiny.parameters
    for batch in tiny.batches {
      for sample in 0..<batch.count {
        var single = PackedBatch()
        let range = batch.range(of: sample)
        single.append(
          tokens: Array(batch.tokens[range]), tokenTypes: Array(batch.tokenTypes[range]),
          label: batch.labels[sample])
        session.gradient(single, parameters: tiny.parameters, into: &gradient)
        for index in expected.indices {
          expected[index] += Double(gradient[index]) * Double(gradient[index]) / 12
        }
      }
    }
    let measured = tiny.training(gal: []).measureFisher().map(Double.init)
    let size = BaseFunction.norm(expected)
    #expect(BaseFunction.norm(zip(measured, expected).map { $0 - $1 }) < 1e-5 * size)
  }
}
