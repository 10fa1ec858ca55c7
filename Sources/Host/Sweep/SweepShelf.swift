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
    for listing in try RunCatalogue(directory: directory).list() {
      guard let status = listing.status, let reader = try? RunReader(path: listing.path),
        let identity = RunIdentity(reader)
      else { continue }
      items[identity, default: []].append(
        Item(path: listing.path, status: status, sources: reader.meta.provenance.sources))
    }
  }

  /// What there is of a run, whatever bytes it was made from.
  func items(_ fitting: Set<RunIdentity>) -> [Item] { fitting.flatMap { items[$0] ?? [] } }
}

extension SweepShelf.Item {
  /// Whether it was made from these bytes; what its file does not say yet has decided no round.
  func isMade(of wanted: RunSources) -> Bool {
    guard let stored = sources else { return true }
    // An embedded task is made of its settings, seed among them.
    let isSameData = wanted.data.location == nil || stored.data.files == wanted.data.files
    let isSameModel = stored.model.files.isEmpty || stored.model.files == wanted.model.files
    return isSameData && isSameModel && stored.devices == wanted.devices
      && stored.labels == wanted.labels
  }
}
