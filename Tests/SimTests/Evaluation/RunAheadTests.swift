import Metrics
import Synchronization
import Testing
import Transformer

@testable import Sim

/// The answers to a round's test, found beside the training of the next round.
struct RunAheadTests {
  /// What a run did and told, live.
  private struct Run {
    let tape: Tape
    let heard: [RunEvent]
    /// Rounds whose answers were found beside the next round's training.
    let mixed: [Int]
    let simulation: Simulation
  }

  /// Runs on one job after the other, but as if there were workers to spare.
  private func run(
    settings change: (inout Settings) -> Void = { _ in },
    prepare: (Simulation) throws -> Void = { _ in },
    before job: @escaping @Sendable (Job, Gate) -> Bool = { _, _ in true }
  ) throws -> Run {
    let tape = Tape()
    let heard = Mutex([RunEvent]())
    let mixed = Mutex([Int]())
    let simulation = Simulation(
      try SmallRun.federation {
        $0.rounds = 4
        change(&$0)
      }, name: "small", recorder: tape, guardAction: .stop,
      listener: { event in heard.withLock { $0.append(event) } }
    ) { worker in
      SharedBackend(worker, before: job) { round in mixed.withLock { $0.append(round) } }
    }
    tape.attach(simulation)
    try prepare(simulation)
    try simulation.run()
    return Run(
      tape: tape, heard: heard.withLock { $0 }, mixed: mixed.withLock { $0 }, simulation: simulation
    )
  }

