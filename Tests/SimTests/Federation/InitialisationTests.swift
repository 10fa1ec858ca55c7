import Metrics
import Plain
import Testing
import Transformer

@testable import Sim

/// Data ordered, layers scored and chosen (docs/methods.md, "fibecfed").
struct InitialisationTests {
  /// Layer scores of each client, as it sends them.
  private func scores(_ federation: Federation) -> [[Double]] {
    let session = EncoderSession(encoder: federation.encoder)
    let choice = LayerChoice(federation.settings)
    return federation.partition.indices.map { client in
      choice.answer(ClientData(client: client, federation, session))
        .message.numbers(LayerChoice.Part.sensitivity).map(Double.init)
    }
  }

  private func traces(_ federation: Federation) -> [[Double]] {
    let session = EncoderSession(encoder: federation.encoder)
    return federation.partition.indices.map { client in
      ClientData(client: client, federation, session).fisherTraces().traces
    }
  }

  private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  @Test func layerScoresAreTheClientsMeanWeightedBySamples() throws {
    let federation = try SmallRun.federation { $0.gal = "2" }
    let start = try #require(try SmallRun.record(federation).initialisation)
    let scores = scores(federation)
    let expected = (0..<6).map { layer in
      zip(scores, federation.partition).reduce(0.0) { sum, client in
        sum + client.0[layer] * Double(client.1.count) / 60
      }
    }
    #expect(agree(start.layerScores, expected, 1e-12))
    #expect(start.layerScores.allSatisfy { $0 > 0 })
    let ranked = expected.indices.sorted { expected[$0] > expected[$1] }
    #expect(start.gal == ranked.prefix(2).sorted())
  }

  @Test func oneClientsScoresAreTheServers() throws {
    let federation = try SmallRun.federation {
      $0.clients = 1
      $0.cohort = 1
      $0.rounds = 1
    }
    let start = try #require(try SmallRun.record(federation).initialisation)
    #expect(agree(start.layerScores, scores(federation)[0], 1e-15))
  }

  @Test func withoutNoiseNoLayerIsSensitive() throws {
    let start = try SmallRun.record {
      $0.noise = 0
      $0.gal = "2"
      $0.rounds = 1
    }.initialisation
    #expect(start?.layerScores == [0, 0, 0, 0, 0, 0])
    #expect(start?.gal == [0, 1], "ties go to the lower layer")
  }

