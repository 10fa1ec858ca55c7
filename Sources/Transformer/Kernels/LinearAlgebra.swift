import CKernels
import COpenBLAS
import Foundation

/// Facts about the libraries that compute, for the record of a run.
public enum LinearAlgebra {
  /// Version and build options of OpenBLAS.
  public static var version: String { String(cString: openblas_get_config()) }

  /// The processor type whose kernels OpenBLAS picked.
  public static var coreType: String { String(cString: openblas_get_corename()) }

  /// What the bits of products depend on: OpenBLAS's processor type, and oneDNN's version where that multiplies too.
  ///
  /// - Parameter library: whose products with frozen weights are used, as was decided.
  public static func coreType(_ library: BLAS) -> String {
    library == .onednn ? "\(coreType) \(OneDNN.version)" : coreType
  }

  /// What to tell OpenBLAS in `OPENBLAS_CORETYPE`, which it reads while it is loaded; nil where it chose well or was told.
  ///
  /// It knows processors by their numbers, and to one that came after it gives kernels of 2004, at a fifth of the speed.
  public static var missedCoreType: String? {
    missedCoreType(
      chosen: String(cString: openblas_get_corename()),
      told: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"],
      fitting: String(cString: ck_openblas_core()))
  }

  static func missedCoreType(chosen: String, told: String?, fitting: String) -> String? {
    guard told == nil, !fitting.isEmpty, beforeAVX.contains(chosen.lowercased()) else { return nil }
    return fitting
  }

  /// Types that OpenBLAS falls back to.
  private static let beforeAVX: Set<String> = [
    "generic", "katmai", "coppermine", "northwood", "banias", "prescott", "core2", "penryn",
    "dunnington", "nehalem", "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "atom",
    "nano",
  ]

  /// Threads that one product uses; a worker of the federation has one.
  public static var threads: Int {
    useOneThread()
    return Int(openblas_get_num_threads())
  }

  /// The variant of our own vector loops in use: `avx512`, `avx2` or `baseline`.
  public static var kernels: String { String(cString: ck_variant()) }

  /// Takes numbers below 2^-126 for zero on the calling thread and on those that it starts from now on.
  ///
  /// A run with far too high rates is full of them, and two to many times slower; in others they change no bit that was seen.
  public static func flushSubnormals() { ck_flush_subnormals() }

  /// Makes every product run on its caller's thread: workers are the unit of concurrency.
  static func useOneThread() { _ = once }

  private static let once: Void = openblas_set_num_threads(1)
}
