import CEmbedded
import Corpus
import Foundation
import Metrics
import Transformer

extension ModelLibrary {
  /// What is said of a model in a run file: of the embedded one its bytes, of a directory the files that are read.
  /// - Throws: `CorpusError`, or `ModelError` for an index of weights that cannot be read.
  static func source(_ place: String) throws -> RunSources.Source {
    if place == embeddedName { return embeddedSource() }
    let directory = try Corpus.ModelLibrary.directory(place)
    let parts =
      GGUFFile.isNamed(by: directory)
      ? [packedPart]
      : ["config.json"] + (try EncoderWeights.files(directory: directory))
        + ["preprocessor_config.json"] + TokenizerLoader.files(directory: directory)
    var files: [RunSources.File] = []
    for part in parts {
      let path = path(of: part, in: directory)
      // One that is missing is for those to tell who need it.
      guard FileManager.default.fileExists(atPath: path) else { continue }
      files.append(try RunSources.File(part: part, path: path))
    }
    return RunSources.Source(name: place, location: directory.absolutePath, files: files)
  }

  /// What a GGUF file is called as the one file of a model.
  private static let packedPart = "model.gguf"

  /// Where the file is that a model's source calls `part`.
  public static func path(of part: String, in place: String) -> String {
    part == packedPart && GGUFFile.isNamed(by: place) ? place : "\(place)/\(part)"
  }

  private static func embeddedSource() -> RunSources.Source {
    let weights = UnsafeRawBufferPointer(
      start: fedtop_embedded_model(), count: fedtop_embedded_model_size())
    let words = Array(EmbeddedTokenizer.vocabulary.joined(separator: "\n").utf8)
    return RunSources.Source(
      name: embeddedName, location: nil,
      files: [
        RunSources.File(part: "model.safetensors", bytes: weights),
        words.withUnsafeBytes { RunSources.File(part: "vocab.txt", bytes: $0) },
      ])
  }
}

/// Where data and model of a run are: names of what is part of the program, absolute paths of all else.
public struct AssetPlaces: Sendable, Equatable {
  /// The data: an embedded task, a file, or a folder.
  public var data: String
  /// The model: `embedded`, or a directory.
  public var model: String
  /// A file of held-out samples, if it is elsewhere than the settings say.
  public var test: String?

  /// Places that are known.
  public init(data: String, model: String, test: String? = nil) {
    self.data = data
    self.model = model
    self.test = test
  }

  /// Finds what the settings name.
  /// - Throws: `CorpusError.notFound`.
  public init(_ settings: Settings) throws(CorpusError) {
    model = try Self.model(settings.model)
    data = try Self.data(settings.data)
  }

  /// Where a data set is that is asked for as `name`.
  /// - Throws: `CorpusError.notFound`.
  public static func data(_ name: String) throws(CorpusError) -> String {
    guard EmbeddedCorpus.Task(rawValue: name) == nil else { return name }
    return try DatasetFiles.location(name).absolutePath
  }

  /// Where a model is that is asked for as `name`.
  /// - Throws: `CorpusError.notFound`.
  public static func model(_ name: String) throws(CorpusError) -> String {
    guard name != ModelLibrary.embeddedName else { return name }
    return try Corpus.ModelLibrary.directory(name).absolutePath
  }
}

extension Settings {
  /// The data set that is asked for, at `place`, with held-out samples from `test` if that has moved.
  public func dataset(at place: String, test: String? = nil) -> DatasetRequest {
    DatasetRequest(
      place,
      columns: ColumnNames(
        text: self.textColumn.nonEmpty, textPair: self.pairColumn.nonEmpty,
        label: self.labelColumn.nonEmpty,
        client: self.clientColumn.nonEmpty, header: self.header,
        quotes: self.quotes, areInstructions: self.objective == .completion),
      test: HeldOut(test ?? self.testFile), filesAreClients: self.partition == .files)
  }

  /// Makes the paths of held-out samples, of a split and of a trace of devices ones from the root, so that a run goes on
  /// from any folder.
  public mutating func pinFiles() {
    if let path = self.splitManifest.nonEmpty { self.splitManifest = path.absolutePath }
    if case .file(let path) = HeldOut(self.testFile) { self.testFile = path.absolutePath }
    if let path = tracePath { self.devices = path.absolutePath }
  }

  /// What a run file says of the trace of devices; nil without one.
  /// - Throws: `CorpusError` when it cannot be read.
  public func traceSource() throws(CorpusError) -> RunSources.Source? {
    guard let path = tracePath else { return nil }
    return RunSources.Source(
      name: path, location: path.absolutePath,
      files: [try RunSources.File(part: "trace", path: path)])
  }
}

extension String {
  /// The path from the root, which stays true when the working directory changes.
  var absolutePath: String { URL(fileURLWithPath: self).standardizedFileURL.path }
}
