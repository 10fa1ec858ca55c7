import Testing

@testable import Sim

/// FedProx holds clients near the model that the round began with (arXiv 1812.06127).
struct FedProxTests {
  @Test func withoutWeightItIsFedAvg() throws {
    let plain = try SmallRun.fingerprint { $0.method = "fedavg-lora" }
    let without = try SmallRun.fingerprint {
      $0.method = "fedprox"
      $0.proxMu = 0
    }
    #expect(without == plain)
    let with = try SmallRun.fingerprint {
      $0.method = "fedprox"
      $0.proxMu = 1
    }
    #expect(with != plain)
  }

  @Test func itSendsWhatFedAvgSends() throws {
    let tapes = try ["fedprox", "fedavg-lora"].map { method in
      try SmallRun.record { $0.method = method }
    }
    #expect(tapes[0].rounds.map(\.bytesUp) == tapes[1].rounds.map(\.bytesUp))
    #expect(tapes[0].rounds.map(\.bytesDown) == tapes[1].rounds.map(\.bytesDown))
  }

  @Test func itsLimitIsThatOfTheReference() throws {
    var settings = Settings()
    settings.proxMu = 1
    var toy = try Quadratics(
      [1, 3], [0, 2], start: 1, method: MethodRecipe.fedProx.method(settings))
    for _ in 0..<200 { toy.round() }
    // Slower drift, but the bias of averaging stays.
    #expect(abs(Double(toy.x) - 1.413_461_538_5) < 1e-5)
  }

  @Test func itsGradientIsThatOfTheTerm() throws {
    let tiny = try TinyEncoder()
    let training = tiny.training(gal: [0, 1, 2])
    let mu: Float = 0.25
    training.gradient = [Float](repeating: 1, count: tiny.parameters.count)
    for index in tiny.parameters.indices { training.parameters[index] += Float(index % 3) }
    ProximalTerm(mu: Double(mu)).correct(training)
    for index in tiny.parameters.indices {
      let moved = training.parameters[index] - tiny.parameters[index]
      #expect(abs(training.gradient[index] - (1 + mu * moved)) < 1e-5)
    }
  }
}
