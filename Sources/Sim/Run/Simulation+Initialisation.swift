import Metrics
import Transformer

extension Simulation {
  /// What the method does before round 1, and the accuracy that training begins at.
  /// - Throws: `ModelError` when an answer of the model is no number.
  func initialise() throws(ModelError) -> Initialisation {
    let watch = WorkWatch(gate)
    let inquiry = federation.method.initialisation.flatMap { ask($0) }
    let outcome = inquiry?.outcome ?? untouched
    let answers = inquiry?.answers ?? []
    var heat = FisherHeat()
    answers.forEach { heat.merge($0.heat) }
    let first = gate.isStopped ? nil : answersOfServer()
    if let sample = first?.broken {
      throw Federation.notFinite(federation.encoder, sample: sample, split: "test")
    }
    var report = Initialisation(
      gal: server.globalLayers, layerScores: outcome.layerScores, rule: outcome.rule,
      sparsityRatio: sparsityRatio, clientDifficulty: [],
      fisher: heat.means(samples: Double(max(1, answers.reduce(0) { $0 + $1.samples }))),
      accuracy: first?.accuracy(of: federation.tested),
      bytesUp: inquiry?.bytesUp ?? 0, bytesDown: inquiry?.bytesDown ?? 0,
      simSeconds: inquiry?.simSeconds ?? 0, wallSeconds: 0,
      flops: inquiry?.flops ?? 0, spectrum: outcome.spectrum,
      metrics: federation.score == .accuracy ? nil : first?.metrics(of: federation.tested))
    report.wallSeconds = watch.seconds
    server.values.numbers[SignNames.start] = report.accuracy
    totals.add(report)
    return report
  }
  /// What comes of asking nobody.
  private var untouched: InitialisationOutcome {
    var outcome = InitialisationOutcome()
    let (some, all) = (server.globalLayers.count, federation.encoder.configuration.layers)
    outcome.rule = some == all ? "all layers travel" : "\(some) of \(all) layers travel"
    return outcome
  }
}
