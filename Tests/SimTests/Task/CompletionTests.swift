import Corpus
import Foundation
import Metrics
import Plain
import Testing

@testable import Sim
@testable import Transformer

/// Language models train in the federation: against stored references, and in settings that must change nothing.
struct CompletionTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path(percentEncoded: false)
  private static let folder = tests + "TransformerTests/Reference/oracle/llama-lm"

  // MARK: References (scripts in Tests/TransformerTests/Reference/oracle)

  private struct Expected: Decodable {
    var tokens: [Int32]
    var loss: Float
    var trace_lora: Double
  }

  private static func expected() throws -> [Expected] {
    try Data(contentsOf: URL(filePath: folder + "/expected.jsonl"))
      .split(separator: UInt8(ascii: "\n")).map {
        try JSONDecoder().decode(Expected.self, from: $0)
      }
  }

  /// A federation of one client that has the reference's samples, and the parameters of its adapter.
  private static func reference() throws -> (Federation, [Float], [Expected]) {
    let adapter = try LoRAAdapter.load(directory: folder + "/adapter")
    let module = LoRA(
      rank: adapter.rank, alpha: adapter.alpha, sites: adapter.sites, layers: adapter.layers)
    let encoder = try Encoder(
      weights: EncoderWeights.load(directory: folder + "/model"),
      plan: TrainingPlan(modules: [module], objective: .nextToken(.all)), labels: 0)
    let samples = try expected()
    let train = samples.map { sample in
      var encoding = Encoding(
        tokens: sample.tokens, tokenTypes: Array(repeating: 0, count: sample.tokens.count))
      encoding.prompt = 1
      return (encoding: encoding, label: 0)
    }
    let federation = try Federation(
      SmallRun.settings {
        $0.method = "fedavg-lora"
        $0.objective = .completion
        $0.countedTokens = .all
        $0.learningRate = 1e-3
        $0.localEpochs = 3
        $0.weightDecay = 0
      }, encoder: encoder, train: train, partition: [Array(train.indices)])
    let parameters = try encoder.parameters(adapter: adapter, over: federation.start)
    return (federation, parameters, samples)
  }

  @Test func tracesAreTheReferences() throws {
    let (federation, parameters, samples) = try Self.reference()
    let session = EncoderSession(encoder: federation.encoder)
    let found = ClientData(client: 0, federation, session, model: parameters).fisherTraces()
    for (trace, sample) in zip(found.traces, samples) {
      #expect(abs(trace - sample.trace_lora) <= 0.005 * sample.trace_lora)
    }
    #expect(found.traces == found.moduleTraces)
  }

  @Test func lossesAndStepsAreTheReferences() throws {
    let (federation, parameters, samples) = try Self.reference()
    let (settings, layout) = (federation.settings, federation.encoder.layout)
    let all = [0..<layout.count]
    let plan = RoundPlan(
      round: 1, cohort: [0], settings: settings, globalLayers: [], learningRate: 1e-3, share: 1,
      travelling: all, returning: all, personal: [])
    let training = LocalTraining(
      encoder: federation.encoder, session: EncoderSession(encoder: federation.encoder),
      gate: Gate { _ in }, plan: plan, received: Message(), data: federation.train,
      lists: [Array(samples.indices)], parameters: parameters, state: ClientState())
    #expect(
      training.run(
        OnePhase().phases(plan, layout),
        optimizer: Optimizer(OptimizerSettings(kind: .adamW, learningRate: 1e-3)),
        keepsMoments: false, shuffled: nil))
    for (index, sample) in samples.enumerated() {
      #expect(abs((training.losses[index] ?? .nan) - sample.loss) < 1e-4)
    }
    let file = try SafetensorsFile(path: Self.folder + "/after_adamw.safetensors")
    for name in file.names {
      let key = AdapterKey.normalized(name)
      let segment = try #require(layout.segments.first { $0.name == key })
      let after = try file.floats(name)
      let worst = zip(training.parameters[segment.range], after).map { abs($0 - $1) }.max() ?? 1
      #expect(worst < 1e-4, "\(name)")
    }
  }

  // MARK: Runs

  /// A small run of instructions with the reference's model; the data has a client, and no label.
  private static func settings(
    _ data: String, _ change: (inout Settings) -> Void = { _ in }
  ) -> Settings {
    SmallRun.settings {
      $0.model = folder + "/model"
      $0.objective = .completion
      $0.data = data
      $0.partition = .iid
      $0.trainSamples = 0
      $0.testSamples = 0
      $0.maxLength = 64
      $0.learningRate = 1e-2
      $0.rounds = 2
      change(&$0)
    }
  }

  private static func written(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.path + "/lm-\(UUID().uuidString).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let lines = (0..<36).map { index in
      #"{"instruction":"say \#(index % 3)","output":"\#(["one", "two", "six"][index % 3])","user":"\#(index % 7)"}"#
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    try body(path)
  }

  @Test(arguments: ["fibecfed", "fedavg-lora"])
  func workersAndAnInterruptionChangeNothing(method: String) throws {
    try Self.written { path in
      func federation(_ workers: Int) throws -> Federation {
        try Federation(
          Self.settings(path) {
            $0.method = method
            $0.workers = workers
          })
      }
      let one = try SmallRun.record(federation(1))
      let two = try SmallRun.record(federation(2))
      #expect(one.summary?.parametersSHA256 == two.summary?.parametersSHA256)
      #expect(Array(one.events.dropFirst()) == Array(two.events.dropFirst()))
      let half = try SmallRun.record(federation(1)) { simulation, round in
        if round == 1 { simulation.submit(.finish) }
      }
      let rest = Tape()
      let simulation = Simulation(try federation(2), name: "small", recorder: rest)
      rest.attach(simulation)
      try simulation.restore(try #require(half.checkpoint), history: half.events)
      try simulation.run()
      #expect(rest.summary?.parametersSHA256 == one.summary?.parametersSHA256)
      #expect(half.rounds + rest.rounds == one.rounds)

      let first = try #require(one.rounds.first), last = try #require(one.rounds.last)
      #expect((last.trainLoss ?? .infinity) < (first.trainLoss ?? 0))
      #expect(last.accuracy != nil && last.metrics?["f1"] == nil)
      let before = try #require(one.initialisation?.metrics?["perplexity"])
      #expect((last.metrics?["perplexity"] ?? .infinity) < before)
      #expect(last.metrics?["perplexity_global"] != nil)
      guard case .runStarted(let started)? = one.events.first else { return #expect(Bool(false)) }
      #expect(started.score == .exactMatch && started.majorityAccuracy == nil)
      #expect(started.clientSkew.isEmpty && started.clientLabels == nil)
    }
  }

  /// Perplexity is e to the mean loss of a token, and exact matches are counted sample by sample.
  @Test func evaluationIsWhatAPassSays() throws {
    try Self.written { path in
      let federation = try Federation(Self.settings(path) { $0.method = "fedavg-lora" })
      let session = EncoderSession(encoder: federation.encoder)
      let all = Array(federation.test.labels.indices)
      session.evaluate(federation.test.batch(all), parameters: federation.start)
      let tokens = session.targetCounts.reduce(0, +)
      let sum = zip(session.losses, session.targetCounts).reduce(0.0) {
        $0 + Double($1.0) * Double($1.1)
      }
      let answers = try #require(Simulation(federation, name: "small").answersOfServer())
      let perplexity = try #require(answers.metrics(of: all)["perplexity"])
      #expect(abs(perplexity / exp(sum / Double(tokens)) - 1) < 1e-5)
      #expect(
        answers.accuracy(of: all)
          == Double(session.areExact.count { $0 }) / Double(all.count))
      // "one", "two" and "six" with what ends them are all that is counted.
      let ids = federation.test.batch(all).tokens
      #expect(tokens < ids.count && tokens >= 2 * all.count)
    }
  }

  /// With one client federated averaging is that client's training alone.
  @Test func oneClientIsAlone() throws {
    try Self.written { path in
      let tapes = try ["fedavg-lora", "local-only"].map { method in
        try SmallRun.record(
          Federation(
            Self.settings(path) {
              $0.method = method
              $0.clients = 1
              $0.cohort = 1
            }))
      }
      #expect(tapes[0].rounds.map(\.trainLoss) == tapes[1].rounds.map(\.trainLoss))
      #expect(tapes[0].rounds.map(\.loss) == tapes[1].rounds.map(\.loss))
    }
  }

  /// Labelled texts become instructions, may be divided by label, and have the floor of the commonest label.
  @Test func labelledTextsAreCompleted() throws {
    let tape = try SmallRun.record {
      $0.model = Self.folder + "/model"
      $0.objective = .completion
      $0.method = "fibecfed"
      $0.partition = .dirichlet
      $0.maxLength = 96
      $0.rounds = 1
    }
    #expect(tape.clients.allSatisfy { $0.failure == nil && $0.steps > 0 })
    let told = tape.notices.map(\.text)
    #expect(told.contains { $0.hasPrefix("each text becomes an instruction: the request 'Answer") })
    #expect(told.contains("instructions are written in the model's own chat template"))
    guard case .runStarted(let started)? = tape.events.first else { return #expect(Bool(false)) }
    #expect(started.score == .exactMatch && started.majorityAccuracy != nil)
  }

  /// The label of an instruction divides the data; what is answered is another thing, and has no commonest label as floor.
  @Test func labelsBesideAnswersAreNoAnswers() throws {
    let path = FileManager.default.temporaryDirectory.path + "/lm-\(UUID().uuidString).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let lines = (0..<40).map {
      #"{"prompt":"say \#($0)","completion":"\#($0)","kind":"\#($0 % 2 == 0 ? "even" : "odd")"}"#
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
    func federation(_ change: (inout Settings) -> Void) throws -> Federation {
      try Federation(
        Self.settings(path) {
          $0.method = "fedavg-lora"
          change(&$0)
        })
    }
    let divided = try federation {
      $0.labelColumn = "kind"
      $0.partition = .dirichlet
    }
    #expect(divided.dataset.labelNames == ["even", "odd"])
    #expect(divided.sources?.request == nil)
    #expect(MajorityFloor(divided).everybody == nil)
    let asked = try federation { $0.data = "agreement" }
    #expect(asked.sources?.request?.hasPrefix("Answer with one of: ") == true)
    #expect(MajorityFloor(asked).everybody != nil)
  }

  /// Answers too long to be met exactly have no share of right ones.
  @Test func longAnswersHavePerplexityAlone() throws {
    let path = FileManager.default.temporaryDirectory.path + "/lm-\(UUID().uuidString).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let words = Array(repeating: "word", count: 40).joined(separator: " ")
    let line = #"{"prompt":"say it","completion":"\#(words)"}"#
    try Data(Array(repeating: line, count: 20).joined(separator: "\n").utf8)
      .write(to: URL(filePath: path))
    let tape = try SmallRun.record(
      Federation(
        Self.settings(path) {
          $0.method = "fedavg-lora"
          $0.clients = 2
          $0.cohort = 2
          $0.maxLength = 128
          $0.rounds = 1
        }))
    let round = try #require(tape.rounds.last)
    #expect(round.accuracy == nil && round.clientPermille?.compactMap { $0 }.isEmpty ?? true)
    #expect(round.metrics?.keys.sorted() == ["perplexity", "perplexity_global"])
  }

  // MARK: Refusals

  @Test(arguments: [
    (
      "moon", "method.name = moon: with task.objective = completion there is no classification head"
    ),
    ("head-only", "method.name = head-only: with task.objective"),
    ("bitfit", "method.name = bitfit: it trains nothing of "),
    ("full", "training the word embeddings of a language model"),
  ])
  func methodsWithoutUseAreRefused(method: String, problem: String) throws {
    try Self.refused(problem) { $0.method = method }
  }

  @Test func settingsWithoutUseAreRefused() throws {
    try Self.refused("method.head = frozen: with task.objective = completion there is no") {
      $0.head = .frozen
    }
    try Self.refused("model.pooling = mean: with task.objective = completion nothing is pooled") {
      $0.pooling = .mean
    }
    try Self.refused("federation.partition = dirichlet asks for labels") {
      $0.partition = .dirichlet
    }
    try Self.refused("data.label_noise = 0.1 asks for labels") { $0.labelNoise = 0.1 }
    try Self.refused("curriculum.balance = label asks for labels") { $0.balance = .label }
    try Self.refused("whose tokens see those behind them") { $0.model = "embedded" }
    try Self.refused("these are instructions, without labels") { $0.objective = .classify }
  }

  private static func refused(
    _ problem: String, _ change: (inout Settings) -> Void
  ) throws {
    try written { path in
      let error = #expect(throws: (any Error).self) { try Federation(settings(path, change)) }
      let text = error.map { "\($0)" } ?? ""
      #expect(text.contains(problem) && !text.contains("\n"), "\(text)")
    }
  }
}