  @Test(arguments: ["auto", "plateau", "0.5", "all", "none", "4"])
  func everyCountChoosesLayers(count: String) throws {
    let tape = try SmallRun.record {
      $0.gal = count
      $0.rounds = 1
    }
    let start = try #require(tape.initialisation)
    let expected = ["0.5": 3, "all": 6, "none": 0, "4": 4][count]
    if let expected { #expect(start.gal.count == expected) }
    #expect(start.rule.hasSuffix(", \(start.gal.count) of 6"))
    #expect(tape.rounds[0].gal == start.gal)
  }

  /// The record holds a spectrum that gives the share that its client would keep: by the gap rule its values are the mean
  /// Fisher information of each layer.
  @Test func theSpectrumThatLayersWereCountedByIsRecorded() throws {
    let federation = try SmallRun.federation {
      $0.gal = "gap"
      $0.rounds = 1
    }
    let start = try #require(try SmallRun.record(federation).initialisation)
    let spectrum = try #require(start.spectrum)
    #expect(spectrum.rule == .gap && spectrum.count == 6 && spectrum.values.count == 6)
    #expect(spectrum.values == spectrum.values.sorted(by: >))
    #expect(spectrum.share == Double(spectrum.above) / 6)
    let cut = try #require(spectrum.cut)
    let widest = zip(spectrum.values, spectrum.values.dropFirst()).map { $0 - $1 }.max()
    let bound = try #require(spectrum.threshold)
    #expect(cut.above - cut.below > bound || cut.above - cut.below == widest)

    let session = EncoderSession(encoder: federation.encoder)
    let data = ClientData(client: spectrum.client, federation, session)
    let means = FisherHeat.layerMeans(
      data.fisherTraces().diagonal, federation.encoder.layout, layers: 6)
    #expect(agree(spectrum.values, means.sorted(by: >), 1e-12))
  }

  @Test func rulesThatLookAtNoSpectrumRecordNone() throws {
    for count in ["0.5", "all", "2"] {
      let start = try SmallRun.record {
        $0.gal = count
        $0.rounds = 1
      }.initialisation
      #expect(start != nil && start?.spectrum == nil)
    }
    let plateau = try SmallRun.record {
      $0.gal = "plateau"
      $0.rounds = 1
    }.initialisation?.spectrum
    #expect(plateau?.rule == .plateau && plateau?.threshold == nil)
    #expect((plateau?.values.count ?? 99) <= LayerSpectrum.most)
  }

  /// The client nearest to what all came to speaks for them; of equals the first.
  @Test func theSpectrumShownIsThatOfTheClientNearestToTheMean() {
    let answers = [(0.2, 10), (0.5, 10), (0.5, 10), (1.0, 10)].enumerated().map { index, told in
      var answer = InitialisationAnswer(client: index)
      answer.message.add(LayerChoice.Part.keptShare, [Float(told.0)])
      answer.message.add(LayerChoice.Part.samples, [Float(told.1)])
      answer.spectrum = LayerSpectrum(
        .gap, client: index, values: [2, 1], above: 1, share: told.0)
      return answer
    }
    #expect(LayerChoice.spectrum(answers)?.client == 1)
    #expect(LayerChoice.spectrum(answers.reversed())?.client == 2)
    #expect(LayerChoice.spectrum([]) == nil)
  }

  @Test func anImpossibleCountIsAnErrorBeforeTheRun() {
    for count in ["7", "-1", "many"] {
      #expect(throws: SettingsError.self) { try SmallRun.federation { $0.gal = count } }
    }
  }

  @Test func aSampleOfTheClientsMayScoreLayers() throws {
    let federation = try SmallRun.federation {
      $0.gal = "2"
      $0.layerClients = 2
    }
    let start = try #require(try SmallRun.record(federation).initialisation)
    var random = CounterRandom(seed: 42, purpose: .scorers)
    let members = random.sample(2, of: 6)
    let scores = scores(federation)
    let total = members.reduce(0) { $0 + federation.partition.count(of: $1) }
    let expected = (0..<6).map { layer in
      members.reduce(0.0) { sum, client in
        sum + scores[client][layer] * Double(federation.partition.count(of: client))
          / Double(total)
      }
    }
    #expect(agree(start.layerScores, expected, 1e-12))
    #expect(start.bytesUp == 2 * 4 * (6 + 2), "who scores sends")
    #expect(start.bytesDown == 6, "but everybody must know the layers")
  }

  @Test(arguments: FisherCurriculum.Unit.allCases)
  func clientsVisitTheirEasySamplesFirst(unit: FisherCurriculum.Unit) throws {
    let federation = try SmallRun.federation {
      $0.gal = "2"
      $0.curriculumScore = .initial
      $0.balance = .none
      $0.unit = unit
    }
    let traces = traces(federation)
    let tape = try SmallRun.record(federation) { simulation, round in
      guard round == 3 else { return }
      for (client, state) in simulation.clients.enumerated() {
        guard let order = state.order else { continue }
        let samples = federation.partition[client]
        let sums = order.batches.map { batch in
          batch.map { sample in
            samples.firstIndex(of: sample).map { traces[client][$0] } ?? .nan
          }
        }
        #expect(sums.joined().count == samples.count)
        #expect(order.difficulty == mean(traces[client]))
        let levels = unit == .sample ? Array(sums.joined()) : sums.map { $0.reduce(0, +) }
        #expect(zip(levels, levels.dropFirst()).allSatisfy { $0 <= $1 })
      }
    }
    for report in tape.clients { #expect(report.difficulty == mean(traces[report.client])) }
  }

  @Test func aClientIsScoredWhenItIsFirstSampledAndNeverAgain() throws {
    let federation = try SmallRun.federation {
      $0.gal = "2"
      $0.curriculumScore = .initial
    }
    let tape = try SmallRun.record(federation) { simulation, round in
      let sampled = Set(simulation.snapshot.rounds.flatMap(\.cohort))
      for (client, state) in simulation.clients.enumerated() {
        #expect((state.order != nil) == sampled.contains(client), "round \(round)")
      }
    }
    #expect(tape.initialisation?.clientDifficulty.isEmpty == true)
    let settings = federation.settings
    var known: Set<Int> = []
    for report in tape.clients {
      let bytes =
        Double(report.bytesUp) / settings.uplink + Double(report.bytesDown) / settings.downlink
      let speed = VirtualClock(settings).speed(ofClient: report.client)
      let scored = federation.train.tokens(of: federation.partition[report.client])
      let charged = report.tokens + (known.contains(report.client) ? 0 : scored)
      #expect(abs(report.simSeconds - bytes - Double(charged) / speed) < 1e-9)
      known.insert(report.client)
    }
  }

  @Test func tracesAreTheSamplesOwnWhateverTheirCompany() throws {
    let federation = try SmallRun.federation()
    let session = EncoderSession(encoder: federation.encoder)
    let traces = traces(federation)[0]
    var gradient = federation.start
    for (place, sample) in federation.partition[0].enumerated() {
      session.gradient(
        federation.train.batch([sample]), parameters: federation.start, into: &gradient)
      let trace = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(abs(trace - traces[place]) < 1e-4 * trace)
    }
  }

  @Test func theShareGrowsAsThePacingSays() throws {
    let tape = try SmallRun.record {
      $0.gal = "2"
      $0.rounds = 5
      $0.batch = 4
    }
    let pacing = Pacing(shape: .linear, beta: 0.3, alpha: 0.4)
    #expect(tape.rounds.map(\.share) == (0..<5).map { pacing.share(round: $0, of: 5) })
    for report in tape.clients {
      let share = pacing.share(round: report.round - 1, of: 5)
      #expect(report.batchesUsed == Pacing.batches(share: share, of: report.batchesTotal))
      #expect(report.steps == report.batchesUsed)
    }
    #expect(tape.clients.suffix(3).allSatisfy { $0.batchesUsed == $0.batchesTotal })
  }
}
