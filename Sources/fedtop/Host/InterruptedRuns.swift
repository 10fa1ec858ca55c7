import Metrics
import RunStore
import Sim

/// Runs of the same settings that have rounds left.
struct InterruptedRuns {
  private var settings: Settings

  init(_ settings: Settings) {
    self.settings = settings
    // As a run makes it before it writes its settings down.
    self.settings.cohort = min(settings.cohort, settings.clients)
  }

  /// Path of the newest; nil when there is none.
  ///
  /// Forks are left out: they have the settings of their parent but went another way.
  ///
  /// - Throws: `StoreError.hosted` when a process trains it at this moment: two would do the same work.
  func newest() throws -> String? {
    let wanted = comparable(settings.config)
    for listing in try RunCatalogue(directory: settings.runs).list() {
      guard let status = listing.status, status.condition != .finished,
        let reader = try? RunReader(path: listing.path),
        reader.meta.provenance.parent == nil,
        comparable(reader.meta.provenance.configuration) == wanted
      else { continue }
      guard status.condition != .live else {
        throw StoreError.hosted(path: listing.path, process: status.process ?? 0)
      }
      return listing.path
    }
    return nil
  }

  /// What must be equal: everything that a result depends on.
  private func comparable(_ config: [String: ConfigValue]) -> [String: ConfigValue] {
    config.filter { $0.key != "run.workers" && $0.key != "run.directory" }
  }
}
