import Corpus
import Foundation
import Metrics
import Testing

@testable import Sim

/// What several runs of a process share, and what a run file says of it.
@Suite struct AssetLibraryTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "assets-\(UUID().uuidString)").path(percentEncoded: false)

  /// Sixty sentences with two labels and three owners, in a new folder.
  private func table(_ name: String = "d.csv", change: Int = 0) throws -> String {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let rows = (0..<60).map {
      "a \($0 % 2 == 0 ? "bad" : "fine") film \($0 + change),\($0 % 2),p\($0 % 3)"
    }
    let path = "\(folder)/\(name)"
    try Data(("text,label,client\n" + rows.joined(separator: "\n") + "\n").utf8)
      .write(to: URL(filePath: path))
    return path
  }

  private func settings(_ data: String, _ change: (inout Settings) -> Void = { _ in }) -> Settings {
    SmallRun.settings { settings in
      settings.trainSamples = 0
      settings.testSamples = 0
      settings.clients = 3
      settings.partition = .natural
      settings.data = data
      change(&settings)
    }
  }

  @Test("The one file of a packed model is that file, and a part of a directory is in it")
  func placesOfParts() {
    #expect(Sim.ModelLibrary.path(of: "model.gguf", in: "m/x.gguf") == "m/x.gguf")
    #expect(Sim.ModelLibrary.path(of: "config.json", in: "m") == "m/config.json")
  }

  @Test("The images of a class have one digest, of their names and bytes")
  func digestOfImages() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let paths = try [table("a.png"), table("b.png", change: 1)]
    let whole = try RunSources.File(part: "train/cat", images: paths)
    let sizes = try paths.map { try RunSources.File(part: "", path: $0).bytes }
    #expect(whole.bytes == sizes.reduce(0, +))
    #expect(try RunSources.File(part: "train/cat", images: paths) == whole)
    _ = try table("b.png", change: 2)
    let changed = try RunSources.File(part: "train/cat", images: paths)
    #expect(changed.sha256 != whole.sha256)
    let renamed = try [paths[0], table("c.png", change: 2)]
    #expect(try RunSources.File(part: "train/cat", images: renamed).sha256 != changed.sha256)
  }

  @Test("Runs of one library share weights and token ids, and a file is read once")
  func shared() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try table()
    let assets = AssetLibrary()
    let first = try Federation(settings(path), assets: assets)
    try FileManager.default.removeItem(atPath: path)
    let places = AssetPlaces(data: path, model: "embedded")
    let second = try Federation(
      settings(path) { $0.method = "fedavg-lora" }, assets: assets, places: places)
    #expect(first.encoder.weights === second.encoder.weights)
    #expect(
      first.train.labels.withUnsafeBytes(\.baseAddress)
        == second.train.labels.withUnsafeBytes(\.baseAddress))
    #expect(Array(first.partition) == Array(second.partition) && first.sources == second.sources)
    #expect(throws: CorpusError.self) {
      try Federation(settings(path), assets: AssetLibrary(), places: places)
    }
  }

  @Test("Natural clients of shared data are those of the file, for every run")
  func natural() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try table()
    let assets = AssetLibrary()
    let dataset = try DatasetLibrary.load(DatasetRequest(path), seed: 42)
    for _ in 0..<2 {
      let federation = try Federation(settings(path), assets: assets)
      for samples in federation.partition {
        #expect(Set(samples.map { dataset.train[$0].client }).count == 1)
      }
      #expect(federation.partition.count == 3)
      #expect(federation.dataset.name == "d" && federation.dataset.labelNames == ["0", "1"])
    }
  }

  @Test("A file that is read again is fingerprinted again")
  func reread() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = try table()
    let assets = AssetLibrary()
    let checked = try assets.source(ofData: DatasetRequest(path))
    let before = try Federation(settings(path), assets: assets).sources
    #expect(before?.data.files == checked?.files)
    _ = try table(change: 1)
    #expect(try Federation(settings(path), assets: assets).sources == before, "still open")
    let other = try Federation(settings(path) { $0.maxLength = 16 }, assets: assets).sources
    #expect(other?.data.files != before?.data.files)
    #expect(other?.data.files == (try AssetLibrary().source(ofData: DatasetRequest(path))?.files))
  }

  @Test("A sweep over seeds keeps few data sets, and gives each run its own")
  func sweep() throws {
    let assets = AssetLibrary()
    for _ in 0..<2 {
      for seed in 1...6 {
        func federation(_ assets: AssetLibrary) throws -> Federation {
          try Federation(SmallRun.settings { $0.seed = seed }, assets: assets)
        }
        let (shared, alone) = (try federation(assets), try federation(AssetLibrary()))
        #expect(shared.train.tokens == alone.train.tokens)
        #expect(try shared.fingerprint() == alone.fingerprint())
      }
    }
  }

  @Test("Parameters are restored without the data, and are the same")
  func withoutData() throws {
    let federation = try SmallRun.federation()
    let tape = try SmallRun.record(federation)
    let sources = try #require(federation.sources)
    let bare = try Federation(
      reading: SmallRun.settings(), from: sources, data: "question", model: "embedded")
    let checkpoint = try #require(tape.checkpoint)
    let (full, read) = (
      Simulation(federation, name: "full"), Simulation(bare, name: "read")
    )
    try full.restore(checkpoint)
    try read.restore(checkpoint)
    #expect(full.parameters == read.parameters)
    for client in 0..<6 {
      #expect(full.parameters(ofClient: client) == read.parameters(ofClient: client))
    }
  }

  @Test("What has no end is no data file")
  func devices() throws {
    #expect(throws: CorpusError.self) {
      try AssetLibrary().source(ofData: DatasetRequest("/dev/zero"))
    }
  }
}