  @Test(arguments: ["fibecfed", "fedavg-lora", "scaffold", "fedalt"])
  func theRunIsTheSame(method: String) throws {
    let ahead = try run(settings: { $0.method = method })
    #expect(ahead.mixed == [1, 2, 3])
    let alone = try SmallRun.record {
      $0.rounds = 4
      $0.method = method
    }
    #expect(ahead.tape.events == alone.events)
    let threads = try SmallRun.record {
      $0.rounds = 4
      $0.method = method
      $0.workers = 5
    }
    #expect(
      threads.events.dropFirst() == alone.events.dropFirst(), "but for the number of workers")
  }

  @Test func nothingIsHeardOfARoundBeforeTheOneBeforeIsTold() throws {
    let heard = try run().heard
    var told = 0
    var begun = 0
    for event in heard {
      switch event {
      case .roundFinished(let report):
        #expect(report.round == told + 1)
        #expect(report.accuracy != nil)
        told = report.round
      case .clientStarted(let start):
        #expect(start.round == told + 1)
        begun += 1
      case .clientFinished(let report): #expect(report.round == told + 1)
      default: break
      }
    }
    #expect(told == 4 && begun == 12)
  }

  @Test func aRoundWithoutATestIsToldAtOnce() throws {
    let ahead = try run(settings: { $0.evaluateEvery = 3 })
    #expect(ahead.mixed == [3])
    #expect(ahead.tape.rounds.map { $0.accuracy != nil } == [false, false, true, true])
  }

  @Test func answersGoToTheirSamplesAndAClientsOverTheServers() throws {
    let federation = try SmallRun.federation()
    #expect(OpenEvaluation([], federation).isDone, "nobody waits for nothing")
    var evaluation = OpenEvaluation(
      [
        Question(samples: [2, 0], client: nil), Question(samples: [1], client: nil),
        Question(samples: [0], client: 3),
      ], federation)
    evaluation.take([Answer(label: 1, loss: 2), Answer(label: 0, loss: 3)])
    #expect(evaluation.answered == 1 && evaluation.left.map(\.samples) == [[1], [0]])
    evaluation.take([Answer(label: 1, loss: 4)])
    evaluation.take([Answer(label: 1, loss: 5)])
    #expect(evaluation.isDone)
    #expect(evaluation.global.answers.prefix(3).map(\.loss) == [3, 4, 2])
    #expect(evaluation.personal.answers.prefix(3).map(\.loss) == [5, 4, 2])
  }

  /// What may come of the answers, or of a person, is waited for.
  @Test func nobodyRunsAheadOfWhatMayHoldOrChangeTheNextRound() throws {
    #expect(try run(settings: { $0.targetAccuracy = 0.99 }).mixed == [])
    #expect(try run(settings: { $0.byteBudget = 1 }).tape.rounds.count == 1)
    let turned = try run(
      prepare: { simulation in
        simulation.schedule([
          CommandRecord(name: "local_epochs", value: 2, round: 3, origin: "test")
        ])
      })
    #expect(turned.mixed == [1, 3])
    #expect(turned.tape.events.contains { if case .commandApplied = $0 { true } else { false } })
    let stepped = try run(prepare: { simulation in simulation.submit(.step(100)) })
    #expect(stepped.mixed == [])
    #expect(stepped.tape.rounds.count == 4)
    #expect(try run(settings: { $0.clockMode = .async }).mixed == [])
  }

  /// Stopped while the next round trains, a round is told with all its answers, and goes on to the same end.
  @Test func aStopDropsTheNextRoundAlone() throws {
    let count = Mutex(0)
    let stopped = try run(before: { job, gate in
      guard case .train(let job) = job, job.plan.round == 3 else { return true }
      // The first of its clients trains; the second finds the gate closed.
      if count.withLock({
        $0 += 1; return $0 == 2
      }) {
        gate.submit(CommandRecord(asking: .finish, origin: "test"))
      }
      return true
    })
    #expect(stopped.tape.rounds.map(\.round) == [1, 2])
    #expect(stopped.tape.rounds.last?.accuracy != nil)
    let checkpoint = try #require(stopped.tape.checkpoint)
    #expect(checkpoint.round == 2)
    let whole = try run()
    let rest = try run(prepare: { try $0.restore(checkpoint) })
    #expect(rest.tape.rounds == Array(whole.tape.rounds.suffix(2)))
    #expect(rest.tape.summary?.parametersSHA256 == whole.tape.summary?.parametersSHA256)
  }

  /// Stopped before all answers are in, the others are found when nobody trains any more, and none twice.
  @Test func aStopAmongTheAnswersLosesNone() throws {
    let whole = try run()
    let asked = Mutex([[Int]]())
    let isBegun = Mutex(false)
    let stopped = try run(before: { job, gate in
      if case .train(let job) = job, job.plan.round == 2 { isBegun.withLock { $0 = true } }
      guard case .evaluate(let job) = job, isBegun.withLock(\.self) else { return true }
      asked.withLock { $0.append(job.samples) }
      guard asked.withLock(\.count) == 3 else { return true }
      gate.submit(CommandRecord(asking: .finish, origin: "test"))
      return false
    })
    #expect(stopped.tape.rounds == Array(whole.tape.rounds.prefix(1)))
    let questions = asked.withLock(\.self)
    #expect(questions.count > 4)
    #expect(questions[2] == questions[3], "the one that was dropped")
    #expect(stopped.heard.contains { if case .roundFinished = $0 { true } else { false } })
  }

  @Test func aRecordThatFailsEndsTheRun() throws {
    struct Full: Error {}
    struct FailingRecorder: Recorder {
      func record(_ events: [RunEvent], checkpoint: Checkpoint?) throws {
        if checkpoint?.round == 2 { throw Full() }
      }
    }
    let simulation = Simulation(
      try SmallRun.federation { $0.rounds = 4 }, name: "small", recorder: FailingRecorder(),
      guardAction: .stop, listener: { _ in }
    ) { SharedBackend($0, before: { _, _ in true }) { _ in } }
    #expect(throws: Full.self) { try simulation.run() }
  }
}

/// One job after the other, the urgent ones last, as slow as it can be.
private final class SharedBackend: Backend {
  private let worker: JobWorker
  private let before: @Sendable (Job, Gate) -> Bool
  private let mixes: @Sendable (Int) -> Void
  let isShared = true

  /// `before` may drop a job; `mixes` hears of which round the answers are found beside training.
  init(
    _ worker: JobWorker, before: @escaping @Sendable (Job, Gate) -> Bool,
    mixes: @escaping @Sendable (Int) -> Void
  ) {
    self.worker = worker
    self.before = before
    self.mixes = mixes
  }

  func perform(
    costs: [Int], urgent: Int, job: @Sendable (_ index: Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool {
    // Results of the training are held until the answers are there.
    let session = EncoderSession(encoder: worker.federation.encoder)
    var results: [Int: JobResult] = [:]
    var next = 0
    for index in Array(urgent..<costs.count) + Array(0..<urgent) {
      let made = job(index)
      if urgent > 0, index == urgent, case .train(let job) = made { mixes(job.plan.round - 1) }
      guard before(made, worker.gate), let result = worker.perform(made, session) else {
        return false
      }
      results[index] = result
      while let result = results.removeValue(forKey: next) {
        deliver(result)
        next += 1
      }
    }
    return true
  }
}
