import CHeapWatch
import Corpus
import Metrics
import Plain
import Testing

@testable import Sim

/// A million clients cost what the few cost that are sampled.
struct ManyClientsTests {
  private func federation(
    clients: Int, _ change: (inout Settings) -> Void = { _ in }
  ) throws -> Federation {
    try SmallRun.federation {
      $0.method = "fedavg-lora"
      $0.partition = .drawn
      $0.clients = clients
      $0.rounds = 2
      $0.drawnSamples = 8
      change(&$0)
    }
  }

  /// Bytes that a federation of so many clients holds, with a simulation that has begun.
  private func held(clients: Int) throws -> Int {
    let before = heap_watch_live()
    let simulation = Simulation(
      try federation(clients: clients) { $0.devices = "edge-mixed" }, name: "many")
    simulation.hub.emit(.runStarted(simulation.describe()))
    defer { withExtendedLifetime(simulation) {} }
    return heap_watch_live() - before
  }

  @Test func aClientThatWasNeverSampledTakesAFewBytes() throws {
    let few = try held(clients: 200_000)
    let many = try held(clients: 1_000_000)
    // One more list's end, its device, and its share of a page.
    #expect((0...20).contains((many - few) / 800_000))
  }

  @Test func aRunOfAMillionTouchesItsCohortsAlone() throws {
    let federation = try federation(clients: 1_000_000)
    let tape = Tape()
    let simulation = Simulation(federation, name: "many", recorder: tape)
    try simulation.run()
    let cohorts = tape.rounds.flatMap(\.cohort)
    #expect(cohorts.count == 6 && simulation.clients.touched == Set(cohorts).sorted())
    #expect(tape.clients.allSatisfy { $0.failure == nil && ($0.trainLoss ?? 0) > 0 })
    #expect(tape.checkpoint?.clients.keys.sorted() == simulation.clients.touched)
    let snapshot = simulation.snapshot
    #expect(snapshot.clients.count == 1_000_000)
    #expect(snapshot.clients.touched.map(\.id) == simulation.clients.touched)
    #expect(snapshot.started?.clientSamples == [] && snapshot.started?.clientCount == 1_000_000)
    #expect(tape.rounds.allSatisfy { $0.clientPermille == nil && $0.clientAccuracy == nil })
    #expect(tape.rounds.last?.accuracy != nil)
  }

  /// What is drawn on demand is what a split of lists would say.
  @Test func drawnLazilyOrAsListsIsTheSame() throws {
    let federation = try federation(clients: 50)
    let settings = federation.settings
    let data = Dataset(
      name: "", labelNames: federation.dataset.labelNames,
      train: federation.train.labels.map { Sample(text: "", label: $0) },
      test: federation.test.labels.map { Sample(text: "", label: $0) })
    let (split, _) = try settings.split(data, parts: nil)
    #expect(Array(federation.partition) == split.train)
    #expect(Array(federation.testPartition) == split.test)
    #expect(
      federation.partition.indices.map(federation.partition.count) == split.train.map(\.count))
    #expect(federation.testers == split.test.indices.filter { !split.test[$0].isEmpty })
    #expect(federation.test.labels.indices.allSatisfy(split.test.joined().contains))
  }

  /// Who can be asked, against a filter of all, where devices come and go, are too small and are busy.
  @Test func whoIsReadyIsAFilterOfAll() throws {
    let federation = try federation(clients: 300) {
      $0.devices = "phones-4g:0.5,boards-lte-m:0.5"
      $0.unseen = 0.2
    }
    let clock = VirtualClock(federation.settings, federation.fleet)
    let fleet = try #require(federation.fleet)
    let busy: Set<Int> = [3, 4, 299]
    let ready = clock.ready(at: 5, of: federation.participants, except: busy)
    let expected = (0..<300).filter { client in
      !federation.unseen.contains(client) && !busy.contains(client) && fleet.canTrain(client)
        && fleet.device(of: client).isThere(at: 5)
    }
    #expect(Array(ready) == expected)
    let cohort = federation.cohort(round: 4, size: 20, among: ready)
    var random = CounterRandom(seed: 42, purpose: .cohort, round: 4)
    #expect(cohort == random.sample(20, of: expected.count).map { expected[$0] })
  }

  @Test func tooManyForTheDataIsSaid() throws {
    let million = 1_000_000
    #expect {
      try federation(clients: million) {
        $0.partition = .dirichlet
        $0.trainSamples = 0
      }
    } throws: {
      "\($0)".contains("60 samples of question for each are 60000000") && "\($0)".contains("drawn")
    }
    #expect {
      try federation(clients: million) { $0.partition = .dirichlet }
    } throws: {
      "\($0)".contains("60 samples do not give 1000000 clients") && "\($0)".contains("drawn")
    }
    let asked = try federation(clients: million) { $0.method = "fibecfed" }
    #expect(asked.notes.contains { $0.contains("1000000 clients score layers before round 1") })
  }

  @Test func listsByOwnerAreThoseOfAGroup() {
    let owners = [3, 1, 3, 0, 1, 3]
    let lists = SampleLists(owners: owners, count: 5)
    #expect(Array(lists) == [[3], [1, 4], [], [0, 2, 5], []])
    #expect(lists.filled == [0, 1, 3] && lists == SampleLists(Array(lists)))
    #expect(Array(SampleLists(owners: [], count: 2)) == [[], []])
  }
}
