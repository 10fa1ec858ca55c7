import Transformer

/// Does one job after the other on the thread of the caller: the smallest back-end, to follow a round in a debugger.
struct SerialBackend: Backend {
  static let recipe = BackendRecipe(
    name: "serial", summary: "One job after the other on the thread of the run.",
    make: { worker, _ in SerialBackend(worker) })

  private let worker: JobWorker
  private let pool: WorkerPool

  init(_ worker: JobWorker) {
    self.worker = worker
    pool = WorkerPool(encoder: worker.federation.encoder, count: 1)
  }

  func perform(
    costs: [Int], urgent: Int, job: @Sendable (Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool {
    for index in costs.indices {
      guard let result = pool.alone({ worker.perform(job(index), $0) }) else { return false }
      deliver(result)
    }
    return true
  }
}
