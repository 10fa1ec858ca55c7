import RunStore
import Sim

/// Runs of the same settings that have rounds left.
public struct InterruptedRuns {
  /// A run to go on with, and what was passed over.
  public struct Newest {
    /// Path of its file; nil: there is none.
    public var path: String?
    /// Files that could not be read and may be those of the run, a line each.
    public var unread: [String] = []
  }

  private let settings: Settings

  /// Runs that would compute what these settings ask for.
  public init(_ settings: Settings) { self.settings = settings }

  /// The newest.
  ///
  /// Forks are left out: they have the settings of their parent but went another way. So are files of older versions,
  /// which nothing goes on with.
  ///
  /// - Throws: `StoreError.hosted` when a process trains it at this moment: two would do the same work;
  ///   `CorpusError` when data or model do not exist.
  public func newest() throws -> Newest {
    var found = Newest()
    let wanted = RunIdentity.fitting(settings, places: try AssetPlaces(settings))
    for listing in try RunCatalogue(directory: settings.runs).list() {
      guard let status = listing.status else {
        found.unread.append(listing.refusal)
        continue
      }
      guard status.condition != .finished, let reader = try? RunReader(path: listing.path),
        let identity = RunIdentity(reader), wanted.contains(identity)
      else { continue }
      guard status.condition != .live else {
        throw StoreError.hosted(path: listing.path, process: status.process ?? 0)
      }
      found.path = listing.path
      return found
    }
    return found
  }
}

extension RunListing {
  /// That a file cannot be read, and why, for who would have gone on with its run.
  var refusal: String { "\(name) cannot be gone on with\(problem.map { ": \($0)" } ?? "")" }
}
