import Metrics
import Synchronization
import Testing

@testable import Sim

/// What an evaluation says of all clients, of each, and of those that never train.
struct EvaluationTests {
  /// FibecFed with four of six layers on the clients, so that each answers in its own way.
  private static func change(_ settings: inout Settings) {
    settings.gal = "2"
    settings.learningRate = 2e-2
    settings.testSamples = 60
    settings.alpha = 0.3
  }

  @Test func numbersOfClientsAddUpToThoseOfAll() throws {
    let federation = try SmallRun.federation(Self.change)
    let tape = try SmallRun.record(federation)
    let last = try #require(tape.rounds.last)
    let metrics = try #require(last.metrics)
    let own = try #require(last.clientAccuracy)
    let sizes = federation.testPartition.map(\.count)
    #expect(own.count == 6)
    for (accuracy, size) in zip(own, sizes) { #expect((accuracy == nil) == (size == 0)) }
    // Pooled is the mean weighted by test samples; the mean over clients has no weights.
    let right = zip(own, sizes).reduce(0.0) { $0 + ($1.0 ?? 0) * Double($1.1) }
    #expect(abs(right / 60 - (last.accuracy ?? .nan)) < 1e-12)
    let spread = try #require(ClientSpread(own.compactMap(\.self)))
    #expect(metrics["client_mean"] == spread.mean)
    #expect(metrics["client_worst_tenth"] == spread.worstTenth)
    #expect(metrics["client_variance"] == spread.variance)
    #expect(metrics["client_jain"] == spread.jain)
    #expect(metrics["f1"] != nil && metrics["matthews_global"] != nil)
    #expect(metrics["pearson"] == nil, "labels of question are names")
    #expect(metrics["accuracy_unseen"] == nil, "nobody is held out")
    #expect(tape.rounds.dropLast().allSatisfy { $0.clientAccuracy == nil && $0.metrics != nil })
    // In thousandths at every evaluation.
    #expect(last.clientPermille == own.map { $0.map { Int(($0 * 1000).rounded()) } })
    #expect(tape.rounds.allSatisfy { ($0.clientPermille == nil) == ($0.accuracy == nil) })
    #expect(tape.summary?.metrics == metrics)
  }

  /// All of it is read off the answers that accuracy needs: the server's to every test sample once, and a client's own to
  /// its own.
  @Test func itCostsNoPassMore() throws {
    let federation = try SmallRun.federation {
      Self.change(&$0)
      $0.rounds = 2
      $0.evaluateEvery = 2
    }
    var counting: CountingBackend?
    let simulation = Simulation(
      federation, name: "counted", recorder: NoRecorder(), guardAction: .stop, listener: { _ in }
    ) { worker in
      let backend = CountingBackend(worker)
      counting = backend
      return backend
    }
    try simulation.run()
    let owned = simulation.clients.indices.filter { simulation.clients[$0].own != nil }
    let counted = try #require(counting).asked
    #expect(counted.server == 2 * 60, "before round 1, and after round 2")
    #expect(counted.clients == owned.reduce(0) { $0 + federation.testPartition[$1].count })
  }

  @Test func unseenClientsNeverTrain() throws {
    let federation = try SmallRun.federation {
      Self.change(&$0)
      $0.unseen = 0.3
      $0.cohort = 4
    }
    #expect(federation.unseen.count == 2)
    #expect(federation.notes.contains("2 of 6 clients never train (evaluation.unseen)"))
    #expect((federation.unseen + federation.participants).sorted() == Array(0..<6))
    let tape = try SmallRun.record(federation)
    let unseen = Set(federation.unseen)
    #expect(tape.rounds.allSatisfy { $0.cohort.count == 4 && unseen.isDisjoint(with: $0.cohort) })
    #expect(tape.clients.allSatisfy { !unseen.contains($0.client) })
    let last = try #require(tape.rounds.last)
    let own = try #require(last.clientAccuracy)
    func pooled(_ clients: some Collection<Int>) -> Double {
      let sizes = clients.map { Double(federation.testPartition[$0].count) }
      let right = zip(clients, sizes).reduce(0.0) { $0 + (own[$1.0] ?? 0) * $1.1 }
      return right / sizes.reduce(0, +)
    }
    #expect(abs(pooled(federation.participants) - (last.accuracy ?? .nan)) < 1e-12)
    #expect(abs(pooled(federation.unseen) - (last.metrics?["accuracy_unseen"] ?? .nan)) < 1e-12)
    guard case .runStarted(let started)? = tape.events.first else {
      Issue.record("a run begins with its description")
      return
    }
    #expect(started.unseen == federation.unseen)
  }

  @Test func unseenClientsMayAdaptAndNothingElseChanges() throws {
    func record(_ choice: LocalEvaluation, workers: Int = 1) throws -> Tape {
      try SmallRun.record {
        Self.change(&$0)
        $0.unseen = 0.5
        $0.localEvaluation = choice
        $0.workers = workers
      }
    }
    let (kept, fresh) = (try record(.kept), try record(.fresh))
    #expect(kept.summary?.parametersSHA256 == fresh.summary?.parametersSHA256)
    #expect(kept.rounds.allSatisfy { $0.metrics?["accuracy_unseen_fresh"] == nil })
    #expect(fresh.rounds.allSatisfy { $0.metrics?["accuracy_unseen_fresh"] != nil })
    #expect(
      kept.rounds.map { $0.metrics?["accuracy_unseen"] }
        == fresh.rounds.map { $0.metrics?["accuracy_unseen"] })
    #expect(try record(.fresh, workers: 2).rounds == fresh.rounds)
  }

  @Test func theCohortEndsAtThoseThatTrain() throws {
    let federation = try SmallRun.federation {
      $0.unseen = 0.5
      $0.cohort = 6
    }
    #expect(federation.settings.cohort == 3)
    #expect(federation.notes.contains { $0.contains("there are 3 clients that train") })
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.federation {
        $0.clients = 1
        $0.unseen = 0.1
      }
    }
    #expect(error?.description.contains("leaves nobody to train") == true)
  }

  /// A checkpoint has the last metrics too: a run that is killed before its last event tells them all the same.
  @Test func totalsKeepTheMetrics() throws {
    var totals = Totals()
    var report = try #require(try SmallRun.record(Self.change).rounds.last)
    totals.add(report)
    report.metrics = nil
    totals.add(report)
    #expect(totals.metrics?.isEmpty == false)
    #expect(Totals(totals.numbers) == totals)
  }
}

/// Counts the test samples that the server answers, and those that clients answer.
private final class CountingBackend: Backend {
  private let inner: SerialBackend
  private let counts: Mutex<(server: Int, clients: Int)>

  init(_ worker: JobWorker) {
    inner = SerialBackend(worker)
    counts = Mutex((0, 0))
  }

  var asked: (server: Int, clients: Int) { counts.withLock { $0 } }

  func perform(
    costs: [Int], urgent: Int, job: @Sendable (_ index: Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool {
    inner.perform(costs: costs, urgent: urgent) { index in
      let made = job(index)
      if case .evaluate(let evaluation) = made {
        let count = evaluation.samples.count
        counts.withLock {
          if evaluation.own == nil { $0.server += count } else { $0.clients += count }
        }
      }
      return made
    } deliver: {
      deliver($0)
    }
  }
}
