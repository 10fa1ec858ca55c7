import Metrics
import Plain

extension Simulation {
  /// Both evaluations: personalised (every client with its own factors, all answers pooled) and global alone.
  ///
  /// - Parameter plan: the round that was merged last.
  func evaluate(into report: inout RoundReport, _ plan: RoundPlan) {
    let asked = personalQuestions
    let progress = evaluationMeter(of: serverQuestions.count + asked.count)
    guard let global = answersOfServer(progress) else { return }
    var personal = global
    guard answer(asked, plan, progress, into: &personal) else { return }
    let tested = federation.tested
    report.accuracy = personal.accuracy(of: tested)
    report.accuracyGlobal = global.accuracy(of: tested)
    report.loss = personal.loss(of: tested)
    report.metrics = metrics(personal, global)
    let isLast = report.round == federation.settings.rounds
    let count = federation.testPartition.count
    guard count <= (isLast ? RunStarted.mostClients : RoundReport.mostClients) else { return }
    let own = federation.testPartition.map { personal.accuracy(of: $0) }
    if count <= RoundReport.mostClients {
      report.clientPermille = own.map { $0.map { Int(($0 * 1000).rounded()) } }
    }
    if isLast { report.clientAccuracy = own }
  }

  /// The server's parameters on the whole test split; nil when the back-end did not answer all of it.
  func answersOfServer() -> Answers? {
    answersOfServer(evaluationMeter(of: serverQuestions.count))
  }

  private func answersOfServer(_ progress: ProgressMeter) -> Answers? {
    var answers = Answers(federation)
    return answer(serverQuestions, nil, progress, into: &answers) ? answers : nil
  }

  private func evaluationMeter(of batches: Int) -> ProgressMeter {
    ProgressMeter(.evaluating, of: batches) { [hub] in hub.emit($0) }
  }

  /// What the answers say beside accuracy and loss; see `RoundReport.metrics`.
  private func metrics(_ personal: Answers, _ global: Answers) -> [String: Double] {
    var metrics = personal.metrics(of: federation.tested)
    func add(_ others: [String: Double], _ ending: String) {
      for (name, value) in others { metrics[name + ending] = value }
    }
    add(global.metrics(of: federation.tested), "_global")
    for (answers, ending) in [(personal, ""), (global, "_global")] {
      let accuracies = federation.testers.compactMap {
        answers.accuracy(of: federation.testPartition[$0])
      }
      guard let spread = ClientSpread(accuracies) else { continue }
      add(
        [
          "client_mean": spread.mean, "client_worst_tenth": spread.worstTenth,
          "client_variance": spread.variance, "client_jain": spread.jain,
        ], ending)
    }
    guard !federation.unseen.isEmpty else { return metrics }
    let strange = federation.unseen.flatMap { federation.testPartition[$0] }.sorted()
    metrics["accuracy_unseen"] = global.accuracy(of: strange)
    add(global.metrics(of: strange), "_unseen")
    if adaptsUnseen { metrics["accuracy_unseen_fresh"] = personal.accuracy(of: strange) }
    return metrics
  }

  /// Whether clients that never train make a few steps on a part of their own before they are tested.
  private var adaptsUnseen: Bool {
    settings.localEvaluation == .fresh && !personalRanges.isEmpty
  }

  /// A batch of test samples, and the client whose factors answer; nil: the server's alone.
  private typealias Question = (samples: [Int], client: Int?)

  /// The whole test split.
  private var serverQuestions: [Question] {
    let positions = Array(federation.test.labels.indices)
    return federation.test.batchesByLength(positions, size: 32).map { ($0, nil) }
  }

  /// The test samples of the clients that have factors of their own, or get some for the occasion.
  private var personalQuestions: [Question] {
    guard !personalRanges.isEmpty, settings.localEvaluation != .initial else { return [] }
    let owners = clients.touched.filter { clients[$0].own != nil }
    return Set(adaptsUnseen ? owners + federation.unseen : owners).sorted()
      .flatMap { client in
        federation.test.batchesByLength(federation.testPartition[client], size: 32)
          .map { ($0, client) }
      }
  }

  /// - Returns: whether all questions were answered.
  private func answer(
    _ questions: [Question], _ plan: RoundPlan?, _ progress: ProgressMeter,
    into answers: inout Answers
  ) -> Bool {
    let costs = questions.map { federation.test.tokens(of: $0.samples) }
    let ranges = personalRanges
    let plan = settings.localEvaluation == .fresh ? plan : nil
    var turn = 0
    return backend.perform(costs: costs) { [server, clients, federation] index in
      let client = questions[index].client
      progress.begin()
      return .evaluate(
        EvaluationJob(
          samples: questions[index].samples, parameters: server.parameters,
          own: client.flatMap { clients[$0].own }, personal: ranges,
          refresh: client.flatMap { client in
            guard let plan, let order = clients[client].order ?? federation.plainOrder(client)
            else { return nil }
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

extension Federation {
  /// The batches of a client that never trains, as its data comes; nil for one that does.
  fileprivate func plainOrder(_ client: Int) -> DataOrder? {
    guard unseen.contains(client) else { return nil }
    return DataOrder(
      batches: SampleLists(partition[client].cut(into: settings.batch)), difficulty: nil)
  }
}
