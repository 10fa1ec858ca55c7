import Metrics
import Testing
import Transformer

@testable import Sim

/// Data ordered, layers scored and chosen (docs/methods.md, "FibecFed").
struct InitialisationTests {
  private func scores(_ federation: Federation) -> [ClientScores] {
    let session = EncoderSession(encoder: federation.encoder)
    return federation.partition.indices.map { client in
      LayerScoring(
        federation: federation, samples: federation.partition[client], client: client
      ).run(session, usesPlateau: true)
    }
  }

  @Test func layerScoresAreTheClientsMeanWeightedBySamples() throws {
    let federation = try SmallRun.federation { $0.gal = "2" }
    let start = try #require(try SmallRun.record(federation).initialisation)
    let scores = scores(federation)
    let expected = (0..<6).map { layer in
      zip(scores, federation.partition).reduce(0.0) { sum, client in
        sum + client.0.sensitivity[layer] * Double(client.1.count) / 60
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
    #expect(agree(start.layerScores, scores(federation)[0].sensitivity, 1e-15))
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

  @Test func anImpossibleCountIsAnErrorBeforeTheRun() {
    for count in ["7", "-1", "many"] {
      #expect(throws: SettingsError.self) { try SmallRun.federation { $0.gal = count } }
    }
  }

  @Test func clientsVisitTheirEasySamplesFirst() throws {
    let federation = try SmallRun.federation { $0.gal = "2" }
    let scores = scores(federation)
    let tape = try SmallRun.record(federation) { simulation, round in
      guard round == 0 else { return }
      for (client, state) in simulation.clients.enumerated() {
        let samples = federation.partition[client]
        let ordered = state.batches.joined().map { sample in
          samples.firstIndex(of: sample).map { scores[client].difficulty[$0] } ?? .nan
        }
        #expect(ordered.count == samples.count)
        #expect(zip(ordered, ordered.dropFirst()).allSatisfy { $0 <= $1 })
      }
    }
    let start = try #require(tape.initialisation)
    let means = scores.map { $0.difficulty.reduce(0, +) / Double($0.difficulty.count) }
    #expect(agree(start.clientDifficulty, means, 1e-12))
    #expect(start.fisher.count == 6 && start.fisher.allSatisfy { $0.count == 2 })
  }

  @Test func tracesAreTheSamplesOwnWhateverTheirCompany() throws {
    let federation = try SmallRun.federation()
    let session = EncoderSession(encoder: federation.encoder)
    let difficulty = scores(federation)[0].difficulty
    var gradient = federation.start
    for (place, sample) in federation.partition[0].enumerated() {
      session.gradient(
        federation.train.batch([sample]), parameters: federation.start, into: &gradient)
      let trace = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }
      #expect(abs(trace - difficulty[place]) < 1e-4 * trace)
    }
  }

  @Test func theShareGrowsAsThePacingSays() throws {
    let tape = try SmallRun.record {
      $0.gal = "2"
      $0.rounds = 5
      $0.batch = 4
    }
    let pacing = Pacing(shape: .linear, beta: 0.2, alpha: 0.8)
    #expect(tape.rounds.map(\.share) == (0..<5).map { pacing.share(round: $0, of: 5) })
    for report in tape.clients {
      let share = pacing.share(round: report.round - 1, of: 5)
      #expect(report.batchesUsed == Pacing.batches(share: share, of: report.batchesTotal))
      #expect(report.steps == report.batchesUsed)
    }
    #expect(tape.clients.suffix(3).allSatisfy { $0.batchesUsed == $0.batchesTotal })
  }
}
