import Metrics
import RunStore
import Sim

/// Runs of the same settings that stopped before their last round.
struct InterruptedRuns {
  private let settings: Settings

  init(_ settings: Settings) { self.settings = settings }

  /// Path of the newest; nil when there is none.
  func newest() throws -> String? {
    let wanted = comparable(settings.config)
    return try RunCatalogue(directory: settings.runs).list().first { listing in
      guard listing.status?.condition == .interrupted || listing.status?.condition == .dead,
        let reader = try? RunReader(path: listing.path)
      else { return false }
      return comparable(reader.meta.provenance.configuration) == wanted
    }?.path
  }

  /// What must be equal: everything that a result depends on.
  private func comparable(_ config: [String: ConfigValue]) -> [String: ConfigValue] {
    config.filter { $0.key != "run.workers" && $0.key != "run.directory" }
  }
}
