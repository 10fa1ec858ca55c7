import Foundation
import Metrics

/// What must be known of a program and a machine to compute a run again.
public struct Provenance: Sendable, Equatable {
  /// Version of the program.
  public var program: String
  /// Every setting by its dotted key.
  public var configuration: [String: ConfigValue]
  /// Seed of every random draw.
  public var seed: UInt64
  /// OpenBLAS version or build line.
  public var blasVersion: String
  /// OpenBLAS core type, such as `Haswell`: results differ between core types in the last bits.
  public var blasCoreType: String
  /// OpenBLAS threads of one call.
  public var blasThreads: Int
  /// Variant of the program's own vector loops, such as `avx2`; empty when unknown.
  public var kernels: String
  /// The run and round this one was branched from, if any.
  public var parent: RunStarted.Parent?
  /// Data, model and labels; nil when the file does not say, or what it says is damaged.
  public var sources: RunSources?

  /// Makes a provenance; see the properties.
  public init(
    program: String, configuration: [String: ConfigValue], seed: UInt64, blasVersion: String,
    blasCoreType: String, blasThreads: Int, kernels: String = "",
    parent: RunStarted.Parent? = nil, sources: RunSources? = nil
  ) {
    self.program = program
    self.configuration = configuration
    self.seed = seed
    self.blasVersion = blasVersion
    self.blasCoreType = blasCoreType
    self.blasThreads = blasThreads
    self.kernels = kernels
    self.parent = parent
    self.sources = sources
  }
}

/// The `meta` table of a run file: what is fixed when the run is made.
public struct RunMeta: Sendable, Equatable {
  /// Name of the run: the stem of its file.
  public var run: String
  /// Registry name of the method.
  public var method: String
  /// When the run was made.
  public var created: Date
  /// Program, configuration, seed and numeric library.
  public var provenance: Provenance
  /// Version of the tables.
  public var schema: Int
  /// How often the run was resumed; events may have been taken back each time.
  public var resumes: Int
}
