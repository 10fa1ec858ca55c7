import CKernels
import COpenBLAS
import Foundation

extension LinearAlgebra {
  /// What to tell OpenBLAS in `OPENBLAS_CORETYPE`, which it reads while it is loaded; nil where it chose well or was told.
  ///
  /// It knows processors by their numbers, and to one that came after it gives kernels of 2004, at a fifth of the speed.
  public static var missedCoreType: String? {
    missedCoreType(
      chosen: coreType, told: ProcessInfo.processInfo.environment[variable],
      fitting: String(cString: ck_openblas_core()))
  }

  static func missedCoreType(chosen: String, told: String?, fitting: String) -> String? {
    guard told == nil, !fitting.isEmpty, beforeAVX.contains(chosen.lowercased()) else { return nil }
    return fitting
  }

  /// Has OpenBLAS choose again, as if `OPENBLAS_CORETYPE` had been `core` when it was loaded; before the first product.
  ///
  /// - Returns: whether it did. A build of it that cannot still finds the word in its environment when it is loaded next.
  public static func chooseAgain(_ core: String) -> Bool {
    setenv(variable, core, 1)
    guard let forget = function("gotoblas_dynamic_quit"),
      let choose = function("gotoblas_dynamic_init")
    else { return false }
    forget()
    choose()
    return coreType.lowercased() == core.lowercased()
  }

  /// Ends OpenBLAS's own threads: nobody uses them, and after it was loaded they look for work for a tenth of a second, on cores
  /// that the start of a run has a use for.
  public static func endThreads() {
    useOneThread()
    function("blas_thread_shutdown_")?()
  }

  private static let variable = "OPENBLAS_CORETYPE"

  /// A function of OpenBLAS that no header names; nil where this build has none.
  private static func function(_ name: String) -> (@convention(c) () -> Void)? {
    dlsym(UnsafeMutableRawPointer(bitPattern: 0), name)
      .map { unsafeBitCast($0, to: (@convention(c) () -> Void).self) }
  }

  /// Types that OpenBLAS falls back to.
  private static let beforeAVX: Set<String> = [
    "generic", "katmai", "coppermine", "northwood", "banias", "prescott", "core2", "penryn",
    "dunnington", "nehalem", "athlon", "opteron", "opteron_sse3", "barcelona", "bobcat", "atom",
    "nano",
  ]
}
