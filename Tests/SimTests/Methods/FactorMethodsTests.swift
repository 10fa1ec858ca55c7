import Metrics
import Synchronization
import Testing
import Transformer

@testable import Sim

/// Methods that treat A and B differently: FFA-LoRA, FedSA-LoRA, RoLoRA.
struct FactorMethodsTests {
  /// The server's parameters before round 1 and after each, and what was recorded.
  private func run(
    _ federation: Federation
  ) throws -> (servers: [[Float]], clients: [Sim.ClientState], tape: Tape) {
    let seen = Mutex([[Float]]())
    let last = Mutex([Sim.ClientState]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      seen.withLock { $0.append(simulation.server.parameters) }
      let clients = Array(simulation.clients)
      last.withLock { $0 = clients }
    }
    return (seen.withLock { $0 }, last.withLock { $0 }, tape)
  }

  private func ranges(
    _ federation: Federation, _ role: ParameterSegment.Role
  ) -> [Range<Int>] { federation.encoder.layout.ranges { $0.role == role } }

  @Test func ffaLeavesAAsTheSeedMadeIt() throws {
    let federation = try SmallRun.federation { $0.method = "ffa-lora" }
    let (servers, clients, _) = try run(federation)
    let (a, b) = (ranges(federation, .loraA), ranges(federation, .loraB))
    #expect(servers.allSatisfy { $0.gathered(a) == federation.start.gathered(a) })
    for (before, after) in zip(servers, servers.dropFirst()) {
      #expect(before.gathered(b) != after.gathered(b))
    }
    #expect(clients.allSatisfy { $0.own == nil })
  }

  @Test func ffaWithItsBAtHomeSharesTheHeadAlone() throws {
    let federation = try SmallRun.federation {
      $0.method = "ffa-lora"
      $0.personal = .b
    }
    let (servers, clients, tape) = try run(federation)
    let b = ranges(federation, .loraB)
    #expect(servers.allSatisfy { $0.gathered(b) == federation.start.gathered(b) })
    #expect(clients.contains { $0.own?.contains { $0 != 0 } == true })
    let head = 4 * federation.dataset.labelNames.count * 129
    #expect(tape.clients.allSatisfy { $0.bytesUp == head && $0.bytesDown == head })
  }

  @Test func fedSAKeepsBAndHeadAtHome() throws {
    let federation = try SmallRun.federation { $0.method = "fedsa-lora" }
    let (servers, clients, _) = try run(federation)
    let (a, b) = (ranges(federation, .loraA), ranges(federation, .loraB))
    let head = ranges(federation, .head)
    for (before, after) in zip(servers, servers.dropFirst()) {
      #expect(before.gathered(a) != after.gathered(a))
    }
    let stays = b + head
    #expect(servers.allSatisfy { $0.gathered(stays) == federation.start.gathered(stays) })
    for client in clients where client.participations > 0 {
      #expect(client.own?.count == b.valueCount + head.valueCount)
    }
    // With a shared head that is averaged, and no client's own.
    let shared = try run(
      SmallRun.federation {
        $0.method = "fedsa-lora"
        $0.head = .shared
      })
    #expect(shared.servers.last?.gathered(head) != federation.start.gathered(head))
    #expect(shared.clients.allSatisfy { $0.own.map { $0.count == b.valueCount } ?? true })
  }

  @Test func roLoRATakesTheFactorsInTurn() throws {
    let federation = try SmallRun.federation {
      $0.method = "rolora"
      $0.rounds = 4
    }
    let (servers, _, tape) = try run(federation)
    let (a, b) = (ranges(federation, .loraA), ranges(federation, .loraB))
    for round in 1...4 {
      let (before, after) = (servers[round - 1], servers[round])
      let (trained, frozen) = round % 2 == 1 ? (b, a) : (a, b)
      #expect(before.gathered(trained) != after.gathered(trained), "round \(round)")
      #expect(before.gathered(frozen) == after.gathered(frozen), "round \(round)")
    }
    #expect(
      tape.rounds.map(\.bytesUp)
        == tape.rounds.map { ($0.bytesDown + 3 * 4 * headCount(federation)) / 2 })
  }

  private func headCount(_ federation: Federation) -> Int {
    federation.dataset.labelNames.count * 129
  }
}
