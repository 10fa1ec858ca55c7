import Testing

@testable import Sim

/// Momentum on the devices and on the server, over prefixes.
struct MomentumTests {
  @Test func withAdamOnTheDeviceMomDIsPTuning() throws {
    let adam = try SmallRun.fingerprint {
      $0.method = "momd"
      $0.optimizer = .adamw
    }
    let plain = try SmallRun.fingerprint { $0.method = "p-tuning-v2" }
    #expect(adam == plain)
    #expect(try SmallRun.fingerprint { $0.method = "momd" } != plain)
  }

  @Test func theServerGoesOnByItsMomentum() throws {
    var settings = Settings()
    settings.method = "moms-adamd"
    settings.momSRate = 0.5
    settings.momSMomentum = 0.9
    var toy = try Quadratics(
      [1, 3], [0, 2], start: 1, method: MethodRecipe.momSAdamD.method(settings))
    toy.round()
    let first = 1 - 1.193
    #expect(agree([Double(toy.x)], [1 - 0.5 * first], 1e-6))
    toy.round()
    let x = 1 - 0.5 * first
    let mean = (x * 0.729 + 2 - (2 - x) * 0.343) / 2
    #expect(agree([Double(toy.x)], [x - 0.5 * (0.9 * first + x - mean)], 1e-6))
  }

  @Test func withoutMomentumItAverages() throws {
    var settings = Settings()
    settings.momSRate = 1
    settings.momSMomentum = 0
    var toy = try Quadratics(
      [1, 3], [0, 2], start: 1, method: MethodRecipe.momSAdamD.method(settings))
    for _ in 0..<200 { toy.round() }
    #expect(abs(Double(toy.x) - 1.415_948_275_9) < 1e-5, "the limit of fedavg-lora")
  }
}
