import Corpus
import Foundation
import Metrics
import Synchronization
import Transformer

/// What the runs of a process share: each model, tokenizer and data set is opened, tokenised and fingerprinted once.
///
/// While something is kept, its files are seen as they were when it was opened: what changes on disk meanwhile concerns
/// later processes. Safe to use from any thread; who asks for what another thread opens waits for it.
public final class AssetLibrary: Sendable {
  private struct State {
    var models = Shelf<String, Model>()
    var data = Shelf<SharedData.Key, SharedData>()
    var modelSources = SourceTable<String>()
    var dataSources = SourceTable<DatasetRequest>()
  }

  private let state = Mutex(State())

  /// Makes a library in which nothing is open yet.
  public init() {}

  /// A model by name or directory.
  /// - Throws: `ModelError` or `CorpusError`.
  public func model(_ place: String) throws -> Model {
    try state.withLock { state in
      if let model = state.models[place] { return model }
      let model = try ModelLibrary.open(place)
      state.models.keep(model, as: place)
      state.modelSources.wasOpened(place)
      return model
    }
  }

  /// A data set as token ids.
  func data(_ key: SharedData.Key, tokenizer: any Tokenizer) throws -> SharedData {
    try state.withLock { state in
      if let data = state.data[key] { return data }
      let data = try SharedData(key, tokenizer: tokenizer)
      state.data.keep(data, as: key)
      state.dataSources.wasOpened(key.request)
      return data
    }
  }

  /// What is said of a model in a run file: of the embedded one its bytes, of a directory the files that are read.
  ///
  /// - Parameter place: its name or directory; the source is called by it.
  /// - Throws: `CorpusError` or `ModelError`.
  public func source(ofModel place: String) throws -> RunSources.Source {
    if let source = state.withLock({ $0.modelSources[place] }) { return source }
    // Without the lock: a large model is read while it is opened.
    let source = try ModelLibrary.source(place)
    state.withLock { $0.modelSources.add(source, of: place, isOpen: $0.models[place] != nil) }
    return source
  }

  /// What is said of a data set in a run file; nil for an embedded task, which has no files.
  ///
  /// - Parameter request: its name, file or folder, by which the source is called, and how it is read.
  /// - Throws: `CorpusError`.
  public func source(ofData request: DatasetRequest) throws(CorpusError) -> RunSources.Source? {
    guard EmbeddedCorpus.Task(rawValue: request.place) == nil else { return nil }
    return try state.withLock { state throws(CorpusError) in
      if let source = state.dataSources[request] { return source }
      // To find the files of held-out samples reads some of them.
      let open = state.data.first { $0.request == request }
      let files = if let files = open?.files { files } else { try DatasetFiles(request) }
      var found: [RunSources.File] = []
      for (part, path) in files.parts {
        guard let images = DatasetFiles.images(of: path) else {
          found.append(try RunSources.File(part: part, path: path))
          continue
        }
        found.append(try RunSources.File(part: part, images: images))
      }
      let source = RunSources.Source(
        name: request.place, location: files.location.absolutePath, files: found)
      state.dataSources.add(source, of: request, isOpen: open != nil)
      return source
    }
  }
}

/// The few things of a kind that were asked for last.
private struct Shelf<Key: Hashable, Value> {
  /// How many are kept: a sweep over seeds asks for a new data set each, and must not keep all of them.
  private static var limit: Int { 4 }

  private var items: [(key: Key, value: Value)] = []

  /// A thing that is kept under such a key.
  func first(where fits: (Key) -> Bool) -> Value? { items.first { fits($0.key) }?.value }

  /// The thing, which becomes the last that was asked for; nil when it is not kept.
  subscript(key: Key) -> Value? {
    mutating get {
      guard let place = items.firstIndex(where: { $0.key == key }) else { return nil }
      items.append(items.remove(at: place))
      return items.last?.value
    }
  }

  mutating func keep(_ value: Value, as key: Key) {
    items.append((key, value))
    if items.count > Self.limit { items.removeFirst() }
  }
}

/// Fingerprints by place or request, each for as long as it is that of what was last opened there.
private struct SourceTable<Place: Hashable> {
  private var entries: [Place: (source: RunSources.Source, isOpen: Bool)] = [:]

  subscript(place: Place) -> RunSources.Source? { entries[place]?.source }

  mutating func add(_ source: RunSources.Source, of place: Place, isOpen: Bool) {
    entries[place] = (source, isOpen)
  }

  /// A fingerprint that was taken for this opening stays; one of an earlier opening may be of other bytes.
  mutating func wasOpened(_ place: Place) {
    if entries[place]?.isOpen == true {
      entries[place] = nil
    } else {
      entries[place]?.isOpen = true
    }
  }
}
