import Plain
import Testing

@testable import Corpus

struct PartitionTests {
  private let labels = (0..<4000).map { $0 % 4 }

  private func parts(
    _ settings: PartitionSettings, clients: Int, seed: UInt64 = 1
  ) throws -> [[Int]] {
    try parts(labels.map { Sample(text: "", label: $0) }, settings, clients: clients, seed: seed)
  }

  private func parts(
    _ samples: [Sample], _ settings: PartitionSettings, clients: Int, seed: UInt64 = 1
  ) throws -> [[Int]] {
    var generator = SplitMix64(seed: seed)
    let data = Dataset(name: "", labelNames: [], train: samples, test: [])
    return try partitionWithTest(
      data, clients: clients, settings: settings, using: &generator
    ).train
  }

  @Test(
    arguments: [PartitionSettings.Scheme.iid, .dirichlet, .quantity, .logNormal, .powerLaw],
    [1, 2, 7, 100, 400])
  func givesEverySampleToOneClient(scheme: PartitionSettings.Scheme, clients: Int) throws {
    for alpha in [0.001, 0.1, 1, 1e6] {
      let settings = PartitionSettings(scheme: scheme, alpha: alpha, sizeAlpha: alpha, minimum: 5)
      let parts = try parts(settings, clients: clients)
      #expect(parts.count == clients)
      #expect(parts.flatMap(\.self).sorted() == Array(labels.indices))
      #expect(parts.allSatisfy { $0.count >= 5 })
      #expect(parts.allSatisfy { $0 == $0.sorted() })
    }
  }

  @Test func repeatsItselfForASeed() throws {
    let settings = PartitionSettings()
    #expect(try parts(settings, clients: 20) == parts(settings, clients: 20))
    #expect(try parts(settings, clients: 20) != parts(settings, clients: 20, seed: 2))
  }

  /// The limits of the Dirichlet law: one class a client, and equal shares
  /// (docs/methods.md, "Partition over clients").
  @Test func skewFollowsAlpha() throws {
    func report(_ alpha: Double) throws -> SkewReport {
      let settings = PartitionSettings(scheme: .dirichlet, alpha: alpha, sizeAlpha: 1000)
      return SkewReport(parts: try parts(settings, clients: 100), labels: labels)
    }
    let single = try report(0.001)
    let mixed = try report(1)
    let even = try report(1e6)
    // The classes are wanted unevenly, so the last clients take what is left.
    #expect(single.meanTopLabelShare > 0.8)
    #expect(single.meanLabelEntropy < 0.4)
    #expect(mixed.meanTopLabelShare < single.meanTopLabelShare)
    #expect(even.meanTopLabelShare < 0.4)
    #expect(even.meanLabelEntropy > 1.3)
    #expect(mixed.meanLabelEntropy < even.meanLabelEntropy)
  }

  @Test func sizesFollowSizeAlpha() throws {
    func report(_ sizeAlpha: Double) throws -> SkewReport {
      let settings = PartitionSettings(scheme: .quantity, sizeAlpha: sizeAlpha, minimum: 1)
      return SkewReport(parts: try parts(settings, clients: 40), labels: labels)
    }
    let skewed = try report(0.3)
    let even = try report(1e6)
    #expect(skewed.largest > 4 * skewed.median)
    #expect(even.largest - even.smallest <= 2)
  }

  /// Shares of a symmetric Dirichlet law have mean 1/k and variance (k-1)/(k²(kα+1)).
  @Test(arguments: [0.1, 0.5, 1, 5, 50])
  func dirichletHasItsMoments(alpha: Double) {
    var generator = SplitMix64(seed: 3)
    let count = 20_000
    let k = 4.0
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<count {
      let shares = dirichletShares(4, alpha: alpha, using: &generator)
      #expect(abs(shares.reduce(0, +) - 1) < 1e-9)
      sum += shares[0]
      squares += shares[0] * shares[0]
    }
    let mean = sum / Double(count)
    let variance = squares / Double(count) - mean * mean
    let expected = (k - 1) / (k * k * (k * alpha + 1))
    #expect(abs(mean - 1 / k) < 5 * (expected / Double(count)).squareRoot())
    #expect(abs(variance / expected - 1) < 0.06)
  }

  @Test func testPartsHaveTheMixtureOfTraining() throws {
    let samples = labels.map { Sample(text: "", label: $0) }
    let data = Dataset(name: "", labelNames: ["a", "b", "c", "d"], train: samples, test: samples)
    var generator = SplitMix64(seed: 5)
    let split = try partitionWithTest(
      data, clients: 10, settings: PartitionSettings(alpha: 0.3, sizeAlpha: 50), using: &generator)
    let (train, test) = (split.train, split.test)
    #expect(test.flatMap(\.self).sorted() == Array(labels.indices))
    // The distance between a client's own two mixtures, against that to the next client's.
    func shares(_ part: [Int]) -> [Double] {
      (0..<4).map { label in
        Double(part.count { labels[$0] == label }) / Double(max(1, part.count))
      }
    }
    func distance(_ left: [Double], _ right: [Double]) -> Double {
      zip(left, right).reduce(0) { $0 + abs($1.0 - $1.1) }
    }
    var own = 0.0
    var others = 0.0
    for client in train.indices {
      own += distance(shares(train[client]), shares(test[client]))
      others += distance(shares(train[client]), shares(test[(client + 1) % 10]))
    }
    #expect(own < 0.5 * others)
  }

