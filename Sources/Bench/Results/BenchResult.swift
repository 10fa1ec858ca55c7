import Foundation

/// One measured case: a line of `fedtop bench --json`.
///
/// Speeds are sums over the workers. What a case does not have is left out.
public struct BenchResult: Codable, Equatable, Sendable {
  /// Name of the case.
  var name: String
  /// Median time of one step, batch, round, merge, start or record; milliseconds.
  var milliseconds: Double
  /// Distance of the quartiles as a share of the median.
  var spread: Double
  /// Timed repeats.
  var repeats: Int
  /// Real tokens a second.
  var tokensPerSecond: Double?
  /// Useful arithmetic, all rows of all layers, 1e9 a second.
  var gflops: Double?
  /// Arithmetic of the products that were done, 1e9 a second.
  var gflopsDone: Double?
  /// The speed of `cblas_sgemm` at the shapes of these products, in the same minute.
  var gemmGflops: Double?
  /// `gflopsDone` over `gemmGflops`.
  var shareOfGemmPeak: Double?
  /// Of a Fisher case: a forward and backward pass without traces, milliseconds.
  var millisecondsPlain: Double?
  /// Of a method's case: a step of fedavg-lora in the same minute, milliseconds.
  var millisecondsLoRA: Double?
  /// Concurrent workers, a thread each.
  var workers: Int
  /// Peak resident memory while the case ran, 1e6 bytes.
  var memoryMB: Double
  /// What the head reads, where an encoder runs.
  var pooling: String?
  /// The number format of products with frozen weights, where an encoder runs.
  var precision: String?
  /// The processor type whose kernels OpenBLAS picked.
  var core: String
  /// How many times as fast as in the file given by `--compare`.
  var speedup: Double?

  enum CodingKeys: String, CodingKey {
    case spread, repeats, gflops, workers, pooling, precision, core, speedup
    case name = "case"
    case milliseconds = "ms"
    case tokensPerSecond = "tokens_per_second"
    case gflopsDone = "gflops_done"
    case gemmGflops = "gemm_gflops"
    case shareOfGemmPeak = "share_of_gemm_peak"
    case millisecondsPlain = "ms_forward_backward"
    case millisecondsLoRA = "ms_fedavg_lora"
    case memoryMB = "memory_mb"
  }

  /// A result with its numbers cut to what a measurement can know.
  public var rounded: BenchResult {
    func cut(_ value: Double) -> Double {
      guard value != 0, value.isFinite else { return 0 }
      let scale = pow(10, 4 - floor(log10(abs(value))))
      return (value * scale).rounded() / scale
    }
    var result = self
    result.milliseconds = cut(milliseconds)
    result.spread = cut(spread)
    result.tokensPerSecond = tokensPerSecond.map(cut)
    result.gflops = gflops.map(cut)
    result.gflopsDone = gflopsDone.map(cut)
    result.gemmGflops = gemmGflops.map(cut)
    result.shareOfGemmPeak = shareOfGemmPeak.map(cut)
    result.millisecondsPlain = millisecondsPlain.map(cut)
    result.millisecondsLoRA = millisecondsLoRA.map(cut)
    result.memoryMB = cut(memoryMB)
    result.speedup = speedup.map(cut)
    return result
  }
}
