import Metrics
import Transformer

extension Simulation {
  /// Correct answers and loss, sample by sample.
  struct Answers: Sendable {
    var correct: [Bool]
    var losses: [Float]

    /// Share of correct answers; nil without samples.
    var accuracy: Double? {
      correct.isEmpty ? nil : Double(correct.count { $0 }) / Double(correct.count)
    }

    /// Mean loss, summed in sample order; nil without samples.
    var loss: Double? {
      losses.isEmpty ? nil : losses.reduce(0) { $0 + Double($1) } / Double(losses.count)
    }
  }

  /// Both evaluations: personalised (every client with its own factors, all answers pooled) and global alone.
  func evaluate(into report: inout RoundReport) {
    let global = evaluateGlobal()
    let personal = personalise(global)
    report.accuracy = personal.accuracy
    report.accuracyGlobal = global.accuracy
    report.loss = personal.loss
  }

  /// The server's parameters on the whole test split.
  func evaluateGlobal() -> Answers {
    let positions = Array(federation.test.labels.indices)
    let batches = federation.test.batchesByLength(positions, size: 32)
    return answers(batches.map { ($0, nil) })
  }

  /// Replaces the answers of clients that have factors of their own.
  private func personalise(_ global: Answers) -> Answers {
    let ranges = federation.method.exchange.personal(federation.encoder.layout, gal: Set(gal))
    guard !ranges.isEmpty else { return global }
    var work: [Question] = []
    for (index, client) in clients.enumerated() where client.memory.local != nil {
      work += federation.test.batchesByLength(client.testSamples, size: 32).map { ($0, index) }
    }
    let own = answers(work, personal: ranges)
    var pooled = global
    for sample in work.flatMap(\.samples) {
      pooled.correct[sample] = own.correct[sample]
      pooled.losses[sample] = own.losses[sample]
    }
    return pooled
  }

  /// A batch of test samples, and the client whose factors answer; nil: the server's alone.
  private typealias Question = (samples: [Int], client: Int?)

  private func answers(_ work: [Question], personal ranges: [Range<Int>] = []) -> Answers {
    let costs = work.map { federation.test.tokens(of: $0.samples) }
    let results = pool.map(costs: costs) { [federation, server, clients] index, session in
      let item = work[index]
      // Put together here, so that there are never more of them than workers.
      var parameters = server
      if let local = item.client.flatMap({ clients[$0].memory.local }) {
        parameters.scatter(local, into: ranges)
      }
      session.evaluate(federation.test.batch(item.samples), parameters: parameters)
      return item.samples.indices.map { place in
        (
          session.answer(place) == federation.test.labels[item.samples[place]],
          session.losses[place]
        )
      }
    }
    var answers = Answers(
      correct: Array(repeating: false, count: federation.test.labels.count),
      losses: Array(repeating: 0, count: federation.test.labels.count))
    for (item, result) in zip(work, results) {
      for (sample, answer) in zip(item.samples, result) {
        answers.correct[sample] = answer.0
        answers.losses[sample] = answer.1
      }
    }
    return answers
  }
}