  @Test func naturalClientsKeepTheirSamples() throws {
    let keys: [String?] = (0..<100).map { ["ann", "bob", "bob", "cid", nil][$0 % 5] }
    let samples = keys.map { Sample(text: "", label: 0, client: $0) }
    let settings = PartitionSettings(scheme: .natural)
    let parts = try parts(samples, settings, clients: 3)
    #expect(parts.flatMap(\.self).sorted() == Array(0..<100))
    #expect(parts.map { part in Set(part.compactMap { keys[$0] }) } == [["bob"], ["ann"], ["cid"]])
    let merged = try self.parts(samples, settings, clients: 2)
    #expect(Set(merged[1].compactMap { keys[$0] }) == ["ann", "cid"])
    #expect(throws: CorpusError.self) { try self.parts(samples, settings, clients: 4) }
  }

  @Test func samplesThatAreNoClientsOwnAreTold() {
    func note(_ clients: [String?], test: [String?] = [], of count: Int = 2) -> String? {
      let split = [clients, test].map { $0.map { Sample(text: "", label: 0, client: $0) } }
      return naturalNote(
        Dataset(name: "", labelNames: ["a"], train: split[0], test: split[1]), clients: count)
    }
    #expect(note(["ann", "bob"], test: ["bob"]) == nil)
    #expect(note(["ann", nil, nil], of: 1)?.hasPrefix("2 of 3 training samples") == true)
    #expect(note(["ann", "bob", "cid"])?.hasPrefix("1 of the data's 3 owners") == true)
    let all = note(["ann", "bob", nil], test: ["ann", "dan", nil], of: 1)
    #expect(all?.contains("; 2 of 3 held-out samples are of no training") == true)
    #expect(all?.split(separator: ";").count == 3)
    #expect(note(["Ann B", "Ann C", "1", "2", "-1", "a-b", "a b"], of: 7) == nil)
    #expect(
      note(["1", "1.0", " 2", "2", "Ann", "ANN ", "nan"], test: ["ann"], of: 7)
        == "1 of 1 held-out samples are of no training sample's owner and are dealt out in turn; "
        + "owners ' 2', '2' are alike but for case, spaces or a point, and count as 2; "
        + "owners '1', '1.0' are alike but for case, spaces or a point, and count as 2; "
        + "owners 'ANN ', 'Ann', 'ann' are alike but for case, spaces or a point, and count as 3; "
        + "owners are called 'nan', as missing ones are")
  }

  @Test func heldOutSamplesGoToTheirOwner() throws {
    func sample(_ client: String?) -> Sample { Sample(text: "", label: 0, client: client) }
    let data = Dataset(
      name: "", labelNames: ["a"], train: ["x", "x", "y", "z"].map { sample($0) },
      test: ["y", "x", "new", nil].map { sample($0) })
    var generator = SplitMix64(seed: 1)
    let split = try partitionWithTest(
      data, clients: 3, settings: PartitionSettings(scheme: .natural), using: &generator)
    #expect(split == Split(train: [[0, 1], [2], [3]], test: [[1, 2], [0, 3], []]))
  }

  @Test func saysWhatIsImpossible() {
    for (clients, settings) in [
      (5000, PartitionSettings()), (0, PartitionSettings()), (-1, PartitionSettings()),
      (10, PartitionSettings(alpha: 0)), (10, PartitionSettings(alpha: .nan)),
      (10, PartitionSettings(scheme: .quantity, sizeAlpha: -.infinity)),
      (10, PartitionSettings(minimum: .max)), (10, PartitionSettings(scheme: .natural)),
      (0, PartitionSettings(scheme: .natural)), (10, PartitionSettings(scheme: .feature)),
      (10, PartitionSettings(scheme: .logNormal, sigma: .nan)),
      (10, PartitionSettings(scheme: .powerLaw, exponent: -1)),
      (2001, PartitionSettings(scheme: .shards)),
      (10, PartitionSettings(scheme: .shards, shards: 0)),
      (.max, PartitionSettings(scheme: .shards)),
      (1000, PartitionSettings(scheme: .shards, minimum: 5)),
      (10, PartitionSettings(scheme: .pathological, classes: 5)),
      (10, PartitionSettings(scheme: .pathological, classes: 0)),
      (3, PartitionSettings(scheme: .pathological, classes: 1)),
    ] {
      let error = #expect(throws: CorpusError.self) { try parts(settings, clients: clients) }
      #expect(error?.description.hasPrefix("impossible partition: ") == true)
    }
    #expect(throws: CorpusError.self) {
      try parts([0, -3].map { Sample(text: "", label: $0) }, PartitionSettings(), clients: 1)
    }
  }

  @Test func reportsSkewInClosedForm() {
    let report = SkewReport(parts: [[0, 1], [2, 3, 4, 5], []], labels: [0, 0, 0, 1, 0, 1])
    #expect(report.meanTopLabelShare == 0.75)
    #expect(abs(report.meanLabelEntropy - 0.5 * 0.6931471805599453) < 1e-12)
    #expect(report.smallest == 0)
    #expect(report.median == 2)
    #expect(report.largest == 4)
  }

  @Test(.timeLimit(.minutes(5)))
  func scalesToTenThousandClients() throws {
    let parts = try parts(
      (0..<100_000).map { Sample(text: "", label: $0 % 20) },
      PartitionSettings(alpha: 0.1, sizeAlpha: 0.5, minimum: 2), clients: 10_000)
    #expect(parts.count == 10_000)
    #expect(parts.reduce(0) { $0 + $1.count } == 100_000)
    #expect(parts.allSatisfy { $0.count >= 2 })
  }
}
