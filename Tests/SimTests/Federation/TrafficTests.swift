import Metrics
import Synchronization
import Testing
import Transformer

@testable import Sim

/// What travels and what stays (docs/methods.md, "Bytes").
struct TrafficTests {
  private static let width = 128
  private static let layers = 6

  /// Weights and biases of a head on the mean over tokens.
  private static func head(_ federation: Federation) -> Int {
    federation.dataset.labelNames.count * (width + 1)
  }

  /// Trained values in one layer, by method.
  private static func layerValues(_ method: String) -> Int {
    switch method {
    case "adapter": 2 * (2 * width * 16 + width + 16) + 4 * width
    case "p-tuning-v2": 2 * 8 * width
    default: 2 * 4 * (width + width)
    }
  }

  @Test(arguments: ["fibecfed", "fedavg-lora", "adapter", "p-tuning-v2", "moon"])
  func bytesAreTheFormula(method: String) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.gal = "all"
    }
    let tape = try SmallRun.record(federation)
    let bytes = 4 * (Self.layers * Self.layerValues(method) + Self.head(federation))
    #expect(tape.clients.count == 9)
    #expect(tape.clients.allSatisfy { $0.bytesUp == bytes && $0.bytesDown == bytes })
    #expect(tape.rounds.allSatisfy { $0.bytesUp == 3 * bytes && $0.bytesDown == 3 * bytes })
  }

  @Test(arguments: [
    (0, HeadChoice.personal), (0, .shared), (1, .frozen), (2, .shared), (2, .personal),
    (6, .shared),
  ])
  func onlyGlobalLayersAreCharged(count: Int, head: HeadChoice) throws {
    let federation = try SmallRun.federation {
      $0.gal = String(count)
      $0.head = head
      $0.rounds = 2
    }
    let tape = try SmallRun.record(federation)
    let values = count * Self.layerValues("lora") + (head == .shared ? Self.head(federation) : 0)
    #expect(tape.rounds.allSatisfy { $0.bytesUp == 3 * 4 * values })
    #expect(tape.rounds.allSatisfy { $0.bytesDown == 3 * 4 * values })
    #expect(tape.rounds.allSatisfy { $0.gal.count == count })
    let start = try #require(tape.initialisation)
    #expect(start.bytesUp == 6 * 4 * (Self.layers + 2))
    #expect(start.bytesDown == 6)
    let summary = try #require(tape.summary)
    #expect(summary.bytesUp == start.bytesUp + 2 * 3 * 4 * values)
    #expect(summary.bytesDown == start.bytesDown + 2 * 3 * 4 * values)
  }

  @Test func aMethodThatChoosesNoLayersPaysNothingUpFront() throws {
    let start = try #require(try SmallRun.record { $0.method = "fedavg-lora" }.initialisation)
    #expect(start.bytesUp == 0 && start.bytesDown == 0)
    #expect(start.gal == Array(0..<6))
    #expect(start.layerScores.isEmpty && start.clientDifficulty.isEmpty)
  }

  @Test func whoDoesNotTakePartIsNotTouched() throws {
    let federation = try SmallRun.federation {
      $0.gal = "2"
      $0.maskWarmup = 0
      $0.keepMoments = true
    }
    let seen = Mutex([(server: [Float], clients: [Sim.ClientState])]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      let memories = Array(simulation.clients)
      seen.withLock { $0.append((simulation.server.parameters, memories)) }
    }
    let moments = seen.withLock { $0 }
    #expect(moments.count == 4)
    #expect(moments[0].clients.allSatisfy { $0 == Sim.ClientState() })
    let global = Set(try #require(tape.initialisation).gal)
    let personal = federation.method.exchange.personal(federation.encoder.layout, global: global)
    for (round, pair) in zip(tape.rounds, zip(moments, moments.dropFirst())) {
      for client in 0..<6 {
        let isSampled = round.cohort.contains(client)
        #expect((pair.0.clients[client] == pair.1.clients[client]) == !isSampled)
      }
      #expect(pair.0.server.gathered(personal) == pair.1.server.gathered(personal))
      #expect(pair.0.server != pair.1.server)
    }
    #expect(moments[3].server.gathered(personal) == federation.start.gathered(personal))
  }

  @Test func theServerIsTheWeightedMeanOfTheCohort() throws {
    // One round of clients that train alone from the start, averaged here.
    let federation = try SmallRun.federation {
      $0.method = "fedavg-lora"
      $0.rounds = 1
    }
    let server = Mutex([Float]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      server.withLock { $0 = simulation.server.parameters }
    }
    let cohort = tape.rounds[0].cohort
    let total = cohort.reduce(0) { $0 + federation.partition[$1].count }
    var mean = [Double](repeating: 0, count: federation.start.count)
    for client in cohort {
      var alone = PlainTraining(federation, client: client)
      alone.train(round: 1)
      let weight = Double(federation.partition[client].count)
      for index in mean.indices { mean[index] += weight * Double(alone.parameters[index]) }
    }
    #expect(server.withLock { $0 } == mean.map { Float($0 / Double(total)) })
  }
}
