import Metrics
import Transformer

/// What clients answered to a method that asks them, what the server made of it, and what that cost.
struct Inquiry {
  /// In client order.
  let answers: [InitialisationAnswer]
  let outcome: InitialisationOutcome
  let bytesUp: Int
  let bytesDown: Int
  /// The slowest client's, on the virtual clock.
  let simSeconds: Double
  /// Floating-point operations of their passes.
  let flops: Double
}

extension Simulation {
  /// Asks the clients that the method wants to hear, and lets it draw its conclusion.
  ///
  /// - Parameter model: the parameters with which a client looks at its data; nil: the initial ones.
  /// - Returns: nil when the run is being stopped; the server is as it was then.
  func ask(
    _ method: any MethodInitialisation, model: (@Sendable (_ client: Int) -> [Float])? = nil
  ) -> Inquiry? {
    let asked = method.members(federation)
    // Who cannot hold the model cannot look at its data with it.
    let able = clock.fleet.map { fleet in asked.filter(fleet.canTrain) } ?? asked
    let members =
      able.isEmpty && !asked.isEmpty
      ? [federation.participants.first { clock.fleet?.canTrain($0) ?? true }].compactMap(\.self)
      : able
    var answers: [InitialisationAnswer] = []
    let progress = ProgressMeter(.scoring, of: members.count) { [hub] in hub.emit($0) }
    let isDone = backend.perform(costs: members.map(federation.partition.count)) { index in
      progress.begin()
      return .initialise(InitialisationJob(client: members[index], model: model?(members[index])))
    } deliver: { result in
      if case .initialised(let answer) = result { answers.append(answer) }
    }
    guard isDone, !gate.isStopped else { return nil }
    let outcome = method.conclude(answers, federation, &server)
    noteLayerChoice(outcome)
    let told = outcome.told.bytes
    let seconds = answers.map { answer in
      clock.seconds(
        answer.work, ofClient: answer.client, at: totals.simSeconds, up: answer.message.bytes,
        down: told)
    }
    return Inquiry(
      answers: answers, outcome: outcome,
      bytesUp: answers.reduce(0) { $0 + $1.message.bytes },
      bytesDown: told * federation.participants.count,
      simSeconds: seconds.max() ?? 0, flops: answers.reduce(0) { $0 + $1.work.flops })
  }
}
