import RunStore
import Sim

/// Runs of the same settings that have rounds left.
public struct InterruptedRuns {
  private let settings: Settings

  /// Runs that would compute what these settings ask for.
  public init(_ settings: Settings) { self.settings = settings }

  /// Path of the newest; nil when there is none.
  ///
  /// Forks are left out: they have the settings of their parent but went another way. So are files of older versions,
  /// which nothing goes on with.
  ///
  /// - Throws: `StoreError.hosted` when a process trains it at this moment: two would do the same work;
  ///   `CorpusError` when data or model do not exist.
  public func newest() throws -> String? {
    let wanted = RunIdentity.fitting(settings, places: try AssetPlaces(settings))
    for listing in try RunCatalogue(directory: settings.runs).list() {
      guard let status = listing.status, status.condition != .finished,
        let reader = try? RunReader(path: listing.path),
        let identity = RunIdentity(reader), wanted.contains(identity)
      else { continue }
      guard status.condition != .live else {
        throw StoreError.hosted(path: listing.path, process: status.process ?? 0)
      }
      return listing.path
    }
    return nil
  }
}
