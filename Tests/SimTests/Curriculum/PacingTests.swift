import Testing

@testable import Sim

struct PacingTests {
  private static let shapes: [Pacing.Shape] = [
    .linear, .squareRoot, .root(3), .root(1.5), .power(0.5), .power(3), .logarithmic, .quadratic,
    .exponential, .steep, .step, .none,
  ]

  private func pacing(_ name: Pacing.Name) -> Pacing {
    var settings = Settings()
    settings.pacing = name
    settings.pacingPower = 3
    settings.beta = 0.2
    settings.pacingEnd = 0.8
    return Pacing(settings)
  }

  @Test(arguments: [Pacing.Name.linear, .sqrt, .root, .quadratic, .exponential])
  func sharesAreThoseOfTheTable(name: Pacing.Name) throws {
    let table = try Golden.load().pacing
    let shares = table.rounds.map { pacing(name).share(round: $0, of: 100) }
    #expect(agree(shares, try #require(table.shares[name.rawValue]), 1e-12))
  }

  @Test func batchesAreThoseOfTheTable() throws {
    let table = try Golden.load().pacing
    let batches = table.rounds.map { round in
      Pacing.batches(share: pacing(.linear).share(round: round, of: 100), of: 17)
    }
    #expect(batches == table.linearOf17)
    #expect(batches == [4, 4, 7, 11, 17, 17, 17])
  }

  @Test(arguments: shapes)
  func sharesRiseFromBetaToOne(shape: Pacing.Shape) {
    for beta in [0.01, 0.2, 0.9, 1] {
      for alpha in [0.1, 0.8, 1] {
        let pacing = Pacing(shape: shape, beta: beta, alpha: alpha)
        let shares = (0...100).map { pacing.share(round: $0, of: 100) }
        let start = shape == .none ? 1 : beta
        #expect(abs(shares[0] - start) < 1e-12)
        #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 }, "never falls")
        #expect(shares.allSatisfy { $0 >= beta - 1e-12 && $0 <= 1 })
        #expect(shares[Int((alpha * 100).rounded(.up))...].allSatisfy { $0 == 1 })
      }
    }
  }

  @Test(arguments: shapes)
  func prefixesAreNestedAndNeverEmpty(shape: Pacing.Shape) {
    let pacing = Pacing(shape: shape, beta: 0.2, alpha: 0.8)
    for count in [1, 2, 5, 17, 100] {
      let used = (0..<30).map { Pacing.batches(share: pacing.share(round: $0, of: 30), of: count) }
      #expect(used.allSatisfy { (1...count).contains($0) })
      #expect(zip(used, used.dropFirst()).allSatisfy { $0 <= $1 })
      #expect(used.last == count)
    }
  }

  @Test func theFormsWithTwoParametersAreThoseOfTheirPaper() {
    // a = 0.8, b = 0.2 of Wu and others, appendix: values by hand at t/T = 0.4.
    func share(_ shape: Pacing.Shape) -> Double {
      Pacing(shape: shape, beta: 0.2, alpha: 0.8).share(round: 40, of: 100)
    }
    #expect(abs(share(.power(0.5)) - 0.765_685_424_949) < 1e-12)
    #expect(abs(share(.power(1)) - share(.linear)) < 1e-15)
    #expect(abs(share(.power(2)) - share(.quadratic)) < 1e-15)
    #expect(abs(share(.logarithmic) - 0.944_555_488_5) < 1e-9)
    #expect(abs(share(.steep) - 0.205_354_281_4) < 1e-9)
  }

  @Test func stepWaitsForTheEnd() {
    let pacing = Pacing(shape: .step, beta: 0.3, alpha: 0.5)
    #expect(pacing.share(round: 4, of: 10) == 0.3)
    #expect(pacing.share(round: 5, of: 10) == 1)
  }

  @Test func oneUlpTooMuchIsNotOneBatchMore() {
    #expect(Pacing.batches(share: 0.200_000_000_000_000_04, of: 5) == 1)
    #expect(Pacing.batches(share: 0.6, of: 5) == 3)
    #expect(Pacing.batches(share: 0.1 + 0.2, of: 10) == 3)
    #expect(Pacing.batches(share: 0.21, of: 5) == 2)
    #expect(Pacing.batches(share: 1e-9, of: 5) == 1)
    #expect(Pacing.batches(share: 1, of: 0) == 0)
  }

  @Test func everyNameIsAShape() {
    let shares = Pacing.Name.allCases.map { pacing($0).share(round: 20, of: 100) }
    #expect(Set(shares).count == Pacing.Name.allCases.count, "no two names mean the same")
  }
}
