import Plain
import Testing
import Transformer

@testable import Sim

/// FedAlt trains the personal parameters, then the shared (arXiv 2204.03809, algorithm 2).
struct FedAltTests {
  private func run(_ training: LocalTraining, _ phases: [Phase]) -> Bool {
    training.run(
      phases, optimizer: Optimizer(OptimizerSettings(Settings())), keepsMoments: false,
      shuffled: nil)
  }

  @Test func eachHalfLeavesTheOtherAlone() throws {
    let tiny = try TinyEncoder()
    let layout = tiny.encoder.layout
    var plan = tiny.training(gal: [0]).plan
    let exchange = LowerLayersTravel(share: 0.5, headTravels: true)
    plan.travelling = exchange.travelling(layout, global: [], round: 1)
    plan.returning = plan.travelling
    plan.personal = exchange.personal(layout, global: [])
    let phases = PersonalThenShared(personalEpochs: 0).phases(plan, layout)
    #expect(phases.map(\.live) == [plan.personal, plan.travelling])
    #expect(phases.map(\.epochs) == [1, 1])
    let first = tiny.training(gal: [0])
    #expect(run(first, [phases[0]]))
    #expect(first.parameters.gathered(plan.travelling) == tiny.parameters.gathered(plan.travelling))
    #expect(first.parameters.gathered(plan.personal) != tiny.parameters.gathered(plan.personal))
    let both = tiny.training(gal: [0])
    #expect(run(both, phases))
    #expect(
      both.parameters.gathered(plan.personal) == first.parameters.gathered(plan.personal),
      "the second half does not touch the personal parameters")
    #expect(both.parameters.gathered(plan.travelling) != tiny.parameters.gathered(plan.travelling))
    #expect(both.steps == 2 * first.steps && both.tokens == 2 * first.tokens)
  }

  @Test func theLayersThatTravelAreTold() throws {
    let start = try #require(try SmallRun.record { $0.method = "fedalt" }.initialisation)
    #expect(start.gal == [0, 1, 2] && start.rule == "3 of 6 layers travel")
  }

  @Test func withEverythingSharedItIsFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let shared = try SmallRun.fingerprint {
      $0.method = "fedalt"
      $0.fedAltShared = 1
    }
    #expect(shared == plain)
  }

  @Test func withNothingSharedEveryClientTrainsAlone() throws {
    let tape = try SmallRun.record {
      $0.method = "fedalt"
      $0.fedAltShared = 0
      $0.head = .personal
    }
    #expect(tape.rounds.allSatisfy { $0.bytesUp == 0 && $0.bytesDown == 0 })
    let alone = try SmallRun.fingerprint {
      $0.method = "fibecfed"
      $0.gal = "none"
      $0.beta = 1
      $0.sparsity = 1
      $0.head = .personal
    }
    #expect(tape.summary?.parametersSHA256 == alone)
  }

  @Test func onlyTheSharedHalfTravels() throws {
    let federation = try SmallRun.federation { $0.method = "fedalt" }
    let head = federation.dataset.labelNames.count * (128 + 1)
    // Rank 4 on two maps of width 128 in three of six layers.
    let bytes = 4 * (3 * 2 * 4 * (128 + 128) + head)
    let tape = try SmallRun.record(federation)
    #expect(tape.clients.allSatisfy { $0.bytesUp == bytes && $0.bytesDown == bytes })
  }

  @Test func thePersonalHalfMayHaveEpochsOfItsOwn() throws {
    let tape = try SmallRun.record {
      $0.method = "fedalt"
      $0.fedAltPersonalEpochs = 3
      $0.localEpochs = 2
    }
    #expect(tape.clients.allSatisfy { $0.steps == 5 * $0.batchesTotal })
  }
}
