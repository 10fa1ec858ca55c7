import Foundation
import Testing

@testable import Sim

/// The accountant against an integration with thirty digits (`scripts/reference/make_privacy_reference.py`), against the
/// values that other accountants publish, and against closed forms.
struct RenyiAccountantTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      var noise, sampling, delta, classic, epsilon: Double
      var rounds: Double
      var probes: [Double]
    }
    var probes: [Double]
    var cases: [Case]

    static func load() throws -> Reference {
      let file = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Reference/privacy.json")
      return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    }
  }

  private func accountant(
    _ noise: Double, _ sampling: Double, _ rounds: Double
  ) -> RenyiAccountant {
    var accountant = RenyiAccountant()
    accountant.add(rounds: rounds, noise: noise, sampling: sampling)
    return accountant
  }

  /// ε by the conversion of Mironov 2017, proposition 3, which older accountants used.
  private func classic(_ accountant: RenyiAccountant, _ delta: Double) -> Double {
    zip(RenyiAccountant.orders, accountant.spent).map { $1 + log(1 / delta) / ($0 - 1) }.min() ?? 0
  }

  @Test func divergencesAreThoseOfTheReference() throws {
    let reference = try Reference.load()
    for item in reference.cases {
      for (order, expected) in zip(reference.probes, item.probes) {
        let found = RenyiAccountant.divergence(
          order: order, noise: item.noise, sampling: item.sampling)
        #expect(abs(found - expected) < 1e-9 * expected + 1e-13, "order \(order), \(item)")
      }
    }
  }

  @Test func epsilonIsThatOfTheReference() throws {
    let cases = try Reference.load().cases
    #expect(
      cases.contains { ($0.noise, $0.sampling, $0.rounds, $0.delta) == (1.1, 0.01, 1000, 1e-5) })
    for item in cases {
      let spent = accountant(item.noise, item.sampling, item.rounds)
      #expect(abs(spent.epsilon(delta: item.delta) - item.epsilon) < 1e-7)
      #expect(abs(classic(spent, item.delta) - item.classic) < 1e-7)
    }
  }

  @Test("Opacus, tests/accountants_test.py: 7.32911117143")
  func epsilonIsThatOfOpacus() {
    let found = accountant(1.5, 0.04, 2250).epsilon(delta: 1e-5)
    #expect(abs(found - 7.329_111_171_43) < 1e-7)
  }

  /// Noise, epochs of batches of 256 of 60,000, and the ε that is printed for it.
  @Test(
    "TensorFlow Privacy, tutorials/README.md",
    arguments: [(1.12, 1.0, 1.00), (1.12, 2, 1.04), (1.12, 60, 2.92), (1.2, 10, 1.20)])
  func epsilonIsThatOfTensorFlowPrivacy(noise: Double, epochs: Double, printed: Double) {
    let steps = (epochs * 60_000 / 256).rounded(.down)
    let found = classic(accountant(noise, 256 / 60_000, steps), 1e-5)
    #expect(abs(found - printed) < 0.006)
  }

  @Test func wholeOrdersAreTheBinomialSum() {
    for (noise, q) in [(1.1, 0.01), (0.5, 0.3), (3, 0.9), (0.1, 0.2)] {
      for order in [2.0, 3, 7, 20] {
        // ln Σ C(α, k) (1 − q)^(α − k) q^k exp((k² − k) / 2σ²), Mironov et al. 2019.
        let terms = stride(from: 0.0, through: order, by: 1).map { (k: Double) -> Double in
          let choices: Double = lgamma(order + 1) - lgamma(k + 1) - lgamma(order - k + 1)
          let chance: Double = (order - k) * log1p(-q) + k * log(q)
          return choices + chance + (k * k - k) / (2 * noise * noise)
        }
        let largest = terms.max() ?? 0
        let sum = largest + log(terms.reduce(0) { $0 + exp($1 - largest) })
        let found = RenyiAccountant.divergence(order: order, noise: noise, sampling: q)
        #expect(abs(found * (order - 1) - sum) < 1e-9 * max(1, sum))
      }
    }
  }

  @Test func withEverybodyInEveryRoundItIsTheGaussianMechanism() {
    #expect(RenyiAccountant.divergence(order: 4, noise: 2, sampling: 1) == 0.5)
    let nearly = RenyiAccountant.divergence(order: 4, noise: 2, sampling: 1 - 1e-12)
    #expect(abs(nearly - 0.5) < 1e-9)
  }

  @Test func epsilonGrowsWithRoundsAndSamplingAndFallsWithNoise() {
    func epsilon(_ noise: Double, _ sampling: Double, _ rounds: Double) -> Double {
      accountant(noise, sampling, rounds).epsilon(delta: 1e-5)
    }
    let base = epsilon(1, 0.1, 30)
    #expect(epsilon(1, 0.1, 31) > base)
    #expect(epsilon(1, 0.11, 30) > base)
    #expect(epsilon(1.1, 0.1, 30) < base)
    #expect(accountant(1, 0.1, 30).epsilon(delta: 1e-6) > base)
  }
}
