import Synchronization
import Testing
import Transformer

@testable import Sim

/// Where difficulties come from: the initial model, a warm one, or participations themselves.
struct CurriculumScoreTests {
  /// What the clients kept after each round, from 0.
  private func states(
    _ change: @escaping (inout Settings) -> Void
  ) throws -> (tape: Tape, federation: Federation, rounds: [[Sim.ClientState]]) {
    let federation = try SmallRun.federation {
      $0.cohort = 6
      $0.gal = "3"
      change(&$0)
    }
    let seen = Mutex([[Sim.ClientState]]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      let clients = Array(simulation.clients)
      seen.withLock { $0.append(clients) }
    }
    return (tape, federation, seen.withLock { $0 })
  }

  @Test func aWarmUpIsPlainAndTheOrderComesBehindIt() throws {
    let (tape, _, rounds) = try states {
      $0.curriculumScore = .warm
      $0.curriculumWarmup = 1
      $0.beta = 0.5
    }
    #expect(rounds[1].allSatisfy { $0.order == nil }, "nothing is scored in the warm-up")
    #expect(rounds[2].allSatisfy { $0.order?.difficulty != nil })
    let used = tape.clients.filter { $0.round == 1 }
    #expect(used.allSatisfy { $0.batchesUsed == $0.batchesTotal })
    let then = tape.clients.filter { $0.round == 2 && $0.batchesTotal > 2 }
    #expect(!then.isEmpty && then.allSatisfy { $0.batchesUsed < $0.batchesTotal })
  }

  @Test func warmScoresAreOfTheModelThatIsReceived() throws {
    let (_, federation, rounds) = try states {
      $0.curriculumScore = .warm
      $0.curriculumWarmup = 1
      $0.gal = "all"
      $0.rounds = 2
    }
    let server = Mutex([Float]())
    _ = try SmallRun.record(federation) { simulation, round in
      let parameters = simulation.server.parameters
      if round == 1 { server.withLock { $0 = parameters } }
    }
    let data = ClientData(
      client: 0, federation, EncoderSession(encoder: federation.encoder),
      model: server.withLock { $0 })
    #expect(rounds[2][0].order == data.order(by: federation.method.curriculum))
  }

  @Test func withoutTheHeadATraceIsThatOfTheFactors() throws {
    let federation = try SmallRun.federation {
      $0.curriculumTrace = .modules
      $0.curriculumScore = .initial
    }
    let session = EncoderSession(encoder: federation.encoder)
    let data = ClientData(client: 1, federation, session)
    let found = data.fisherTraces()
    #expect(zip(found.traces, found.moduleTraces).allSatisfy { $0 > $1 && $1 > 0 })
    #expect(federation.method.curriculum.difficulty(data) == found.moduleTraces)
  }

  @Test func participationsScoreTheirSamplesForNothing() throws {
    let (tape, federation, rounds) = try states {
      $0.curriculumScore = .participation
      $0.balance = .none
      $0.beta = 0.5
    }
    // No pass is made for the scores: what is charged is what is trained.
    let clock = VirtualClock(federation.settings)
    for report in tape.clients {
      let training =
        clock.seconds(
          Work(), speed: 1, up: report.bytesUp, down: report.bytesDown)
        + Double(report.tokens) / clock.speed(ofClient: report.client)
      #expect(abs(report.simSeconds - training) < 1e-9)
    }
    for client in 0..<6 {
      let scores = try #require(rounds[1][client].order?.scores)
      let used = tape.clients.first { $0.round == 1 && $0.client == client }?.batchesUsed ?? 0
      let batch = federation.settings.batch
      let known = scores.values.count { $0 >= 0 }
      #expect(known == min(used * batch, scores.values.count))
      // The next round visits them from easy to hard.
      let filled = try #require(scores.filled)
      let samples = federation.partition[client]
      let order = try #require(rounds[1][client].order).batches.joined()
      let visited = order.map { filled[samples.firstIndex(of: $0) ?? 0] }
      #expect(zip(visited, visited.dropFirst()).allSatisfy { $0 <= $1 })
    }
    #expect(rounds[2] != rounds[1])
  }
}
