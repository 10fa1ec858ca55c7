import Metrics
import Plain

extension Simulation {
  /// Both evaluations of the present parameters: every client with its own factors, all answers pooled, and the server's alone.
  func openEvaluation() -> OpenEvaluation {
    OpenEvaluation(serverQuestions + personalQuestions, federation)
  }

  /// The server's parameters on the whole test split; nil when the back-end did not answer all of it.
  func answersOfServer() -> Answers? {
    var evaluation = OpenEvaluation(serverQuestions, federation)
    answer(&evaluation, nil)
    return evaluation.isDone ? evaluation.global : nil
  }

  /// Puts what was answered into the report of its round.
  func note(_ evaluation: OpenEvaluation, in report: inout RoundReport) {
    let (personal, global) = (evaluation.personal, evaluation.global)
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

  /// The whole test split.
  private var serverQuestions: [Question] {
    let positions = Array(federation.test.labels.indices)
    return federation.test.batchesByLength(positions, size: 32)
      .map { Question(samples: $0, client: nil) }
  }

  /// The test samples of the clients that have factors of their own, or get some for the occasion.
  private var personalQuestions: [Question] {
    guard !personalRanges.isEmpty, settings.localEvaluation != .initial else { return [] }
    let owners = clients.touched.filter { clients[$0].own != nil }
    return Set(adaptsUnseen ? owners + federation.unseen : owners).sorted()
      .flatMap { client in
        federation.test.batchesByLength(federation.testPartition[client], size: 32)
          .map { Question(samples: $0, client: client) }
      }
  }

  /// Asks what has not been answered.
  ///
  /// - Parameter plan: the round that was merged last; nil before the first.
  func answer(_ evaluation: inout OpenEvaluation, _ plan: RoundPlan?) {
    let questions = Array(evaluation.left)
    let job = asking(questions, plan)
    _ = backend.perform(costs: questions.map(cost), job: job) { result in
      if case .evaluated(let found) = result { evaluation.take(found) }
    }
  }

  /// Forward passes of a question, in tokens.
  func cost(_ question: Question) -> Int { federation.test.tokens(of: question.samples) }

  /// Makes the jobs of some questions about the present parameters, and tells how far they are.
  func asking(_ questions: [Question], _ plan: RoundPlan?) -> @Sendable (Int) -> Job {
    let progress = ProgressMeter(.evaluating, of: questions.count) { [hub] in hub.emit($0) }
    let ranges = personalRanges
    let plan = settings.localEvaluation == .fresh ? plan : nil
    return { [server, clients, federation] index in
      progress.begin()
      let client = questions[index].client
      return .evaluate(
        EvaluationJob(
          samples: questions[index].samples, parameters: server.parameters,
          own: client.flatMap { clients[$0].own }, personal: ranges,
          refresh: client.flatMap { client in
            guard let plan, let order = clients[client].order ?? federation.plainOrder(client)
            else { return nil }
            return LocalRefresh(client: client, plan: plan, order: order)
          }))
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
