import Metrics
import Transformer

/// Does jobs on a pool of workers of this process, the most expensive first, so that no worker ends long after the others,
/// and delivers their results in order.
struct ThreadBackend: Backend {
  static let recipe = BackendRecipe(
    name: "threads", summary: "Workers of this process, a thread each (run.workers).",
    make: { worker, settings in ThreadBackend(worker, workers: settings.workers) })

  private let pool: WorkerPool
  private let worker: JobWorker

  /// Makes `workers` workers.
  init(_ worker: JobWorker, workers: Int) {
    self.worker = worker
    pool = WorkerPool(encoder: worker.federation.encoder, count: workers)
  }

  var isShared: Bool { pool.count > 1 }

  func perform(
    costs: [Int], urgent: Int, job: @Sendable (Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool {
    pool.perform(costs: costs, urgent: urgent) { [worker] place, session in
      worker.perform(job(place), session)
    } deliver: {
      deliver($0)
    }
  }
}

/// Does a job of any kind with a worker's buffers; what happens on the way is told at once.
struct JobWorker: Sendable {
  let federation: Federation
  let gate: Gate
  let clock: VirtualClock
  /// Hears that a client began or finished.
  let tell: @Sendable (RunEvent) -> Void

  /// - Returns: nil when the run is being stopped.
  func perform(_ job: Job, _ session: EncoderSession) -> JobResult? {
    switch job {
    case .train(let job): train(job, session).map(JobResult.trained)
    case .initialise(let job): initialise(job, session).map(JobResult.initialised)
    case .evaluate(let job): .evaluated(evaluate(job, session))
    }
  }

  private func train(_ job: ClientJob, _ session: EncoderSession) -> ClientResult? {
    gate.workers(1)
    defer { gate.workers(-1) }
    guard gate.mayContinue() else { return nil }
    tell(.clientStarted(ClientStart(round: job.plan.round, client: job.client)))
    let worker = ClientWorker(federation: federation, gate: gate, clock: clock)
    guard let result = worker.perform(job, session) else { return nil }
    // Where only the first count, the server tells what came of it.
    if job.plan.quorum == nil { tell(.clientFinished(result.report)) }
    return result
  }

  private func initialise(
    _ job: InitialisationJob, _ session: EncoderSession
  ) -> InitialisationAnswer? {
    gate.workers(1)
    defer { gate.workers(-1) }
    guard gate.mayContinue(), let method = federation.method.initialisation else { return nil }
    return method.answer(ClientData(client: job.client, federation, session, model: job.model))
  }

  private func evaluate(_ job: EvaluationJob, _ session: EncoderSession) -> [Answer] {
    // Put together here, so that there are never more of them than workers.
    var parameters = job.parameters
    if let own = job.own { parameters.scatter(own, into: job.personal) }
    if let refresh = job.refresh {
      parameters = refreshed(parameters, job.personal, refresh, session)
    }
    let batch = federation.test.batch(job.samples)
    session.evaluate(batch, parameters: parameters)
    return job.samples.indices.map { session.judged($0, of: batch) }
  }

  /// `parameters` after a few steps on the personal ranges; nothing of them is kept or charged.
  private func refreshed(
    _ parameters: [Float], _ personal: [Range<Int>], _ refresh: LocalRefresh,
    _ session: EncoderSession
  ) -> [Float] {
    let settings = refresh.plan.settings
    let training = LocalTraining(
      client: refresh.client, encoder: federation.encoder, session: session, gate: gate,
      plan: refresh.plan, received: Message(), data: federation.train,
      lists: Array(refresh.order.batches.prefix(settings.freshSteps)), parameters: parameters,
      initial: federation.start, state: ClientState())
    let phase = Phase(epochs: 1, live: personal, learningRate: refresh.plan.learningRate)
    _ = training.run(
      [phase], optimizer: Optimizer(OptimizerSettings(settings)), keepsMoments: false, shuffled: nil
    )
    return training.parameters
  }
}
