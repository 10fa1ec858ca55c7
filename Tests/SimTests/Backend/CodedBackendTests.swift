import Metrics
import Plain
import Testing
import Transformer

@testable import Sim

/// A back-end whose jobs and results go through bytes, as between processes: nothing else may matter.
private struct CodedBackend: Backend {
  let worker: JobWorker

  func perform(
    costs: [Int], urgent: Int, job: @Sendable (Int) -> Job, deliver: (JobResult) -> Void
  ) -> Bool {
    for index in costs.indices {
      // A worker that knows nothing of the jobs before.
      let session = EncoderSession(encoder: worker.federation.encoder)
      guard let received = coded(job(index)), let result = worker.perform(received, session),
        let sent = coded(result)
      else { return false }
      deliver(sent)
    }
    return true
  }

  private func coded<Value: Codable>(_ value: Value) -> Value? {
    try? Packed.value(from: Packed.bytes(of: value))
  }
}

struct CodedBackendTests {
  /// What a server keeps, without wall time, which no two runs share.
  private func server(_ tape: Tape) throws -> NamedValues {
    var values = try NamedValues(decoding: try #require(tape.checkpoint).server)
    values.numbers["total.wall_seconds"] = nil
    return values
  }

  /// Ablations are FibecFed.
  private static let names = MethodRegistry.names.filter { !$0.contains("/") }

  @Test(arguments: names)
  func aRunIsTheSameWhoeverDoesItsJobs(method: String) throws {
    let federation = try SmallRun.federation {
      $0.method = method
      $0.gal = "auto"
      $0.maskWarmup = 0
      $0.keepMoments = true
      $0.dropout = 0.2
      $0.rounds = 2
    }
    let tape = Tape()
    let simulation = Simulation(
      federation, name: "small", recorder: tape, guardAction: .stop, listener: { _ in }
    ) { CodedBackend(worker: $0) }
    tape.attach(simulation)
    try simulation.run()
    let threads = try SmallRun.record(federation)
    #expect(tape.events == threads.events)
    #expect(try server(tape) == server(threads))
    #expect(tape.checkpoint?.clients == threads.checkpoint?.clients)
  }
}
