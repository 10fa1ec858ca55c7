import CVersion
import Foundation
import Metrics
import RunStore
import Sim
import Transformer

/// The program itself: its version, and what it was built and runs with.
public enum Program {
  /// Version of the program.
  public static let version = "0.1.0"

  /// The version with what it was built from and what it computes with, for `fedtop --version`.
  public static var build: String {
    "\(origin), \(LinearAlgebra.version), \(LinearAlgebra.kernels) loops"
  }

  /// The version with what it was built from.
  static var origin: String {
    let commit = String(cString: fedtop_commit())
    return "fedtop \(version) (\(commit.isEmpty ? "no commit known" : "commit \(commit)"))"
  }

  /// Models and data that are open, for all runs of the process.
  public static let assets = AssetLibrary()

  /// What must be set before any thread exists.
  public static func prepare() {
    restartForProcessor()
    LinearAlgebra.flushSubnormals()
    // A stream that is closed would lend its number to the next file that is opened, such as the run's.
    for stream in STDIN_FILENO...STDERR_FILENO where fcntl(stream, F_GETFD) < 0 {
      // The lowest free number, which is this one. Writing to it fails, as it should.
      _ = open("/dev/null", O_RDONLY)
    }
    // A reader that goes away (`fedtop run | head`) ends the output, not the run's record.
    signal(SIGPIPE, SIG_IGN)
  }

  /// Begins the program again where OpenBLAS, which chooses once, while it is loaded, chose kernels of long ago.
  ///
  /// Where that cannot be, the run is slow, and right.
  private static func restartForProcessor() {
    guard let core = LinearAlgebra.missedCoreType, let path = realpath("/proc/self/exe", nil)
    else { return }
    defer { free(path) }
    setenv("OPENBLAS_CORETYPE", core, 1)
    // Nobody uses threads of its own, which look for work for a tenth of a second on cores that the start has a use for.
    setenv("OPENBLAS_NUM_THREADS", "1", 1)
    execv(path, CommandLine.unsafeArgv)
  }

  /// What is needed to compute a run again.
  ///
  /// - Parameter settings: as a federation has them, with nothing left to decide.
  public static func provenance(
    _ settings: Settings, sources: RunSources? = nil
  ) -> Provenance {
    Provenance(
      program: version, configuration: settings.config, seed: UInt64(settings.seed),
      blasVersion: LinearAlgebra.version, blasCoreType: LinearAlgebra.coreType(settings.blas),
      blasThreads: LinearAlgebra.threads, kernels: LinearAlgebra.kernels, sources: sources)
  }
}
