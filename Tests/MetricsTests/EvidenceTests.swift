import Metrics
import Testing

/// When a sign is judged, and what then is said of it.
@Suite struct EvidenceTests {
  private func evidence(_ values: [Double]) -> Evidence {
    values.reduce(into: Evidence()) { $0.add($1) }
  }

  @Test func theFirstRoundsHaveTheirMeanAndWhatIsOverIsForgotten() {
    let first = evidence([1, 2, 3, 6])
    #expect(abs(first.mean - 3) < 1e-12 && abs(first.variance - 3.5) < 1e-12)
    #expect(abs(first.standardError - (3.5 / 3).squareRoot()) < 1e-12)
    #expect(evidence([5]).standardError == .infinity)
    let long = evidence(Array(repeating: 1, count: 10) + Array(repeating: 0, count: 40))
    #expect(long.mean < 0.02 && long.mean > 0 && long.count == 50 && long.last == 0)
  }

  /// The traces of the embedded experiment: all of the head's at first, since the factors begin at zero.
  @Test func aTransientIsNoFault() {
    let start = [0.997, 0.990, 0.964, 0.948, 0.877, 0.769, 0.623]
    for count in 1...7 {
      #expect(evidence(Array(start.prefix(count))).verdict(on: .headShare) == .early)
    }
    #expect(evidence(start + [0.6, 0.6, 0.6]).verdict(on: .headShare) == .sound)
    // One that does not pass is told.
    #expect(evidence(Array(repeating: 0.97, count: 10)).verdict(on: .headShare) == .beyond)
  }

  @Test func whatChanceMayDoIsNotJudged() {
    // A mean of -0.05 with values this far apart may be 0.2.
    let noisy = (0..<10).map { $0.isMultiple(of: 2) ? 0.45 : -0.55 }
    #expect(evidence(noisy).verdict(on: .orderLoss) == .unclear)
    let steady = (0..<10).map { $0.isMultiple(of: 2) ? 0.0 : -0.1 }
    #expect(evidence(Array(steady.prefix(9))).verdict(on: .orderLoss) == .early)
    #expect(evidence(steady).verdict(on: .orderLoss) == .beyond)
  }

  @Test func accountsAreJudgedAtOnceAndFactsNever() {
    #expect(evidence([0.2]).verdict(on: .lateSteps) == .beyond)
    #expect(evidence([0.2, 0.01]).verdict(on: .lateSteps) == .sound)
    #expect(evidence(Array(repeating: 0.99, count: 50)).verdict(on: .linkShare) == .told)
  }

  @Test func findingsComeWorstFirst() {
    var diagnosis = Diagnosis()
    for _ in 0..<6 {
      diagnosis.add([
        "link_share": 0.99, "label_excess": 0.3, "late_steps": 0.1, "head_share": 0.99,
        "of another time": 3,
      ])
    }
    #expect(
      diagnosis.findings.map(\.sign) == [.labelExcess, .lateSteps, .headShare, .linkShare])
    #expect(diagnosis.findings.map(\.isWrong) == [true, true, false, false])
    #expect(diagnosis.finding(.headShare)?.doubt == "too early: 6 of 10 rounds")
  }
}
