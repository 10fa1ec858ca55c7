import Metrics
import RunStore
import Sim
import Transformer

/// A run file as something to compute again: its settings, and what it was computed with.
struct StoredRun {
  /// Reads the file.
  let reader: RunReader
  /// The settings it ran with.
  let settings: Settings

  /// Opens a run file.
  /// - Throws: `StoreError`, or `SettingsError` when a setting is not known to this version.
  init(path: String) throws {
    reader = try RunReader(path: path)
    settings = try Settings(config: reader.meta.provenance.configuration)
  }

  /// Changes of knobs that took effect in these rounds, in order.
  func knobChanges(rounds: ClosedRange<Int>) throws -> [CommandRecord] {
    try reader.events().events.compactMap { stored in
      guard case .commandApplied(let record) = stored.event, case .set? = record.command,
        rounds.contains(record.round)
      else { return nil }
      return record
    }
  }

  /// What to tell before going on, when the kernels differ from those the run began with; else nil.
  var machineWarning: String? {
    let then = reader.meta.provenance
    guard
      then.blasCoreType != LinearAlgebra.coreType || then.blasVersion != LinearAlgebra.version
    else { return nil }
    return "this run began on \(then.blasCoreType) kernels and goes on with "
      + "\(LinearAlgebra.coreType): its numbers may differ in the last digits"
  }
}
