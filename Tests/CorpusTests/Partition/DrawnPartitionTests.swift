import Foundation
import Plain
import Testing

@testable import Corpus

/// Clients that draw their samples from the whole set.
struct DrawnPartitionTests {
  /// Five classes of 100, 200, 300, 400 and 500 samples.
  private static let labels = (0..<1500).map {
    [0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4][$0 % 15]
  }

  private func law(
    clients: Int = 1_000_000, alpha: Double = 1, sizeAlpha: Double = 5, seed: UInt64 = 1,
    minimum: Int = 1
  ) throws -> DrawnPartition {
    try DrawnPartition(
      labels: Self.labels, clients: clients,
      settings: PartitionSettings(
        scheme: .drawn, alpha: alpha, sizeAlpha: sizeAlpha, drawn: 40, minimum: minimum), seed: seed
    )
  }

  /// Whoever is asked for, in whatever order, has the same samples, each once; another seed gives others.
  @Test func aClientIsAFunctionOfSeedAndNumber() throws {
    let (law, other) = (try law(), try self.law(seed: 2))
    for client in [999_999, 0, 123_456, 1, 0] {
      let samples = law.samples(ofClient: client)
      #expect(samples == law.samples(ofClient: client))
      #expect(samples.count == law.count(ofClient: client))
      #expect(zip(samples, samples.dropFirst()).allSatisfy { $0 < $1 })
      #expect(samples.allSatisfy(Self.labels.indices.contains))
      #expect(samples != other.samples(ofClient: client))
    }
    #expect(law.sha256 != other.sha256)
    #expect(law.sha256 == (try self.law()).sha256)
    #expect(try self.law(alpha: 2).sha256 != law.sha256)
  }

  /// Gamma of shape k over k has mean 1 and deviation 1/√k.
  @Test func sizesFollowAGammaLaw() throws {
    let law = try law(sizeAlpha: 4)
    let sizes = (0..<20_000).map { Double(law.count(ofClient: $0)) }
    let mean = sizes.reduce(0, +) / 20_000
    let deviation = (sizes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000).squareRoot()
    #expect(abs(mean / 40 - 1) < 0.02)
    #expect(abs(deviation / 20 - 1) < 0.05)
    #expect(try self.law(sizeAlpha: 0.01, minimum: 7).count(ofClient: 3) >= 7)
    let all = try self.law(minimum: 1500)
    #expect(all.samples(ofClient: 5) == Array(0..<1500), "no more than there are")
    #expect(throws: CorpusError.self) { try self.law(minimum: 1501) }
  }

  /// Small α: one class; large α: all alike, however many samples each has.
  @Test func mixturesFollowADirichletLaw() throws {
    func skew(_ alpha: Double) throws -> Double {
      let law = try self.law(alpha: alpha, sizeAlpha: 1000)
      return SkewReport(parts: (0..<300).map(law.samples), labels: Self.labels).meanTopLabelShare
    }
    #expect(try skew(1e-3) > 0.98)
    #expect(try skew(1e6) < 0.32)
    let law = try law(alpha: 1e6)
    var counts = Array(repeating: 0, count: 5)
    for client in 0..<1000 {
      for sample in law.samples(ofClient: client) { counts[Self.labels[sample]] += 1 }
    }
    let total = Double(counts.reduce(0, +))
    #expect(counts.allSatisfy { abs(Double($0) / total - 0.2) < 0.01 })
  }

  /// A held-out sample is with a client that trains on its class.
  @Test func heldOutSamplesAreWithThoseWhoLearnTheirClass() throws {
    let law = try law(alpha: 0.1)
    var random = SplitMix64(seed: 3)
    let labels = (0..<500).map { $0 % 5 }
    let owners = law.owners(of: labels, using: &random)
    #expect(owners.count == 500 && owners.allSatisfy((0..<1_000_000).contains))
    let known = zip(owners, labels).count { owner, label in
      law.samples(ofClient: owner).contains { Self.labels[$0] == label }
    }
    #expect(known > 450)
    #expect(Set(owners).count > 490, "of a million hardly one is drawn twice")
  }
}
