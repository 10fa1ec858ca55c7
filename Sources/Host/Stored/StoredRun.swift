import Metrics
import RunStore
import Sim
import Transformer

/// A run file as something to compute again: its settings, and what it was computed with.
public struct StoredRun {
  /// Reads the file.
  public let reader: RunReader
  /// The settings it ran with.
  public let settings: Settings

  /// Opens a run file.
  /// - Throws: `StoreError`, or `SettingsError` when a setting is not known to this version.
  public init(path: String) throws {
    reader = try RunReader(path: path)
    let configuration = reader.meta.provenance.configuration
    // The record has a checksum where the description has none: a setting that was changed would compute another run.
    if let started = try reader.started(), started.config != configuration {
      throw StoreError.damaged(
        path: reader.path, detail: "its settings are not those of its record")
    }
    var settings = try Settings(config: configuration)
    if configuration["run.blas"] == nil {
      // An earlier program had one of the two built in.
      let latest = reader.meta.provenance.blasCoreType.split(separator: "→").last ?? ""
      settings.blas = latest.contains("oneDNN") ? .onednn : .openblas
    }
    self.settings = settings
  }

  /// What to tell before going on, when the kernels differ from those the run began with; else nil.
  ///
  /// - Parameter federation: what goes on, or computes it again.
  public func machineWarning(_ federation: Federation) -> String? {
    let then = reader.meta.provenance
    let now = Program.provenance(federation.settings)
    let isSame =
      then.blasCoreType == now.blasCoreType && then.blasVersion == now.blasVersion
      && then.blasThreads == now.blasThreads
      // Files of older versions do not say.
      && (then.kernels.isEmpty || then.kernels == now.kernels)
    guard !isSame else { return nil }
    return "this run was computed with \(Self.words(then)), this machine has \(Self.words(now)): "
      + "numbers may differ in the last digits, and more from round to round"
  }

  private static func words(_ machine: Provenance) -> String {
    let loops = machine.kernels.isEmpty ? "" : " and \(machine.kernels) loops"
    let threads = machine.blasThreads == 1 ? "" : ", \(machine.blasThreads) threads"
    // Its name and version; what it was built with stands behind.
    let library = machine.blasVersion.split(separator: " ").prefix(2).joined(separator: " ")
    return "\(machine.blasCoreType) kernels of \(library)\(loops)\(threads)"
  }
}
