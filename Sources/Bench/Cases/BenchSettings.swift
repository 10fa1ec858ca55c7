import Transformer

/// How to measure.
public struct BenchSettings: Sendable {
  /// Time a case takes at least, without its preparation.
  var seconds: Double
  /// Repeats a case makes at least.
  var repeats: Int
  /// Whether it is only to be seen that everything works.
  var isQuick: Bool
  /// Most workers of a case.
  var workers: Int
  /// What the heads read.
  var pooling: Pooling
  /// Whose products with frozen weights.
  var blas: BLAS
  /// Their number format.
  var precision: Precision
  /// Lengths of all samples.
  var workload: Workload

  /// Settings of a measurement; each number is the caller's to check.
  public init(
    seconds: Double, repeats: Int, isQuick: Bool, workers: Int, pooling: Pooling,
    blas: BLAS = .openblas, precision: Precision = .float32,
    workload: Workload
  ) {
    self.seconds = seconds
    self.repeats = repeats
    self.isQuick = isQuick
    self.workers = workers
    self.pooling = pooling
    self.blas = blas
    self.precision = precision
    self.workload = workload
  }

  /// Longest that a case is repeated for the sake of `repeats`, seconds.
  private static let patience = 20.0

  /// Whether a case that took these times, in seconds, is to be repeated; `share` of the time is its.
  func wantsMore(_ times: [Double], share: Double = 1) -> Bool {
    let spent = times.reduce(0, +)
    return times.isEmpty || spent < share * seconds
      || (times.count < repeats && spent < Self.patience)
  }
}

extension BenchCase {
  /// Measures the case: one result for each number of workers.
  /// - Throws: what the parts throw that are measured; `Failure` when the workload lacks its batches.
  public func measure(_ settings: BenchSettings) throws -> [BenchResult] {
    PeakMemory.reset()
    switch kind {
    case .step(let shape, let key):
      return try Set([1, settings.workers]).sorted().map { workers in
        try PassBench(name: name, shape: shape, key: key, work: .step, settings: settings)
          .measure(workers: workers)
      }
    case .fisher(let shape, let key):
      let bench = PassBench(name: name, shape: shape, key: key, work: .fisher, settings: settings)
      return [try bench.measure(workers: 1)]
    case .evaluate(let shape, let key):
      let bench = PassBench(name: name, shape: shape, key: key, work: .evaluate, settings: settings)
      return [try bench.measure(workers: 1)]
    case .merge(let shape):
      return [try MergeBench(name: name, shape: shape, settings: settings).measure()]
    case .method(let shape, let method):
      let bench = MethodBench(name: name, shape: shape, method: method, settings: settings)
      return [try bench.measure()]
    case .round(let shape, let clients):
      let bench = RoundBench(name: name, shape: shape, clients: clients, settings: settings)
      return [try bench.measure()]
    case .startup(let model):
      return [try StartupBench(name: name, model: model, settings: settings).measure()]
    case .runFile:
      return [try RunFileBench(name: name, settings: settings).measure()]
    }
  }
}
