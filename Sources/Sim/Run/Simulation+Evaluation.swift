import Metrics

extension Simulation {
  /// Correct answers and loss, sample by sample.
  struct Answers: Sendable {
    var answers: [Answer]

    /// Share of correct answers; nil without samples.
    var accuracy: Double? {
      answers.isEmpty ? nil : Double(answers.count { $0.isCorrect }) / Double(answers.count)
    }

    /// The first sample whose answer is no number.
    var broken: Int? { answers.firstIndex { !$0.loss.isFinite } }

    /// Mean loss, summed in sample order; nil without samples.
    var loss: Double? {
      answers.isEmpty ? nil : answers.reduce(0) { $0 + Double($1.loss) } / Double(answers.count)
    }
  }

  /// Both evaluations: personalised (every client with its own factors, all answers pooled) and global alone.
  ///
  /// - Parameter plan: the round that was merged last.
  func evaluate(into report: inout RoundReport, _ plan: RoundPlan) {
    guard let global = answersOfServer() else { return }
    var personal = global
    guard answer(personalQuestions, plan, into: &personal) else { return }
    report.accuracy = personal.accuracy
    report.accuracyGlobal = global.accuracy
    report.loss = personal.loss
  }

  /// The server's parameters on the whole test split; nil when the back-end did not answer all of it.
  func answersOfServer() -> Answers? {
    let positions = Array(federation.test.labels.indices)
    var answers = Answers(
      answers: positions.map { _ in Answer(isCorrect: false, loss: 0) })
    let questions = federation.test.batchesByLength(positions, size: 32).map { ($0, nil as Int?) }
    return answer(questions, nil, into: &answers) ? answers : nil
  }

  /// A batch of test samples, and the client whose factors answer; nil: the server's alone.
  private typealias Question = (samples: [Int], client: Int?)

  /// The test samples of the clients that have factors of their own.
  private var personalQuestions: [Question] {
    guard !personalRanges.isEmpty, settings.localEvaluation != .initial else { return [] }
    return clients.indices.filter { clients[$0].own != nil }.flatMap { client in
      federation.test.batchesByLength(federation.testPartition[client], size: 32)
        .map { ($0, client) }
    }
  }

  /// - Returns: whether all questions were answered.
  private func answer(
    _ questions: [Question], _ plan: RoundPlan?, into answers: inout Answers
  ) -> Bool {
    let costs = questions.map { federation.test.tokens(of: $0.samples) }
    let ranges = personalRanges
    let plan = settings.localEvaluation == .fresh ? plan : nil
    var turn = 0
    return backend.perform(costs: costs) { [server, clients] index in
      let client = questions[index].client
      return .evaluate(
        EvaluationJob(
          samples: questions[index].samples, parameters: server.parameters,
          own: client.flatMap { clients[$0].own }, personal: ranges,
          refresh: client.flatMap { client in
            guard let plan, let order = clients[client].order else { return nil }
            return LocalRefresh(client: client, plan: plan, order: order)
          }))
    } deliver: { result in
      if case .evaluated(let found) = result {
        for (sample, answer) in zip(questions[turn].samples, found) {
          answers.answers[sample] = answer
        }
      }
      turn += 1
    }
  }
}
