import Foundation
import Plain
import Testing

@testable import Corpus

/// The laws of the partitions beside Dirichlet's: who gets what, and what a client is tested on.
struct SchemeTests {
  /// Six classes of unlike sizes from three domains, and half as many held out.
  private static let data: Dataset = {
    func samples(_ count: Int) -> [Sample] {
      (0..<count).map { index in
        let label = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5][index % 12]
        return Sample(text: "", label: label, client: ["a", "b", nil][index / 7 % 3])
      }
    }
    return Dataset(
      name: "", labelNames: (0..<6).map(String.init), train: samples(2400), test: samples(1200))
  }()

  private func split(
    _ settings: PartitionSettings, clients: Int = 20, seed: UInt64 = 1, _ data: Dataset = data
  ) throws -> Split {
    var generator = SplitMix64(seed: seed)
    return try partitionWithTest(data, clients: clients, settings: settings, using: &generator)
  }

  private func labels(_ part: [Int]) -> Set<Int> { Set(part.map { Self.data.train[$0].label }) }
  private func heldOut(_ part: [Int]) -> Set<Int> { Set(part.map { Self.data.test[$0].label }) }

  /// Of training samples but where clients draw them.
  @Test(arguments: PartitionSettings.Scheme.allCases, [3, 20, 60])
  func everySampleIsWithOneClient(scheme: PartitionSettings.Scheme, clients: Int) throws {
    let owned = scheme == .natural || scheme == .files
    let clients = owned ? 2 : clients
    let settings = PartitionSettings(scheme: scheme, minimum: 5)
    let split = try self.split(settings, clients: clients)
    #expect(split.train.count == clients && split.test.count == clients)
    #expect(split.train.joined().sorted() == Array(0..<2400) || scheme == .drawn)
    #expect(split.test.joined().sorted() == Array(0..<1200))
    #expect(split.train.allSatisfy { $0.count >= 5 && $0 == $0.sorted() })
    #expect(split.test.allSatisfy { $0 == $0.sorted() })
    #expect(try self.split(settings, clients: clients) == split, "a seed is a split")
    #expect(try (self.split(settings, clients: clients, seed: 2) == split) == false)
  }

  /// Equal pieces of sorted labels: a client of two has at most four labels where a piece spans two, and sizes are alike.
  @Test func shardsAreEqualAndOfFewLabels() throws {
    let split = try self.split(PartitionSettings(scheme: .shards, shards: 2))
    #expect(split.train.allSatisfy { $0.count == 120 && labels($0).count <= 4 })
    #expect(Set(split.train.map(\.count)) == [120])
    let one = try self.split(PartitionSettings(scheme: .shards, shards: 1), clients: 12)
    // 2400 / 12 = 200 is the size of the smallest class: every piece is of one label.
    #expect(one.train.allSatisfy { labels($0).count == 1 })
  }

  @Test(arguments: 1...6)
  func pathologicalClientsHaveSoManyClasses(classes: Int) throws {
    let split = try self.split(PartitionSettings(scheme: .pathological, classes: classes))
    #expect(split.train.allSatisfy { labels($0).count == classes })
    // Each class is with as many clients as any other, or one more.
    let owners = (0..<6).map { label in split.train.count { labels($0).contains(label) } }
    #expect((owners.max() ?? 0) - (owners.min() ?? 0) <= 1)
  }

  /// Held-out samples follow the classes of training: a client is never asked what it could not learn.
  @Test(arguments: [PartitionSettings.Scheme.shards, .pathological])
  func clientsAreTestedOnTheirOwnClasses(scheme: PartitionSettings.Scheme) throws {
    let split = try self.split(PartitionSettings(scheme: scheme))
    for (train, test) in zip(split.train, split.test) {
      #expect(heldOut(test).isSubset(of: labels(train)))
      // Half as many of each, but for what does not divide.
      #expect(abs(test.count * 2 - train.count) <= 2 * labels(train).count)
    }
  }

  @Test func aClassThatNobodyTrainsOnIsDealtEvenly() throws {
    var data = Self.data
    data.test = (0..<40).map { _ in Sample(text: "", label: 6) }
    let split = try self.split(PartitionSettings(scheme: .pathological), data)
    #expect(split.test.allSatisfy { $0.count == 2 })
  }

  /// The r-th largest has r^-a times the samples of the largest.
  @Test(arguments: [0, 0.5, 1, 1.5])
  func sizesFollowAPowerLaw(exponent: Double) throws {
    let settings = PartitionSettings(scheme: .powerLaw, exponent: exponent, minimum: 0)
    let sizes = try self.split(settings).train.map(\.count).sorted(by: >)
    let sum = (1...20).reduce(0.0) { $0 + pow(Double($1), -exponent) }
    for (rank, size) in sizes.enumerated() {
      #expect(abs(Double(size) - 2400 * pow(Double(rank + 1), -exponent) / sum) <= 1)
    }
    let first = try self.split(settings).train.map(\.count)
    #expect(exponent == 0 || first != first.sorted(by: >), "the largest may be any client")
  }

  /// Logarithms of the sizes have the deviation σ.
  @Test(arguments: [0.25, 1])
  func sizesFollowALogNormalLaw(sigma: Double) throws {
    let samples = (0..<400_000).map { _ in Sample(text: "", label: 0) }
    let data = Dataset(name: "", labelNames: ["a"], train: samples, test: [])
    let settings = PartitionSettings(scheme: .logNormal, sigma: sigma, minimum: 0)
    let logs = try self.split(settings, clients: 500, data).train.map { log(Double($0.count)) }
    let mean = logs.reduce(0, +) / 500
    let deviation = (logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 500).squareRoot()
    #expect(abs(deviation / sigma - 1) < 0.15)
    let even = PartitionSettings(scheme: .logNormal, sigma: 0)
    #expect(Set(try self.split(even).train.map(\.count)) == [120])
  }

  /// Small α: a client sees one domain; large α: all in the shares that they have.
  ///
  /// Classes are as they come either way.
  @Test func featuresAreMixedByDomain() throws {
    func skew(_ alpha: Double, _ kind: (Sample) -> Int) throws -> Double {
      let split = try self.split(PartitionSettings(scheme: .feature, alpha: alpha, sizeAlpha: 1000))
      return SkewReport(parts: split.train, labels: Self.data.train.map(kind)).meanTopLabelShare
    }
    let domain: (Sample) -> Int = { ["a": 0, "b": 1][$0.client] ?? 2 }
    #expect(try skew(0.001, domain) > 0.85)
    #expect(try skew(1e6, domain) < 0.45)
    #expect(try skew(0.001, \.label) < 0.35)
    let split = try self.split(PartitionSettings(scheme: .feature, alpha: 0.05, sizeAlpha: 1000))
    // A client is tested on the domains that it trains on.
    let alike = zip(split.train, split.test).count { train, test in
      func commonest(_ part: [Int], _ samples: [Sample]) -> Int? {
        (0..<3).max { left, right in
          part.count { domain(samples[$0]) == left } < part.count { domain(samples[$0]) == right }
        }
      }
      return commonest(train, Self.data.train) == commonest(test, Self.data.test)
    }
    #expect(alike >= 17, "of 20")
  }
}
