import Metrics
import RunStore
import Sim

/// Runs of the same settings that have rounds left.
public struct InterruptedRuns {
  private var settings: Settings

  /// Runs that would compute what these settings ask for.
  public init(_ settings: Settings) {
    self.settings = settings
    // As a run makes it before it writes its settings down.
    _ = self.settings.limitCohort()
    self.settings.pinFiles()
  }

  /// Path of the newest; nil when there is none.
  ///
  /// Forks are left out: they have the settings of their parent but went another way. So are files of older versions,
  /// which nothing goes on with.
  ///
  /// - Throws: `StoreError.hosted` when a process trains it at this moment: two would do the same work;
  ///   `CorpusError` when data or model do not exist.
  public func newest() throws -> String? {
    let wanted = comparable(settings.config)
    let places = try AssetPlaces(settings)
    for listing in try RunCatalogue(directory: settings.runs).list() {
      guard let status = listing.status, status.condition != .finished,
        let reader = try? RunReader(path: listing.path),
        reader.meta.provenance.parent == nil,
        comparable(reader.meta.provenance.configuration) == wanted,
        reader.meta.provenance.sources?.places == places
      else { continue }
      guard status.condition != .live else {
        throw StoreError.hosted(path: listing.path, process: status.process ?? 0)
      }
      return listing.path
    }
    return nil
  }

  /// What must be equal: everything that a result depends on but data and model, which may be called differently from
  /// different folders.
  private func comparable(_ config: [String: ConfigValue]) -> [String: ConfigValue] {
    let others: Set<String> = [
      "run.workers", "run.backend", "run.directory", "data.name", "model.name",
    ]
    return config.filter { !others.contains($0.key) }
  }
}
