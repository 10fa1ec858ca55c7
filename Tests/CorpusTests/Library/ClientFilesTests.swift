import Plain
import Testing

@testable import Corpus

/// A folder in which each file is a client.
@Suite struct ClientFilesTests {
  private func folder(_ files: [String: String]) throws -> ScratchFolder {
    let scratch = try ScratchFolder()
    for (name, text) in files { try scratch.write(name, text) }
    return scratch
  }

  private static let three = [
    "ann.csv": "text,label\na,1\nb,2\n", "bob.csv": "label,text\n2,c\n1,d\n1,e\n",
    "cid.jsonl": "{\"text\":\"f\",\"label\":1}\n", "notes.md": "not a table",
    "test.csv": "text,label\nt,2\n",
  ]

  private func load(_ place: String, test: HeldOut = .beside) throws -> Dataset {
    try DatasetLibrary.load(DatasetRequest(place, test: test, filesAreClients: true))
  }

  @Test func everyFileIsAClient() throws {
    let scratch = try folder(Self.three)
    let data = try load(scratch.path)
    #expect(data.train.map(\.text) == ["a", "b", "c", "d", "e", "f"])
    #expect(
      data.train.map(\.client) == [
        "ann.csv", "ann.csv", "bob.csv", "bob.csv", "bob.csv", "cid.jsonl",
      ])
    #expect(data.train.map(\.label) == [0, 1, 1, 0, 0, 0])
    #expect(data.test.map(\.text) == ["t"])
    #expect(data.notes.contains("each of 3 files is a client"))
    var generator = SplitMix64(seed: 1)
    let split = try partitionWithTest(
      data, clients: 3, settings: PartitionSettings(scheme: .files), using: &generator)
    #expect(split.train == [[2, 3, 4], [0, 1], [5]], "the largest first")
    let share = try load(scratch.path, test: .none)
    #expect(share.train.count == 5 && share.test.count == 1)
    #expect(share.trainRecords?.count == 5)
    let files = try DatasetFiles(DatasetRequest(scratch.path, filesAreClients: true))
    #expect(
      files.parts.map(\.part) == ["train/ann.csv", "train/bob.csv", "train/cid.jsonl", "test"])
  }

  @Test func heldOutSamplesAreNoClientHoweverTheirFileIsSpelled() throws {
    var files = Self.three
    files["Test.CSV"] = files.removeValue(forKey: "test.csv")
    files["Test.csv"] = "text,label\nt,2\n"
    files["TEST.jsonl"] = "{\"text\":\"u\",\"label\":1}\n"
    let scratch = try folder(files)
    let data = try load(scratch.path)
    #expect(Set(data.train.compactMap(\.client)) == ["ann.csv", "bob.csv", "cid.jsonl"])
    #expect(data.test.map(\.text) == ["u"])
    #expect(data.notes.contains("held-out samples from TEST.jsonl, which is no client (--test)"))
  }

  @Test("What a system hides in a folder is no client, and an embedded task has no files")
  func hidden() throws {
    var files = Self.three
    files["._ann.csv"] = "\u{0}\u{5}\u{16}\u{7}"
    files[".old.csv"] = "words\na\n"
    let scratch = try folder(files)
    #expect(try load(scratch.path).train.count == 6)
    let error = #expect(throws: CorpusError.self) { try load("question") }
    #expect(error?.description.contains("question: the files partition makes each file") == true)
  }

  @Test func saysWhichFileIsWrong() throws {
    for (text, problem) in [
      ("text,label\n", "bob.csv: no samples"),
      ("words,label\na,1\n", "bob.csv:1: no column 'text'"),
      ("text\na\n", "bob.csv:2: no label"), ("text,label\na,\n", "bob.csv:2: the label is empty"),
    ] {
      var files = Self.three
      files["bob.csv"] = text
      let scratch = try folder(files)
      let error = #expect(throws: CorpusError.self) { try load(scratch.path) }
      #expect(error?.description.contains(problem) == true, "\(error?.description ?? "")")
    }
    let one = try folder(["ann.csv": Self.three["ann.csv"] ?? ""])
    for place in [one.path, one.path + "/ann.csv"] {
      let error = #expect(throws: CorpusError.self) { try load(place) }
      #expect(error?.description.contains("give a folder of several") == true)
    }
    // Nobody asked for files as clients: a folder must name its training file.
    let error = #expect(throws: CorpusError.self) {
      try DatasetLibrary.load(DatasetRequest(one.path))
    }
    #expect(error?.isNotFound == true)
  }
}
