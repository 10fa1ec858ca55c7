import Foundation
import Testing

@testable import Sim

/// FedPepTAO: layers chosen by how alike samples are, and a server with momentum and control variates (arXiv 2310.15080).
struct FedPepTAOTests {
  private func quadratics(
    _ change: (inout Settings) -> Void = { _ in }
  ) throws -> Quadratics {
    var settings = Settings()
    settings.method = "fedpeptao"
    settings.clients = 2
    change(&settings)
    return try Quadratics(
      [1, 3], [0, 2], start: 1, method: MethodRecipe.fedPepTAO.method(settings))
  }

  private func value(_ toy: Quadratics, _ name: String) -> Double {
    Double(toy.server.values.vectors[name]?[0] ?? .nan)
  }

  @Test func twoRoundsOfTheAuthorsServerByHand() throws {
    // x = 1, 3 steps of rate 0.1: client 0 goes to 0.9³ = 0.729, client 1 to 2 − 0.7³ = 1.657.
    var toy = try quadratics { $0.pepTAOServer = .code }
    toy.round()
    #expect(agree([Double(toy.x)], [1.193], 1e-6), "round 1 only averages")
    let controls = [(1 - 0.729) / 0.3, (1 - 1.657) / 0.3]
    #expect(agree([value(toy, "control.0"), value(toy, "control.1")], controls, 1e-5))
    let control = (controls[0] + controls[1]) / 2
    #expect(agree([value(toy, "control")], [control], 1e-5))
    toy.round()
    let x = 1.193
    let ends = [x * 0.729, 2 - (2 - x) * 0.343]
    let mean = (ends[0] + ends[1]) / 2
    let renewed = zip(controls, ends).map { $0 - control + (x - $1) / 0.3 }
    let shared = control + (renewed[0] - controls[0] + renewed[1] - controls[1]) / 2
    let slope = (1 - 1.193) - (x - mean)
    let v = 0.1 * slope + shared - (renewed[0] + renewed[1]) / 2
    #expect(agree([value(toy, "velocity")], [v], 1e-5))
    #expect(agree([Double(toy.x)], [mean - 0.05 * 0.99 * v], 1e-5))
  }

  @Test func twoRoundsOfTheCleanServerByHand() throws {
    var toy = try quadratics()
    toy.round()
    // All clients take part: their controls are all there is, and correct nothing.
    let first = 0.1 * (1 - 1.193)
    #expect(agree([Double(toy.x)], [1 - first], 1e-6))
    toy.round()
    let x = 1 - first
    let mean = (x * 0.729 + 2 - (2 - x) * 0.343) / 2
    #expect(agree([Double(toy.x)], [x - (0.9 * first + 0.1 * (x - mean))], 1e-6))
  }

  @Test func withoutARateTheAuthorsServerAverages() throws {
    func change(_ settings: inout Settings) {
      settings.gal = "3"
      settings.galLayers = "0,2,5"
    }
    let still = try SmallRun.fingerprint {
      $0.method = "fedpeptao"
      $0.pepTAOServer = .code
      change(&$0)
      $0.pepTAORate = 0
    }
    let moved = try SmallRun.fingerprint {
      $0.method = "fedpeptao"
      $0.pepTAOServer = .code
      change(&$0)
    }
    #expect(still != moved)
    let all = try SmallRun.fingerprint {
      $0.method = "fedpeptao"
      $0.gal = "all"
      $0.pepTAOServer = .code
      $0.pepTAORate = 0
    }
    let plain = try SmallRun.fingerprint { $0.method = "p-tuning-v2" }
    #expect(all == plain)
  }

  @Test func aCheckpointHasTheControlsOfWhoTookPart() throws {
    let federation = try SmallRun.federation {
      $0.method = "fedpeptao"
      $0.gal = "2"
      $0.rounds = 1
    }
    let tape = try SmallRun.record(federation)
    let checkpoint = try #require(tape.checkpoint)
    let simulation = Simulation(federation, name: "restored")
    try simulation.restore(checkpoint)
    let kept = simulation.server.values.vectors.keys.filter { $0.hasPrefix("control.") }
    #expect(Set(kept) == Set(tape.rounds[0].cohort.map { "control.\($0)" }))
    var values = try NamedValues(decoding: checkpoint.server)
    values.vectors["velocity"] = nil
    var broken = checkpoint
    broken.server = values.encoded
    #expect(throws: CheckpointError.self) {
      try Simulation(federation, name: "broken").restore(broken)
    }
  }

  @Test func everyClientScoresAndTheFirstCohortCounts() throws {
    let tape = try SmallRun.record { $0.method = "fedpeptao" }
    let start = try #require(tape.initialisation)
    #expect(start.layerScores.count == 6 && start.layerScores.allSatisfy { $0 > 0 })
    #expect(start.rule.hasPrefix("plateau on 3 clients"))
    let ranked = start.layerScores.indices.sorted {
      (start.layerScores[$1], $0) < (start.layerScores[$0], $1)
    }
    #expect(start.gal == ranked.prefix(start.gal.count).sorted())
    #expect(start.bytesUp == 6 * 4 * (6 + 2) && start.bytesDown == 6)
  }
}
