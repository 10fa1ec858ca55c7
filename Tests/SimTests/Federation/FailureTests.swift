import Metrics
import Synchronization
import Testing

@testable import Sim

/// Client failure is data: an event of the round, never its end (docs/methods.md, "A round").
struct FailureTests {
  @Test func whoDropsOutIsToldAndNotMerged() throws {
    let federation = try SmallRun.federation { $0.dropout = 1 }
    let server = Mutex([Float]())
    let tape = try SmallRun.record(federation) { simulation, _ in
      server.withLock { $0 = simulation.server.parameters }
    }
    #expect(tape.clients.count == 9)
    #expect(tape.clients.allSatisfy { $0.failure == "dropped out" && $0.trainLoss == nil })
    #expect(tape.clients.allSatisfy { $0.bytesUp == 0 && $0.bytesDown > 0 })
    #expect(tape.rounds.allSatisfy { $0.failures == 3 && $0.trainLoss == nil && $0.bytesUp == 0 })
    #expect(server.withLock { $0 } == federation.start)
    #expect(tape.summary?.interrupted == false)
  }

  @Test func someDropOutAndTheRestIsMerged() throws {
    let tape = try SmallRun.record {
      $0.dropout = 0.4
      $0.cohort = 6
      $0.rounds = 4
      $0.method = "fedavg-lora"
    }
    let dropped = tape.clients.count { $0.failure != nil }
    #expect((1..<24).contains(dropped))
    #expect(tape.rounds.reduce(0) { $0 + $1.failures } == dropped)
    for report in tape.rounds {
      let sent = tape.clients.filter { $0.round == report.round && $0.failure == nil }
      #expect(report.bytesUp == sent.reduce(0) { $0 + $1.bytesUp })
      #expect((report.trainLoss == nil) == sent.isEmpty)
    }
  }

  @Test func aClientThatMeetsNotANumberFailsAlone() throws {
    let federation = try SmallRun.federation {
      $0.gal = "2"
      $0.cohort = 6
    }
    let final = Mutex([Sim.ClientState]())
    let tape = try SmallRun.record(federation) { simulation, round in
      if round == 0 {
        let layers = Set(simulation.server.globalLayers)
        let personal = federation.method.exchange.personal(
          federation.encoder.layout, global: layers)
        simulation.clients[4].own = Array(repeating: .nan, count: personal.valueCount)
      }
      final.withLock { $0 = Array(simulation.clients) }
    }
    for report in tape.clients {
      let words = "training loss is not finite at step 1 (parameters of layer "
      #expect(report.failure?.hasPrefix(words) == (report.client == 4 ? true : nil))
      #expect((report.trainLoss == nil) == (report.client == 4))
      #expect(report.fisher.count == (report.client == 4 ? 0 : 6))
    }
    #expect(tape.rounds.allSatisfy { $0.failures == 1 && $0.trainLoss?.isFinite == true })
    #expect(final.withLock { $0 }.map(\.participations) == [3, 3, 3, 3, 0, 3])
    #expect(tape.checkpoint?.round == 3)
    #expect(tape.rounds.allSatisfy { $0.accuracyGlobal.map { (0...1).contains($0) } == true })
  }

  @Test func whoMissesTheDeadlineIsNotWaitedFor() throws {
    let patient = try SmallRun.record {
      $0.cohort = 6
      $0.method = "fedavg-lora"
    }
    let times = patient.clients.filter { $0.round == 1 }.map(\.simSeconds).sorted()
    let deadline = (times[2] + times[3]) / 2
    let tape = try SmallRun.record {
      $0.cohort = 6
      $0.method = "fedavg-lora"
      $0.deadline = deadline
    }
    let first = tape.clients.filter { $0.round == 1 }
    #expect(first.count { $0.failure == "missed the deadline" } == 3)
    #expect(first.allSatisfy { ($0.failure != nil) == ($0.simSeconds > deadline) })
    #expect(tape.rounds[0].simSeconds == deadline)
    #expect(patient.rounds[0].simSeconds == times[5])
  }
}
