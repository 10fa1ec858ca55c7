import Metrics
import Synchronization
import Testing

@testable import Sim

/// Settings in which one method is another, bit for bit (docs/methods.md, "fibecfed").
struct DegenerateSettingsTests {
  @Test(arguments: [1, 0.5])
  func allLayersGlobalWithoutCurriculumIsFedAvg(sparsity: Double) throws {
    let plain = try SmallRun.record { $0.method = "fedavg-lora" }
    let degenerate = try SmallRun.record {
      $0.beta = 1
      $0.gal = "all"
      // Without local layers there is nothing to mask.
      $0.sparsity = sparsity
    }
    let fingerprint = try #require(plain.summary?.parametersSHA256)
    #expect(degenerate.summary?.parametersSHA256 == fingerprint)
    #expect(degenerate.rounds.map(\.trainLoss) == plain.rounds.map(\.trainLoss))
    #expect(degenerate.rounds.map(\.accuracy) == plain.rounds.map(\.accuracy))
    #expect(degenerate.rounds.map(\.bytesUp) == plain.rounds.map(\.bytesUp))
    #expect(degenerate.rounds.allSatisfy { $0.accuracy == $0.accuracyGlobal })
  }

  @Test func fibecFedIsNotFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let curriculum = try SmallRun.fingerprint {
      $0.beta = 0.5
      $0.gal = "all"
    }
    let localLayers = try SmallRun.fingerprint {
      $0.beta = 1
      $0.gal = "3"
      $0.sparsity = 1
    }
    #expect(Set([plain, curriculum, localLayers]).count == 3)
  }

  @Test func moonWithoutWeightIsFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let moon = try SmallRun.fingerprint {
      $0.method = "moon"
      $0.moonMu = 0
    }
    #expect(moon == plain)
    #expect(try SmallRun.fingerprint { $0.method = "moon" } != plain)
  }

  @Test func aFullMaskIsNoMask() throws {
    let runs = try [0, 1000].map { warmup in
      try SmallRun.fingerprint {
        $0.gal = "2"
        $0.sparsity = 1
        $0.maskWarmup = warmup
      }
    }
    #expect(runs[0] == runs[1])
    let masked = try SmallRun.fingerprint {
      $0.gal = "2"
      $0.sparsity = 0.5
      $0.maskWarmup = 0
    }
    #expect(masked != runs[0])
  }

  @Test func withoutGlobalLayersEveryClientTrainsAlone() throws {
    let federation = try SmallRun.federation {
      $0.gal = "none"
      $0.head = .personal
      $0.beta = 1
      $0.sparsity = 1
    }
    let locals = Mutex([Int: [Float]]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      let found = simulation.clients.enumerated().compactMap { index, client in
        client.own.map { (index, $0) }
      }
      locals.withLock { $0 = Dictionary(uniqueKeysWithValues: found) }
    }
    #expect(tape.rounds.allSatisfy { $0.bytesUp == 0 && $0.bytesDown == 0 })
    let touched = Set(tape.rounds.flatMap(\.cohort))
    #expect(locals.withLock { Set($0.keys) } == touched)
    for client in touched {
      var alone = PlainTraining(federation, client: client)
      for round in tape.rounds where round.cohort.contains(client) {
        alone.train(round: round.round)
      }
      #expect(locals.withLock { $0[client] } == alone.parameters, "client \(client)")
    }
  }

  @Test(arguments: ["fibecfed", "fedavg-lora"])
  func oneClientIsCentralisedTraining(method: String) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.clients = 1
      $0.cohort = 1
      $0.trainSamples = 40
      $0.localEpochs = 2
      $0.gal = "all"
      $0.beta = 1
    }
    let server = Mutex([Float]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      server.withLock { $0 = simulation.server.parameters }
    }
    var alone = PlainTraining(federation, client: 0)
    for round in 1...3 { alone.train(round: round) }
    #expect(server.withLock { $0 } == alone.parameters)
    #expect(tape.rounds.map(\.cohort) == [[0], [0], [0]])
  }
}
