import Metrics
import Plain
import Testing
import Transformer

@testable import Sim

/// Checkpoints come from a file: they go back exactly, and what is damaged throws and never traps.
struct CheckpointTests {
  private func federation() throws -> Federation {
    try SmallRun.federation {
      $0.gal = "3"
      $0.maskWarmup = 0
      $0.keepMoments = true
      $0.evaluateEvery = 100
      $0.rounds = 1
    }
  }

  private func restored(_ checkpoint: Checkpoint, _ federation: Federation) throws -> Simulation {
    let simulation = Simulation(federation, name: "restored")
    try simulation.restore(checkpoint)
    return simulation
  }

  @Test func everythingGoesBack() throws {
    let federation = try federation()
    let tape = try SmallRun.record(federation)
    let checkpoint = try #require(tape.checkpoint)
    let cohort = try #require(tape.rounds.last).cohort
    // Who was never sampled keeps nothing that could be lost.
    #expect(checkpoint.round == 1 && checkpoint.clients.keys.sorted() == cohort)
    let simulation = try restored(checkpoint, federation)
    #expect(simulation.checkpoint(changed: simulation.clients.touched) == checkpoint)
    #expect(simulation.clients.contains { $0.moments(ofPhase: 0) != nil })
    #expect(simulation.clients.contains { $0.own == nil })
  }

  @Test func aMethodThatComparesKeepsItsPreviousModel() throws {
    let federation = try SmallRun.federation {
      $0.method = "moon"
      $0.rounds = 1
    }
    let checkpoint = try #require(try SmallRun.record(federation).checkpoint)
    let simulation = try restored(checkpoint, federation)
    #expect(simulation.clients.count { $0.vectors[ModelContrast.previous] != nil } == 3)
    #expect(simulation.checkpoint(changed: simulation.clients.touched) == checkpoint)
  }

  @Test func anotherConfigurationIsAnError() throws {
    let federation = try federation()
    let checkpoint = try #require(try SmallRun.record(federation).checkpoint)
    let wider = try SmallRun.federation { $0.rank = 5 }
    #expect(throws: CheckpointError.self) { try restored(checkpoint, wider) }
    let fewer = try SmallRun.federation { $0.clients = 4 }
    #expect(throws: CheckpointError.self) { try restored(checkpoint, fewer) }
    let other = try SmallRun.federation { $0.seed = 1 }
    #expect(throws: CheckpointError.self) { try restored(checkpoint, other) }
    var strange = checkpoint
    strange.clients[6] = strange.clients.values.first
    #expect(throws: CheckpointError.self) { try restored(strange, federation) }
    strange = checkpoint
    strange.round = -1
    #expect(throws: CheckpointError.self) { try restored(strange, federation) }
  }

  @Test func everyKindOfCutIsAnError() throws {
    let federation = try federation()
    let checkpoint = try #require(try SmallRun.record(federation).checkpoint)
    var random = CounterRandom(seed: 15, purpose: .samples)
    for _ in 0..<100 {
      var cut = checkpoint
      cut.server.removeLast(1 + random.below(cut.server.count))
      #expect(throws: CheckpointError.self) { try restored(cut, federation) }
      cut = checkpoint
      let sampled = cut.clients.keys.sorted()
      let client = sampled[random.below(sampled.count)]
      let bytes = try #require(cut.clients[client])
      cut.clients[client] = Array(bytes.prefix(random.below(bytes.count)))
      #expect(throws: CheckpointError.self) { try restored(cut, federation) }
      cut.clients[client] = bytes + [0]
      #expect(throws: CheckpointError.self) { try restored(cut, federation) }
    }
  }

  /// `bytes` with one bit flipped or one byte replaced, mostly where counts and knobs stand.
  private func damaged(_ bytes: [UInt8], _ random: inout CounterRandom) -> [UInt8] {
    var bytes = bytes
    let edge = min(bytes.count, 600)
    let place =
      switch random.below(3) {
      case 0: random.below(edge)
      case 1: bytes.count - 1 - random.below(edge)
      default: random.below(bytes.count)
      }
    if random.below(2) == 0 {
      bytes[place] ^= 1 << UInt8(random.below(8))
    } else {
      bytes[place] = UInt8(random.below(256))
    }
    return bytes
  }

  @Test func damageThrowsOrIsHarmless() throws {
    let federation = try federation()
    let checkpoint = try #require(try SmallRun.record(federation).checkpoint)
    var random = CounterRandom(seed: 16, purpose: .samples)
    var refused = 0
    for turn in 0..<400 {
      var damaged = checkpoint
      damaged.round = 0
      if turn % 2 == 0 {
        damaged.server = self.damaged(damaged.server, &random)
      } else {
        for client in checkpoint.clients.keys.sorted() {
          damaged.clients[client] = self.damaged(try #require(damaged.clients[client]), &random)
        }
      }
      guard let simulation = try? restored(damaged, federation) else {
        refused += 1
        continue
      }
      // What was taken makes sense, so that a round can be trained on it.
      for (client, samples) in zip(simulation.clients, federation.partition) {
        if let order = client.order {
          #expect(order.batches.joined().sorted() == samples.sorted())
        }
      }
      simulation.settings.localEpochs = 1
      if turn % 40 < 2 { try simulation.run() }
    }
    #expect(refused > 40, "damaged counts, batches and knobs are noticed")
    #expect(refused < 400, "a damaged weight is only a weight")
  }
}
