import Dispatch
import Host
import Synchronization
import Transformer

/// Times passes over the same few batches: training steps, Fisher scoring or evaluation.
struct PassBench {
  /// Name of the case.
  let name: String
  /// The encoder.
  let shape: BenchShape
  /// Which batches of the workload.
  let key: String
  /// What is done with each.
  let work: PassWorker.Work
  /// How to measure.
  let settings: BenchSettings

  /// Every worker passes over all batches at the same time as the others.
  func measure(workers: Int) throws -> BenchResult {
    let groups = try chosenGroups()
    let batches = Workload.packed(groups, vocabulary: shape.vocabulary)
    let encoder = try shape.encoder(settings)
    let crew = (0..<workers).map { _ in PassWorker(encoder: encoder) }
    func pass(_ work: PassWorker.Work, over batches: [PackedBatch]) -> Double {
      seconds {
        DispatchQueue.concurrentPerform(iterations: workers) { worker in
          for batch in batches { crew[worker].run(work, on: batch) }
        }
      }
    }

    // The largest batch makes all buffers.
    let largest = batches.max { $0.tokens.count < $1.tokens.count }
    _ = pass(work, over: largest.map { [$0] } ?? [])
    let products = groups.map { productsDone($0) }
    var yardstick = GemmYardstick(products: products, workers: workers)
    var times: [Double] = []
    var plain: [Double] = []
    while settings.wantsMore(times) {
      let time = pass(work, over: batches)
      times.append(time)
      if work == .fisher { plain.append(pass(.gradient, over: batches)) }
      yardstick.sample(seconds: time / 3)
    }

    let timing = Timing(times)
    let each = 1000 / Double(batches.count)
    let rate = Double(workers) / timing.median / 1e9
    let useful = groups.reduce(0) { $0 + productsUseful($1).flops }
    let done = products.reduce(0) { $0 + $1.flops } * rate
    let tokens = batches.reduce(0) { $0 + $1.tokens.count }
    return BenchResult(
      name: name, milliseconds: timing.median * each, spread: timing.spread,
      repeats: timing.count,
      tokensPerSecond: Double(tokens * workers) / timing.median, gflops: useful * rate,
      gflopsDone: done, gemmGflops: yardstick.gflops, shareOfGemmPeak: done / yardstick.gflops,
      millisecondsPlain: plain.isEmpty ? nil : Timing(plain).median * each, workers: workers,
      memoryMB: PeakMemory.megabytes, pooling: settings.pooling.rawValue,
      precision: settings.precision.rawValue,
      core: LinearAlgebra.coreType(encoder.products.library))
  }

  /// The batches of the case; one of them is enough where all are equal and big.
  private func chosenGroups() throws(Failure) -> [[Int]] {
    guard let groups = settings.workload.groups(key), let first = groups.first else {
      throw Failure("\(name): the workload has no batches '\(key)'", .data)
    }
    if settings.isQuick { return Array(groups.prefix(2)) }
    let isBig = groups.reduce(0) { $0 + productsUseful($1).flops } > 2e11
    return isBig && groups.allSatisfy { $0 == first } ? [first] : groups
  }

  private func productsDone(_ lengths: [Int]) -> [GemmProduct] {
    products(StepArithmetic(shape: shape, pooling: settings.pooling, skipsUnread: true), lengths)
  }

  private func productsUseful(_ lengths: [Int]) -> [GemmProduct] {
    products(StepArithmetic(shape: shape, pooling: settings.pooling, skipsUnread: false), lengths)
  }

  private func products(_ arithmetic: StepArithmetic, _ lengths: [Int]) -> [GemmProduct] {
    work == .evaluate ? arithmetic.forward(lengths) : arithmetic.step(lengths)
  }
}
