import Metrics
import RunStore
import Sim

/// The run files of a sweep's directory, by what decides their numbers.
struct SweepShelf {
  /// A run that is there already.
  struct Item {
    var path: String
    var status: RunStatus
    /// What it was made from; nil where its file does not say.
    var sources: RunSources?
  }

  private var items: [RunIdentity: [Item]] = [:]

  /// Looks through a directory, which need not exist yet; branches of runs and files that cannot be read are left out.
  /// - Throws: `StoreError` when it is no directory.
  init(directory: String) throws(StoreError) {
    let listings = try RunCatalogue(directory: directory).list()
    // The oldest first: what was begun twice goes on where it is further, else where it began.
    for listing in listings.reversed() {
      guard let status = listing.status, let reader = try? RunReader(path: listing.path),
        reader.meta.provenance.parent == nil,
        // A number is written as it is shortest: as settings it is of its kind again.
        let settings = try? Settings(config: reader.meta.provenance.configuration)
      else { continue }
      items[RunIdentity(settings.config), default: []].append(
        Item(path: listing.path, status: status, sources: reader.meta.provenance.sources))
    }
  }

  /// What there is of a run: the furthest of those that were made from the same data and model.
  ///
  /// - Parameter sources: what it is to be made from.
  func item(_ identity: RunIdentity, sources: RunSources) -> Item? {
    (items[identity] ?? []).filter { Self.agree($0.sources, sources) }
      .max { ($0.status.round, $1.path) < ($1.status.round, $0.path) }
  }

  /// Whether there is a run of the same settings, but made from other data or another model.
  func isOfOtherData(_ identity: RunIdentity, sources: RunSources) -> Bool {
    let known = items[identity] ?? []
    return !known.isEmpty && !known.contains { Self.agree($0.sources, sources) }
  }

  /// A file that does not say yet what it was made from has no round that could be of other data; an embedded task is made
  /// of its settings, seed among them.
  private static func agree(_ stored: RunSources?, _ wanted: RunSources) -> Bool {
    guard let stored else { return true }
    let isSameData = wanted.data.location == nil || stored.data.files == wanted.data.files
    return isSameData && stored.model.files == wanted.model.files && stored.labels == wanted.labels
  }
}
