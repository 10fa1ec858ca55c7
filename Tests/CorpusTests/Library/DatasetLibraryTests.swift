import Testing

@testable import Corpus

struct DatasetLibraryTests {
  @Test func loadsEmbeddedTasksByName() throws {
    let data = try DatasetLibrary.load("agreement", train: 30, test: 10, seed: 1)
    #expect(data.name == "agreement")
    #expect(data.train.count == 30)
    #expect(data.test.count == 10)
  }

  @Test func loadsAFetchedSetAndKeepsTheOrderOfItsLabels() throws {
    let scratch = try ScratchFolder()
    try scratch.write("mr/train.jsonl", "{\"text\": \"a\", \"label\": \"positive\"}\n")
    try scratch.write("mr/test.jsonl", "{\"text\": \"b\", \"label\": \"negative\"}\n")
    try scratch.write("mr/labels.json", "[\"positive\", \"negative\"]")
    let data = try DatasetLibrary.load("mr", root: scratch.path)
    #expect(data.labelNames == ["positive", "negative"])
    #expect(data.train == [Sample(text: "a", label: 0)])
    #expect(data.test == [Sample(text: "b", label: 1)])
    #expect(
      DatasetLibrary.entries(root: scratch.path).first { $0.name == "mr" }?.isAvailable == true)
    try scratch.write("mr/labels.json", "[\"positive\"]")
    let error = #expect(throws: CorpusError.self) {
      try DatasetLibrary.load("mr", root: scratch.path)
    }
    #expect(
      error?.description.contains("test.jsonl:1: the label 'negative' is not in labels.json")
        == true)
    try scratch.write("mr/labels.json", "[\"a\", \"a\"]")
    #expect(throws: CorpusError.self) { try DatasetLibrary.load("mr", root: scratch.path) }
  }

  @Test(.enabled(if: FileBytes.exists(Reference.root + "/data/mr/train.jsonl")))
  func loadsRealData() throws {
    let data = try DatasetLibrary.load("mr", root: Reference.root + "/data")
    #expect(data.labelNames == ["negative", "positive"])
    #expect(data.train.count == 8453)
    #expect(data.test.count == 2113)
    let held = Set(data.test.map(\.text))
    #expect(!data.train.contains { held.contains($0.text) })
  }

  @Test func drawsAtMostAsManyAsWanted() throws {
    let scratch = try ScratchFolder()
    let lines = (0..<50).map { "t\($0),\($0 % 2)" }
    let path = try scratch.write("x.csv", "text,label\n" + lines.joined(separator: "\n"))
    let data = try DatasetLibrary.load(path, train: 12, test: 3, seed: 1)
    #expect(data.train.count == 12)
    #expect(data.test.count == 3)
    #expect(try DatasetLibrary.load(path, train: 12, seed: 1).train == data.train)
    #expect(try DatasetLibrary.load(path, train: -4, seed: 1).train.isEmpty)
  }

  @Test(
    "A folder of another kind of data set is told as what it is",
    arguments: [
      ("state.json", "datasets.save_to_disk wrote it"), ("dataset_dict.json", "save_to_disk"),
      ("data/train-00000-of-00001.parquet", "it has 'data/train-00000-of-00001.parquet'"),
      (
        "train/cat/a.webp",
        "images are PNG or JPEG files here, and its are others, such as 'cat/a.webp'"
      ),
      ("cat/a.BMP", "such as 'cat/a.BMP'"),
      (
        "Train.csv",
        "no file of it is called train.csv or the like, but it has 'Train.csv': give that"
      ),
      (
        "data/train-00000-of-00001.jsonl", "but it has 'data/train-00000-of-00001.jsonl': give that"
      ),
    ])
  func foreignFolders(file: String, words: String) throws {
    let scratch = try ScratchFolder()
    try scratch.write("set/" + file, "")
    let error = #expect(throws: CorpusError.self) {
      try DatasetLibrary.load(DatasetRequest(scratch.path + "/set"))
    }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test("A part of the samples is told as one, and a folder of parts is refused as such")
  func parts() throws {
    let scratch = try ScratchFolder()
    let rows = "text,label\na,0\nb,1\nc,0\nd,1\n"
    for name in [
      "hub/train-00000-of-00002", "hub/train-00001-of-00002", "hub/test-00000-of-00001",
      "cut/train_0", "cut/train_1", "cut/train_2", "one/train-00000-of-00001", "one/x_1", "one/x_2",
    ] {
      try scratch.write(name + ".csv", rows)
    }
    func notes(_ name: String) throws -> [String] {
      try DatasetLibrary.load(DatasetRequest("\(scratch.path)/\(name).csv")).notes
    }
    let whole = " parts by its name, and no other is read: to read all, join them in one file"
    let first = try notes("hub/train-00000-of-00002")
    #expect(first.contains("train-00000-of-00002.csv is one of 2" + whole), "\(first)")
    #expect(first.contains { $0.hasPrefix("'test-00000-of-00001.csv' beside train-00000-of-") })
    #expect(try notes("cut/train_1").contains("train_1.csv looks like one of 3" + whole))
    for name in ["one/train-00000-of-00001", "one/x_1"] {
      #expect(try notes(name).allSatisfy { !$0.contains("parts") })
    }
    for (folder, words) in [
      (
        "hub",
        "or the like, but it has 'train-00000-of-00002.csv', 'train-00001-of-00002.csv': give one of"
      ),
      ("cut", "but it has 'train_0.csv', 'train_1.csv' and 1 more: give one of them, or join them"),
    ] {
      let error = #expect(throws: CorpusError.self) {
        try DatasetLibrary.load(DatasetRequest("\(scratch.path)/\(folder)"))
      }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
      #expect(error?.isNotFound == false)
    }
  }

  @Test func ofSeveralPackedModelsNoneIsGuessed() throws {
    let scratch = try ScratchFolder()
    try scratch.write("m/b.gguf", "")
    #expect(try ModelLibrary.directory(scratch.path + "/m") == scratch.path + "/m/b.gguf")
    try scratch.write("m/a.gguf", "")
    let error = #expect(throws: CorpusError.self) {
      try ModelLibrary.directory(scratch.path + "/m")
    }
    #expect(error?.description.contains("it has 'a.gguf', 'b.gguf': name one") == true)
  }

  @Test func saysHowToFetchWhatIsMissing() throws {
    let scratch = try ScratchFolder()
    let data = #expect(throws: CorpusError.self) {
      try DatasetLibrary.load("mr", root: scratch.path)
    }
    #expect(data?.isNotFound == true)
    #expect(data?.description.contains("make data") == true)
    let model = #expect(throws: CorpusError.self) {
      try ModelLibrary.directory("minilm", root: scratch.path)
    }
    #expect(model?.isNotFound == true)
    #expect(model?.description.contains("make data") == true)
    let other = #expect(throws: CorpusError.self) { try DatasetLibrary.load("nonsense") }
    #expect(other?.description.contains("agreement") == true)
  }
}
