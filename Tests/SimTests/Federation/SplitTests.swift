import Corpus
import Metrics
import Testing

@testable import Sim

/// The split of a run: in its first event, and with every partition the same on any number of workers.
struct SplitTests {
  @Test(arguments: PartitionSettings.Scheme.allCases.filter { $0 != .files })
  func runsOfEveryPartitionAreRepeatable(scheme: PartitionSettings.Scheme) throws {
    let tapes = try [1, 2].map { workers in
      try SmallRun.record {
        $0.partition = scheme
        $0.minimumSamples = 2
        $0.rounds = 1
        $0.workers = workers
      }
    }
    #expect(tapes[0].summary?.parametersSHA256 == tapes[1].summary?.parametersSHA256)
    guard case .runStarted(let started)? = tapes[0].events.first else {
      Issue.record("a run begins with its description")
      return
    }
    let labels = try #require(started.clientLabels)
    #expect(labels.map { $0.reduce(0, +) } == started.clientSamples)
    #expect(started.clientSamples.reduce(0, +) == 60 || scheme == .drawn)
    for (counts, skew) in zip(labels, started.clientSkew) {
      #expect(Double(counts.max() ?? 0) / Double(counts.reduce(0, +)) == skew)
    }
  }

  @Test func theHashTellsSplitsApart() throws {
    let one = try SmallRun.federation()
    #expect(
      one.partitionHash == Split(train: Array(one.partition), test: Array(one.testPartition)).sha256
    )
    #expect(try SmallRun.federation { $0.learningRate = 1e-3 }.partitionHash == one.partitionHash)
    #expect(try SmallRun.federation { $0.alpha = 0.5 }.partitionHash != one.partitionHash)
  }

  @Test func whatIsNotReadIsSaid() throws {
    let federation = try SmallRun.federation { $0.shards = 3 }
    #expect(
      federation.notes.contains(
        "partition.shards is of the shards partition, which this is not: it is not read"))
    let shards = try SmallRun.federation {
      $0.partition = .shards
      $0.shards = 3
    }
    #expect(!shards.notes.contains { $0.contains("not read") })
    let columns = try SmallRun.federation { $0.clientColumn = "user" }
    #expect(
      columns.notes.contains(
        "data.client_column is of files, and question is an embedded task: it is not read"))
  }
}
