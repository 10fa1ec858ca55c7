import Host
import Metrics
import Sim
import Synchronization
import Transformer

/// Times rounds of FedAvg over the workload's clients, as a run does them, without evaluation.
struct RoundBench {
  /// Name of the case.
  let name: String
  /// The encoder.
  let shape: BenchShape
  /// Clients of the federation; beyond the workload's own their samples are used over.
  let clients: Int
  /// How to measure.
  let settings: BenchSettings

  private static let cohort = 10
  private static let batch = 8

  /// Runs rounds; the first is a warm-up, unless there is but one.
  func measure() throws -> BenchResult {
    let (samples, own) = settings.workload.federation(vocabulary: shape.vocabulary)
    let partition = (0..<clients).map { own[$0 % own.count] }
    let encoder = try shape.encoder(settings)
    let rounds = rounds()
    let federation = try Federation(
      simulation(rounds: rounds), encoder: encoder, train: samples, partition: partition)
    let watch = RoundWatch()
    var yardstick = yardstick()
    yardstick.sample(seconds: settings.seconds / 4)
    try Simulation(federation, name: name, recorder: watch).run()
    yardstick.sample(seconds: settings.seconds / 4)

    let laps = Array(watch.laps.dropFirst(rounds > 1 ? 1 : 0))
    guard !laps.isEmpty, laps.allSatisfy({ $0.failures == 0 }) else {
      throw Failure("\(name): clients failed, so that nothing was measured", .data)
    }
    let timing = Timing(laps.map(\.seconds))
    let time = laps.reduce(0) { $0 + $1.seconds }
    let cohorts = laps.flatMap(\.cohort)
    let done = flops(cohorts, skipsUnread: true) / time / 1e9
    return BenchResult(
      name: name, milliseconds: timing.median * 1000, spread: timing.spread,
      repeats: timing.count,
      tokensPerSecond: Double(laps.reduce(0) { $0 + $1.tokens }) / time,
      gflops: flops(cohorts, skipsUnread: false) / time / 1e9, gflopsDone: done,
      gemmGflops: yardstick.gflops, shareOfGemmPeak: done / yardstick.gflops,
      workers: settings.workers, memoryMB: PeakMemory.megabytes,
      pooling: settings.pooling.rawValue, precision: settings.precision.rawValue,
      core: LinearAlgebra.coreType(encoder.products.library))
  }

  /// Rounds from the arithmetic alone, so that two runs of the program do the same ones.
  private func rounds() -> Int {
    if settings.isQuick { return 1 }
    let share = Double(min(Self.cohort, clients)) / Double(clients)
    let round =
      share * flops(Array(0..<clients), skipsUnread: true) / Double(settings.workers) / 6e10
    return 1 + min(30, max(settings.repeats, Int(2 * settings.seconds / round)))
  }

  /// The peers' rounds, whatever the defaults of an experiment are.
  private func simulation(rounds: Int) -> Settings {
    var simulation = Settings()
    simulation.method = "fedavg-lora"
    simulation.cohort = Self.cohort
    simulation.rounds = rounds
    simulation.batch = Self.batch
    simulation.localEpochs = 1
    simulation.optimizer = .adamw
    simulation.rank = shape.rank
    simulation.learningRate = 1e-4
    simulation.schedule = .constant
    simulation.clip = 0
    simulation.evaluateEvery = rounds + 1
    simulation.workers = settings.workers
    return simulation
  }

  /// A batch of each of some clients.
  private func yardstick() -> GemmYardstick {
    let arithmetic = arithmetic(skipsUnread: true)
    let batches = settings.workload.clients.prefix(8).map { Array($0.prefix(Self.batch)) }
    return GemmYardstick(
      products: batches.map { arithmetic.step($0) }, workers: settings.workers)
  }

  // Arithmetic is a sum over samples: how they are cut into batches makes no difference.
  private func flops(_ clients: [Int], skipsUnread: Bool) -> Double {
    let arithmetic = arithmetic(skipsUnread: skipsUnread)
    let own = settings.workload.clients
    return clients.reduce(0) { $0 + arithmetic.step(own[$1 % own.count]).flops }
  }

  private func arithmetic(skipsUnread: Bool) -> StepArithmetic {
    StepArithmetic(shape: shape, pooling: settings.pooling, skipsUnread: skipsUnread)
  }
}

/// Keeps nothing of a run but the times of its rounds, bookkeeping between them included.
private final class RoundWatch: Recorder {
  /// One round.
  struct Lap {
    var seconds: Double
    var cohort: [Int]
    var tokens: Int
    var failures: Int
  }

  private struct State {
    var last = ContinuousClock.now
    var laps: [Lap] = []
  }

  private let state = Mutex(State())

  var laps: [Lap] { state.withLock { $0.laps } }

  func record(_ events: [RunEvent], checkpoint: Checkpoint?) {
    let now = ContinuousClock.now
    state.withLock { state in
      for case .roundFinished(let report) in events {
        state.laps.append(
          Lap(
            seconds: (now - state.last) / .seconds(1), cohort: report.cohort,
            tokens: report.tokens, failures: report.failures))
      }
      state.last = now
    }
  }
}
