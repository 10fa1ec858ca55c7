import Metrics

/// What a sweep tells while it goes on.
public enum SweepEvent: Sendable {
  /// It begins; how each run stands.
  case began([SweepState])
  /// Something changed with a run.
  case changed(Int, SweepState)
}

/// How one run of a sweep stands.
public struct SweepState: Sendable, Encodable, Equatable {
  /// What has become of it.
  public enum Condition: String, Sendable, Encodable {
    /// Its turn has not come, or comes again.
    case waiting
    /// It trains.
    case training
    /// All its rounds are done.
    case finished
    /// It was worse than others at a rung, and ended there.
    case halved
    /// It was told to stop; it goes on when the sweep is started again.
    case interrupted
    /// It could not be made, or its numbers broke.
    case failed
  }

  /// What has become of it.
  public var condition: Condition
  /// What tells it from the others, in a line.
  public var title: String
  /// Name of its run file; nil before it is made.
  public var run: String?
  /// Rounds that are done.
  public var round = 0
  /// Rounds it is to last.
  public var rounds: Int
  /// What its answers are judged by.
  public var score = Score.accuracy
  /// Personal accuracy, or share of exact answers, when it was last evaluated.
  public var accuracy: Double?
  /// The same of the server's parameters alone.
  public var accuracyGlobal: Double?
  /// Perplexity when it was last evaluated, of a run that is judged by it.
  public var perplexity: Double?
  /// The same of the server's parameters alone.
  public var perplexityGlobal: Double?
  /// What it is judged by in all evaluations, oldest first.
  public var curve: [Double] = []
  /// The rounds of those.
  var evaluated: [Int] = []
  /// Whether its initialisation is counted: a run that goes on tells it again.
  private var isInitialised = false
  /// Bytes both ways.
  public var bytes = 0
  /// Virtual seconds.
  public var simSeconds = 0.0
  /// Wall seconds.
  public var wallSeconds = 0.0
  /// SHA-256 of what it ended with; nil before its end.
  public var parametersSHA256: String?
  /// Why it failed, or at which rung it ended.
  public var reason: String?

  /// Makes the state of a run that waits.
  init(_ run: SweepRun) {
    condition = .waiting
    title = run.title
    rounds = run.settings.rounds
  }

  enum CodingKeys: String, CodingKey {
    case condition, title, run, round, rounds, score, accuracy, perplexity, curve, bytes, reason
    case accuracyGlobal = "accuracy_global"
    case perplexityGlobal = "perplexity_global"
    case simSeconds = "sim_seconds"
    case wallSeconds = "wall_seconds"
    case parametersSHA256 = "parameters_sha256"
  }

  /// Takes in what is on record of a run.
  mutating func restore(_ snapshot: RunSnapshot, name: String) {
    run = name
    score = snapshot.score
    if let start = snapshot.initialisation { apply(.initialised(start)) }
    for report in snapshot.rounds { apply(.roundFinished(report)) }
    if let summary = snapshot.summary { apply(.runFinished(summary)) }
  }

  /// Takes in what a run tells.
  mutating func apply(_ event: RunEvent) {
    switch event {
    case .runStarted(let started): (run, score) = (started.run, started.score ?? .accuracy)
    case .initialised(let start):
      guard !isInitialised else { return }
      isInitialised = true
      add(start.bytesUp, start.bytesDown, start.simSeconds, start.wallSeconds)
    case .roundFinished(let report):
      round = report.round
      add(report.bytesUp, report.bytesDown, report.simSeconds, report.wallSeconds)
      guard let value = score.value(of: report) else { return }
      curve.append(value)
      evaluated.append(report.round)
      if score.isShare {
        (accuracy, accuracyGlobal) = (value, score.global(of: report))
      } else {
        (perplexity, perplexityGlobal) = (value, score.global(of: report))
      }
    case .runFinished(let summary):
      guard !summary.interrupted else { return }
      condition = summary.fault == true ? .failed : .finished
      parametersSHA256 = summary.parametersSHA256
      reason = summary.reason
    default: break
    }
  }

  /// What it is judged by as people read it: personal, and of the server's parameters alone.
  public var values: (personal: String?, global: String?) {
    let (personal, global) =
      score.isShare ? (accuracy, accuracyGlobal) : (perplexity, perplexityGlobal)
    return (personal.map(score.text), global.map(score.text))
  }

  /// What it was judged by at a round, or when it was last evaluated before.
  func value(at rung: Int) -> Double? { evaluated.lastIndex { $0 <= rung }.map { curve[$0] } }

  private mutating func add(_ up: Int, _ down: Int, _ sim: Double, _ wall: Double) {
    bytes = bytes &+ up &+ down
    simSeconds += sim
    wallSeconds += wall
  }
}
