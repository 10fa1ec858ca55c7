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

  /// Threads that one product uses; a worker of the federation has one.
  public static var threads: Int {
    useOneThread()
    return Int(openblas_get_num_threads())
  }

  /// The variant of our own vector loops in use: `avx512`, `avx2` or `baseline`.
  public static var kernels: String { String(cString: ck_variant()) }

  /// Makes every product run on its caller's thread: workers are the unit of concurrency.
  static func useOneThread() { _ = once }

  private static let once: Void = openblas_set_num_threads(1)
}
