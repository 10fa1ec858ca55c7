import Testing

@testable import Bench

/// The workload, against what `scripts/peers/lengths.py` draws with Python's generator.
@Suite("Workload") struct WorkloadTests {
  static let workload = Workload.seeded()

  @Test("Lengths are those that Python draws")
  func lengths() throws {
    #expect(Self.workload.batches["8/mixed"]?.first == [13, 37, 10, 11, 11, 35, 5, 22])
    #expect(Self.workload.batches["32/mixed"]?.last?.suffix(4) == [23, 13, 69, 27])
    #expect(Self.workload.clients.count == 100)
    #expect(Self.workload.clients.first?.prefix(6) == [26, 28, 35, 8, 11, 5])
    #expect(Self.workload.clients.first?.count == 77)
    #expect(Self.workload.clients.last?.suffix(6) == [13, 19, 7, 9, 13, 7])
    #expect(Self.workload.clients.last?.count == 46)
    #expect(Self.workload.clients.joined().reduce(0, +) == 132_989)
  }

  @Test("Samples are numbered through a list, and tokens follow the formula")
  func tokens() {
    let batches = Workload.packed([[2, 1], [3]], vocabulary: 30_522)
    #expect(batches.map(\.count) == [2, 1])
    // 104,729 % 20,000 = 4,729.
    let tokens: [Int32] = [1000, 5729, 8919]
    #expect(batches[0].tokens == tokens)
    #expect(batches[0].labels == [0, 1])
    #expect(batches[1].tokens.first == 16_838)
    #expect(Workload.tokens(5, length: 40, vocabulary: 2000).allSatisfy { $0 >= 1000 && $0 < 2000 })
  }

  @Test("A federation has every sample once")
  func federation() {
    let (samples, partition) = Self.workload.federation(vocabulary: 2000)
    #expect(partition.map(\.count) == Self.workload.clients.map(\.count))
    #expect(Array(partition.joined()) == Array(samples.indices))
    #expect(samples[partition[1][0]].encoding.tokens.count == Self.workload.clients[1][0])
  }
}
