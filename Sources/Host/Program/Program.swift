import Foundation
import Metrics
import RunStore
import Sim
import Transformer

/// The program itself: its version, and what it was built and runs with.
public enum Program {
  /// Version of the program.
  public static let version = "0.1.0"

  /// Models and data that are open, for all runs of the process.
  public static let assets = AssetLibrary()

  /// What must be set before any thread exists.
  public static func prepare() {
    // A reader that goes away (`fedtop run | head`) ends the output, not the run's record.
    signal(SIGPIPE, SIG_IGN)
  }

  /// What is needed to compute a run again.
  public static func provenance(
    _ settings: Settings, sources: RunSources? = nil
  ) -> Provenance {
    Provenance(
      program: version, configuration: settings.config, seed: UInt64(settings.seed),
      blasVersion: LinearAlgebra.version, blasCoreType: LinearAlgebra.coreType,
      blasThreads: LinearAlgebra.threads, kernels: LinearAlgebra.kernels, sources: sources)
  }
}
