import Sim
import Transformer

/// Times a step of what a method trains, beside a step of fedavg-lora on the same batches.
struct MethodBench {
  /// Name of the case.
  let name: String
  /// The encoder.
  let shape: BenchShape
  /// The method, with the first values of its settings.
  let method: String
  /// How to measure.
  let settings: BenchSettings

  /// The two take turns, so that a machine that slows down slows both.
  func measure() throws -> BenchResult {
    let groups = Array((settings.workload.groups("8/mixed") ?? []).prefix(settings.isQuick ? 2 : 8))
    let batches = Workload.packed(groups, vocabulary: shape.vocabulary)
    let (own, plain) = (try worker(method), try worker("fedavg-lora"))
    func pass(_ worker: PassWorker) -> Double {
      seconds { for batch in batches { worker.run(.step, on: batch) } }
    }
    _ = (pass(own), pass(plain))
    var times: [Double] = []
    var plainTimes: [Double] = []
    while settings.wantsMore(times, share: 0.5) {
      times.append(pass(own))
      plainTimes.append(pass(plain))
    }
    let timing = Timing(times)
    let each = 1000 / Double(max(1, batches.count))
    let tokens = batches.reduce(0) { $0 + $1.tokens.count }
    return BenchResult(
      name: name, milliseconds: timing.median * each, spread: timing.spread,
      repeats: timing.count, tokensPerSecond: Double(tokens) / timing.median,
      millisecondsLoRA: Timing(plainTimes).median * each, workers: 1,
      memoryMB: PeakMemory.megabytes, pooling: settings.pooling.rawValue,
      precision: settings.precision.rawValue,
      core: LinearAlgebra.coreType(own.session.encoder.products.library))
  }

  private func worker(_ name: String) throws -> PassWorker {
    var chosen = Settings()
    chosen.method = name
    let modules = try MethodRegistry.recipe(name).method(chosen).modules
    let plan = try modules.plan(for: shape.configuration, head: .automatic)
    return PassWorker(encoder: try shape.encoder(settings, plan))
  }
}
