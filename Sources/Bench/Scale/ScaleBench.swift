import Host
import Metrics
import Sim
import Transformer

/// What clients and ranks cost beside the training itself: `fedtop bench --scale`, the tables of docs/scale.md.
public struct ScaleBench {
  private let settings: BenchSettings

  /// With the shapes and heads of all benchmarks.
  public init(settings: BenchSettings) { self.settings = settings }

  /// A row of the first table: what one client's job is made of.
  public struct Constants: Codable, Sendable {
    /// Shape of the encoder.
    public var shape: String
    /// Tokens that the client trained on.
    public var tokens: Int
    /// Seconds that a worker trained it.
    public var training: Double
    /// Bytes of its job.
    public var jobBytes: Int
    /// Bytes of its result.
    public var resultBytes: Int
    /// Seconds of rank 0 in which the job is made and packed.
    public var job: Double
    /// The same in which its rank is found.
    public var ledger: Double
    /// The same in which the result is unpacked.
    public var result: Double
    /// The same in which it is merged.
    public var merge: Double
    /// Workers that rank 0 and a link of 10 Gbit/s keep busy.
    public var mostWorkers: Int

    enum CodingKeys: String, CodingKey {
      case shape, tokens
      case training = "training_seconds"
      case jobBytes = "job_bytes"
      case resultBytes = "result_bytes"
      case job = "job_seconds"
      case ledger = "ledger_seconds"
      case result = "result_seconds"
      case merge = "merge_seconds"
      case mostWorkers = "most_workers"
    }
  }

  /// A row of the second: a round of so many clients over so many ranks.
  public struct Scale: Codable, Sendable {
    /// Shape of the encoder.
    public var shape: String
    /// Clients of the federation.
    public var clients: Int
    /// Clients of the round.
    public var cohort: Int
    /// Ranks, of a worker each.
    public var ranks: Int
    /// Measured on rank 0, seconds of the plan.
    public var plan: Double
    /// Measured, seconds of all hand-outs.
    public var ledger: Double
    /// Measured, seconds of all jobs and results.
    public var messages: Double
    /// Measured, seconds of all merging.
    public var merge: Double
    /// Simulated, seconds of the round.
    public var seconds: Double
    /// The same by `RoundModel`.
    public var formula: Double
    /// Simulated, the share of the workers' time in which they train.
    public var busy: Double

    enum CodingKeys: String, CodingKey {
      case shape, clients, cohort, ranks
      case plan = "plan_seconds"
      case ledger = "ledger_seconds"
      case messages = "message_seconds"
      case merge = "merge_seconds"
      case seconds = "simulated_round_seconds"
      case formula = "formula_round_seconds"
      case busy = "simulated_busy"
    }
  }

  /// 10 Gbit/s with a latency of 50 µs: Ethernet between the machines of a small cluster.
  static let link = FarmRehearsal.Link(latency: 50e-6, speed: 1.25e9)

  /// Rows of the first table.
  public func constants() throws -> [Constants] {
    let shapes = settings.isQuick ? ["embedded"] : ["tiny", "embedded", "minilm", "bert-base"]
    return try shapes.map { shape in
      let rehearsal = try rehearsal(shape, clients: 1000, cohort: 64, training: 2)
      let round = try steady(rehearsal, ranks: 9)
      let model = model(rehearsal, round)
      let count = Double(round.cohort)
      return Constants(
        shape: shape, tokens: rehearsal.tokens, training: model.training,
        jobBytes: round.bytesDown / round.sent, resultBytes: round.bytesUp / round.sent,
        job: round.jobs / count, ledger: round.ledger / count, result: round.results / count,
        merge: round.merge / count, mostWorkers: Int(model.mostWorkers))
    }
  }

  /// Rows of the second table.
  ///
  /// - Parameter told: takes each as it is done.
  public func scales(_ told: (Scale) -> Void) throws {
    let shape = "embedded"
    let populations = settings.isQuick ? [1000, 1_000_000] : [1000, 10_000, 100_000, 1_000_000]
    for clients in populations {
      try scale(shape, clients: clients, cohort: 100, ranks: [16]).forEach(told)
    }
    guard !settings.isQuick else { return }
    for cohort in [1000, 10_000] {
      try scale(shape, clients: 1_000_000, cohort: cohort, ranks: [1, 16, 64, 256, 1024])
        .forEach(told)
    }
    try scale("bert-base", clients: 1_000_000, cohort: 1000, ranks: [1, 16, 64, 256, 1024])
      .forEach(told)
  }

  private func scale(
    _ shape: String, clients: Int, cohort: Int, ranks: [Int]
  ) throws -> [Scale] {
    let rehearsal = try rehearsal(shape, clients: clients, cohort: cohort, training: 1)
    let constants = try model(rehearsal, steady(rehearsal, ranks: 9))
    return try ranks.map { ranks in
      let round = try steady(rehearsal, ranks: ranks)
      return Scale(
        shape: shape, clients: clients, cohort: round.cohort, ranks: ranks, plan: round.plan,
        ledger: round.ledger,
        messages: round.jobs + round.results, merge: round.merge, seconds: round.seconds,
        formula: constants.seconds(ranks: ranks, workers: 1, cohort: round.cohort),
        busy: round.trained / (round.seconds * Double(ranks)))
    }
  }

  /// The fastest of a few rounds, which others have warmed up.
  private func steady(_ rehearsal: FarmRehearsal, ranks: Int) throws -> FarmRehearsal.Round {
    let rounds = (0..<(settings.isQuick ? 1 : 4)).map { _ in
      rehearsal.round(
        workers: Array(repeating: 1, count: ranks), Self.link,
        training: rehearsal.secondsPerToken * Double(rehearsal.tokens))
    }
    guard let best = rounds.min(by: { $0.measured < $1.measured }), best.seconds > 0 else {
      throw Failure("--scale: a round came to nothing", .data)
    }
    return best
  }

  private func model(_ rehearsal: FarmRehearsal, _ round: FarmRehearsal.Round) -> RoundModel {
    let sent = Double(max(1, round.sent))
    return RoundModel(
      fixed: round.plan, client: (round.measured - round.plan) / Double(round.cohort),
      training: rehearsal.secondsPerToken * Double(rehearsal.tokens),
      bytesDown: Double(round.bytesDown) / sent, bytesUp: Double(round.bytesUp) / sent,
      speed: Self.link.speed, latency: Self.link.latency)
  }

  /// Clients that draw forty samples each from those of the workload.
  private func rehearsal(
    _ name: String, clients: Int, cohort: Int, training: Int
  ) throws -> FarmRehearsal {
    guard let shape = BenchShape.all.first(where: { $0.name == name }) else {
      throw Failure("--scale: no shape \(name)", .data)
    }
    var own = Settings()
    own.method = "fedavg-lora"
    own.partition = .drawn
    own.clients = clients
    own.cohort = cohort
    own.rank = shape.rank
    own.localEpochs = 1
    own.devices = ""
    own.workers = 1
    let (samples, _) = settings.workload.federation(vocabulary: shape.vocabulary)
    let federation = try Federation(own, encoder: shape.encoder(settings), train: samples)
    guard let rehearsal = FarmRehearsal(federation, training: training) else {
      throw Failure("--scale: clients failed, so that nothing was measured", .data)
    }
    return rehearsal
  }
}
