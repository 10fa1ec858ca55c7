import Metrics
import Transformer

extension Simulation {
  /// What the method does before round 1, and the accuracy that training begins at.
  /// - Throws: `ModelError` when an answer of the model is no number.
  func initialise() throws(ModelError) -> Initialisation {
    let start = ContinuousClock.now
    let method = federation.method.initialisation
    let members = method?.members(federation) ?? []
    var answers: [InitialisationAnswer] = []
    let isDone = backend.perform(costs: members.map(federation.partition.count)) { index in
      .initialise(InitialisationJob(client: members[index]))
    } deliver: { result in
      if case .initialised(let answer) = result { answers.append(answer) }
    }
    var outcome = InitialisationOutcome()
    if let method, isDone, !gate.isStopped {
      outcome = method.conclude(answers, federation, &server)
    } else {
      let (some, all) = (server.globalLayers.count, federation.encoder.configuration.layers)
      outcome.rule = some == all ? "all layers travel" : "\(some) of \(all) layers travel"
    }
    var heat = FisherHeat()
    answers.forEach { heat.merge($0.heat) }
    let told = outcome.told.bytes
    let seconds = answers.map { answer in
      clock.seconds(
        answer.work, speed: clock.speed(ofClient: answer.client), up: answer.message.bytes,
        down: told)
    }
    let first = gate.isStopped ? nil : answersOfServer()
    if let sample = first?.broken {
      throw Federation.notFinite(federation.encoder, sample: sample, split: "test")
    }
    var report = Initialisation(
      gal: server.globalLayers, layerScores: outcome.layerScores, rule: outcome.rule,
      sparsityRatio: sparsityRatio, clientDifficulty: [],
      fisher: heat.means(samples: Double(max(1, answers.reduce(0) { $0 + $1.samples }))),
      accuracy: first?.accuracy,
      bytesUp: answers.reduce(0) { $0 + $1.message.bytes }, bytesDown: told * clients.count,
      simSeconds: seconds.max() ?? 0, wallSeconds: 0)
    report.wallSeconds = start.duration(to: .now).inSeconds
    noteLayerChoice(outcome)
    server.values.numbers[SignNames.start] = first?.accuracy
    totals.add(report)
    return report
  }
}
