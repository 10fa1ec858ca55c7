import Corpus
import Foundation
import Metrics
import RunStore
import Sim
import Transformer

/// Where the data and the model of a stored run are now, if elsewhere than they were.
public struct MovedSources: Sendable {
  /// A file or folder; nil: where it was.
  public var data: String?
  /// A directory; nil: where it was.
  public var model: String?
  /// A file of held-out samples that was named; nil: where it was.
  public var test: String?

  /// Places of all; nil for one that is where it was.
  public init(data: String? = nil, model: String? = nil, test: String? = nil) {
    self.data = data
    self.model = model
    self.test = test
  }
}

extension StoredRun {
  /// What the run was made from.
  /// - Throws: `SourceError.unrecorded` for a file of an older version, `StoreError.damaged`.
  public var sources: RunSources {
    get throws {
      // There is no classifier with less than two labels.
      if let sources = reader.meta.provenance.sources,
        sources.labels.count > 1 || settings.objective == .completion
      {
        return sources
      }
      guard reader.meta.schema > 1 else { throw SourceError.unrecorded(path: reader.path) }
      throw StoreError.damaged(path: reader.path, detail: "what it was made from")
    }
  }

  /// The run's federation, opened anew from the data and the model that it was made from.
  ///
  /// - Parameters:
  ///   - moved: where they are now, if elsewhere than they were.
  ///   - workers: workers to use; the result does not depend on them.
  ///   - mayReplaceBLAS: whether OpenBLAS may multiply where the run had another library, which is not here: for who
  ///     compares, and tells so.
  /// - Throws: `SourceError` when one of them is not at hand or is not the same, byte for byte; `Failure` when the library
  ///   that multiplied is not; what else a setting, model or data set can be wrong with.
  public func federation(
    _ moved: MovedSources, workers: Int, mayReplaceBLAS: Bool = false
  ) throws -> Federation {
    let recorded = try sources
    let places = AssetPlaces(
      data: try place(.data, recorded.data, moved: moved.data),
      model: try modelPlace(moved.model), test: try testPlace(moved.test))
    if recorded.data.location != nil {
      try check(.data, recorded.data, at: places.data, test: places.test)
    }
    try checkTrace(recorded.devices)
    var settings = settings
    settings.workers = workers
    let federation: Federation
    do {
      federation = try Federation(settings, assets: Program.assets, places: places)
    } catch let error as ProductsError {
      guard mayReplaceBLAS, settings.precision == .float32 else {
        throw Failure("run \(reader.name) cannot go on: \(error)", .unavailable)
      }
      settings.blas = .openblas
      federation = try Federation(settings, assets: Program.assets, places: places)
    }
    // The samples of an embedded task are known only when they are made.
    guard federation.sources?.data.files == recorded.data.files else {
      throw other(.data, recorded.data)
    }
    if let hash = try reader.started()?.partitionHash, hash != federation.partitionHash {
      let file = settings.splitManifest
      throw SourceError.split(
        run: reader.name, file: file.isEmpty ? nil : file,
        version: reader.meta.provenance.program)
    }
    guard federation.sources?.labels == recorded.labels else {
      throw SourceError.labels(run: reader.name, version: reader.meta.provenance.program)
    }
    return federation
  }

  /// Where the run's model is, which is the one that it was made from.
  ///
  /// - Parameter moved: where it is said to be now.
  /// - Throws: `SourceError`, or `CorpusError` when it cannot be read.
  public func modelPlace(_ moved: String?) throws -> String {
    let recorded = try sources.model
    let place = try place(.model, recorded, moved: moved)
    try check(.model, recorded, at: place)
    return place
  }

  /// Where the file of held-out samples is that the run was told of; nil for none.
  func testPlace(_ moved: String?) throws -> String? {
    guard case .file(let path) = HeldOut(settings.testFile) else {
      guard moved == nil else {
        throw Failure("--test: run \(reader.name) was not made with one: leave it out", .usage)
      }
      return nil
    }
    let place = moved ?? path
    guard FileManager.default.fileExists(atPath: place) else {
      throw SourceError.notFound(.test, run: reader.name, path: place)
    }
    return place
  }

  /// Fails when the trace of devices that the run was made with is gone or has changed.
  private func checkTrace(_ recorded: RunSources.Source?) throws {
    guard let recorded, let path = recorded.location else { return }
    guard FileManager.default.fileExists(atPath: path) else {
      throw SourceError.trace(run: reader.name, path: path, isThere: false)
    }
    guard try settings.traceSource()?.files == recorded.files else {
      throw SourceError.trace(run: reader.name, path: path, isThere: true)
    }
  }

  func place(
    _ kind: SourceError.Kind, _ source: RunSources.Source, moved: String?
  ) throws -> String {
    guard let location = source.location else {
      guard moved == nil || moved == source.name else {
        throw SourceError.cannotMove(kind, run: reader.name, name: source.name)
      }
      return source.name
    }
    let place = moved ?? location
    do {
      return kind == .data ? try AssetPlaces.data(place) : try AssetPlaces.model(place)
    } catch {
      guard error.isNotFound else { throw error }
      throw SourceError.notFound(kind, run: reader.name, path: place)
    }
  }

  /// Compares what is at a place with what the run was made from.
  func check(
    _ kind: SourceError.Kind, _ recorded: RunSources.Source, at place: String,
    test: String? = nil, assets: AssetLibrary = Program.assets
  ) throws {
    let request = settings.dataset(at: place, test: test)
    let found =
      kind == .data
      ? try assets.source(ofData: request) : try assets.source(ofModel: place)
    guard let found, (found.location == nil) == (recorded.location == nil) else {
      throw SourceError.notFound(kind, run: reader.name, path: place)
    }
    // A run that ended before its first checkpoint may not say of its model: nothing was computed with it.
    guard !recorded.files.isEmpty else { return }
    guard found.location != nil || found.files == recorded.files else {
      throw other(kind, recorded)
    }
    func path(_ part: String) -> String {
      guard kind == .data else { return Sim.ModelLibrary.path(of: part, in: place) }
      let parts = (try? DatasetFiles(request))?.parts
      return parts?.first { $0.part == part }?.path ?? "the \(part) file beside \(place)"
    }
    // A folder of images has tens of thousands.
    let current = Dictionary(found.files.map { ($0.part, $0) }) { first, _ in first }
    for file in recorded.files {
      guard let now = current[file.part] else {
        throw SourceError.files(
          kind, run: reader.name, path: path(file.part), isThere: false)
      }
      guard now == file else {
        throw SourceError.changed(
          kind, run: reader.name, path: path(file.part), found: now, recorded: file)
      }
    }
    let parts = Set(recorded.files.map(\.part))
    if let added = found.files.first(where: { !parts.contains($0.part) }) {
      throw SourceError.files(
        kind, run: reader.name, path: path(added.part), isThere: true)
    }
  }

  func other(_ kind: SourceError.Kind, _ source: RunSources.Source) -> SourceError {
    .program(
      kind, run: reader.name, name: source.name, version: reader.meta.provenance.program)
  }
}

extension RunSources {
  /// Where data and model are, as a run of the same would find them.
  var places: AssetPlaces {
    AssetPlaces(data: data.location ?? data.name, model: model.location ?? model.name)
  }
}
