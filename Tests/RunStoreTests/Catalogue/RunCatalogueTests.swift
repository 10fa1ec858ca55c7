import Foundation
import Metrics
import Testing

@testable import RunStore

@Suite struct RunCatalogueTests {
  let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func run(method: String, second: Double) throws -> RunWriter {
    try RunWriter.create(
      directory: scratch.path, method: method, provenance: Samples.provenance,
      date: Date(timeIntervalSince1970: second))
  }

  @Test func runsAreListedNewestFirst() throws {
    let old = try run(method: "fedavg", second: 1000)
    try old.commit(round: [Samples.started(rounds: 12), Samples.initialised])
    try old.commit(round: Samples.round(1, accuracy: 0.5) + Samples.round(2, accuracy: 0.75))
    try old.close()
    let live = try run(method: "fibecfed", second: 2000)
    try Data("junk".utf8).write(to: URL(fileURLWithPath: scratch.path + "/junk.sqlite"))
    try Data("text".utf8).write(to: URL(fileURLWithPath: scratch.path + "/README.md"))

    let listings = try RunCatalogue(directory: scratch.path).list()
    #expect(listings.map(\.name) == [live.name, old.name, "junk"])
    let listing = try #require(listings.dropFirst().first)
    #expect(listing.method == "fedavg" && listing.data == "sentiment" && listing.model == "tiny")
    #expect(listing.rounds == 12 && listing.status?.round == 2)
    #expect(listing.status?.accuracy == 0.75 && listing.status?.bytesUp == 410)
    #expect(listing.status?.condition == .interrupted)
    #expect(listing.created == Date(timeIntervalSince1970: 1000) && listing.size > 4096)
    #expect(try listing.growth == RunReader(path: old.path).growth())
    #expect(listings.first?.status?.condition == .live)
    #expect(listings.last?.status == nil && listings.last?.problem?.contains("junk") == true)
    try live.close()
    #expect(scratch.names.count == 4, "listing leaves nothing behind")
  }

  @Test func aListingTellsByWhatARunIsJudged() throws {
    let catalogue = RunCatalogue(directory: scratch.path)
    for (score, value) in [(nil, 0.75), (.exactMatch, 0.75), (.perplexity, 12.5)]
      as [(Score?, Double)]
    {
      let writer = try run(method: "fedavg", second: 1000 + value)
      #expect(catalogue.listing(name: writer.name).score == .accuracy, "nothing is told yet")
      try writer.commit(round: [Samples.started(score: score), Samples.initialised])
      try writer.flush()
      // The sample was evaluated before round 1, but not by its perplexity.
      #expect(catalogue.listing(name: writer.name).value == (score == .perplexity ? nil : 0.5))
      for round in 1...3 {
        guard case .roundFinished(var report) = Samples.report(round) else { continue }
        // The last round is not evaluated.
        let found = round < 3 ? value * Double(round) / 2 : nil
        if score == .perplexity {
          report.metrics = found.map { [Score.perplexity.rawValue: $0] } ?? [:]
        } else {
          report.accuracy = found
        }
        try writer.commit(round: [.roundFinished(report)])
      }
      try writer.close()
      let listing = catalogue.listing(name: writer.name)
      #expect(listing.score == score ?? .accuracy && listing.value == value)
      #expect(listing.problem == nil)
    }
  }

  @Test func aRunIsFoundByNamePrefixPathOrAsTheLatest() throws {
    let first = try run(method: "a", second: 1000)
    let second = try run(method: "b", second: 2000.2)
    let third = try run(method: "a", second: 2000.7)
    let catalogue = RunCatalogue(directory: scratch.path)
    for text in [first.name, "19700101-001640", first.path, first.name + ".sqlite"] {
      #expect(try catalogue.resolve(text) == first.path)
    }
    #expect(try catalogue.resolve("19700101-003320-b") == second.path)
    // The last part of a name is what screens call a run by.
    let last = try #require(first.name.split(separator: "-").last)
    #expect(try catalogue.resolve(String(last)) == first.path)
    #expect(throws: StoreError.self) { try catalogue.resolve(String(last.dropFirst())) }
    #expect(try catalogue.resolve("latest") == third.path, "of one second, the later one")
    let failure = #expect(throws: StoreError.self) { try catalogue.resolve("19700101-0033") }
    #expect(failure == .ambiguous("19700101-0033", names: [third.name, second.name]))
    for text in ["x", "", scratch.path + "/none.sqlite", "none.sqlite"] {
      let failure = #expect(throws: StoreError.self) { try catalogue.resolve(text) }
      #expect(failure?.isNotFound == true)
    }
  }

  @Test func noDirectoryIsNoRuns() throws {
    let catalogue = RunCatalogue(directory: scratch.path + "/none")
    #expect(try catalogue.list().isEmpty)
    #expect(throws: StoreError.notFound("latest", directory: catalogue.directory)) {
      try catalogue.resolve("latest")
    }
    #expect(scratch.names.isEmpty)
  }

  @Test func hundredsOfRunsAreListedQuickly() throws {
    let path = try Samples.file(in: scratch, rounds: 5)
    for index in 0..<299 {
      try FileManager.default.copyItem(
        atPath: path, toPath: "\(scratch.path)/20260101-000000-m-\(1000 + index).sqlite")
    }
    let clock = ContinuousClock()
    var listings: [RunListing] = []
    let elapsed = try clock.measure {
      listings = try RunCatalogue(directory: scratch.path).list()
    }
    print("300 runs are listed in \(elapsed)")
    #expect(listings.count == 300)
    #expect(listings.allSatisfy { $0.status?.round == 5 })
    #expect(elapsed < .seconds(60))
  }
}
