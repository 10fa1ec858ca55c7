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

  /// A file that cannot be read.
  struct Unread {
    /// Which, and why.
    var line: String
    /// Which run it is; nil where that cannot be read either.
    var identity: RunIdentity?
  }

  private var items: [RunIdentity: [Item]] = [:]
  private var unread: [Unread] = []

  /// Looks through a directory, which need not exist yet; branches of runs are left out.
  /// - Throws: `StoreError` when it is no directory.
  init(directory: String) throws(StoreError) {
    for listing in try RunCatalogue(directory: directory).list() {
      let reader = try? RunReader(path: listing.path)
      let known = reader.flatMap { RunIdentity($0) }
      if listing.status == nil { unread.append(Unread(line: listing.refusal, identity: known)) }
      guard let status = listing.status, let reader, let identity = known else { continue }
      items[identity, default: []].append(
        Item(path: listing.path, status: status, sources: reader.meta.provenance.sources))
    }
  }

  /// What there is of a run, whatever bytes it was made from.
  func items(_ fitting: Set<RunIdentity>) -> [Item] { fitting.flatMap { items[$0] ?? [] } }

  /// What is to be told of files that cannot be read, where these runs have none that can: by title, what they may be.
  func notes(missing: [(title: String, fitting: Set<RunIdentity>)]) -> [String] {
    guard !missing.isEmpty else { return [] }
    return unread.compactMap { file in
      guard let identity = file.identity else {
        return "\(file.line); if it is a run of this sweep, that is computed anew"
      }
      return missing.first { $0.fitting.contains(identity) }
        .map { "\(file.line); \($0.title) is computed anew" }
    }
  }
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
