import Foundation
import Testing

@testable import Corpus

/// Where held-out samples come from, and what is said of it.
@Suite struct HeldOutTests {
  private static let train =
    "sentence\tlabel\n" + (0..<10).map { "a film \($0)\t\($0 % 2)\n" }.joined()

  private func load(
    _ scratch: borrowing ScratchFolder, test: HeldOut = .beside
  ) throws -> Dataset {
    try DatasetLibrary.load(DatasetRequest(scratch.path + "/train.tsv", test: test))
  }

  @Test("A test split without labels gives way to dev, and without that to a share")
  func unlabelled() throws {
    let scratch = try ScratchFolder()
    try scratch.write("train.tsv", Self.train)
    for test in ["index\tsentence\n0\tx\n1\ty\n", "sentence\tlabel\nx\t-1\ny\t-1\n"] {
      try scratch.write("test.tsv", test)
      let share = try load(scratch)
      #expect(share.train.count == 8 && share.test.count == 2)
      #expect(share.notes.contains("test.tsv beside train.tsv has no labels and is not used"))
    }
    try scratch.write("dev.tsv", "sentence\tlabel\nd\t1\n")
    let dev = try load(scratch)
    #expect(dev.train.count == 10 && dev.test.map(\.text) == ["d"])
    #expect(dev.notes.contains("held-out samples from dev.tsv, beside train.tsv (--test)"))
    try scratch.write("test.tsv", "sentence\tlabel\nt\t1\n")
    #expect(try load(scratch).test.map(\.text) == ["t"])
  }

  @Test("A link to nothing is a file that was not got, and not none")
  func deadLinks() throws {
    let scratch = try ScratchFolder()
    try scratch.write("train.tsv", Self.train)
    let link = scratch.path + "/test.tsv"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "annex/test")
    let error = #expect(throws: CorpusError.self) { try load(scratch) }
    #expect(error?.isNotFound == true)
    #expect(
      error?.description.contains("test.tsv: a link to annex/test, which is not there") == true)
    #expect(try load(scratch, test: .none).test.count == 2)
    let clients = try ScratchFolder()
    for name in ["ann", "bob"] { try clients.write("\(name).tsv", Self.train) }
    try FileManager.default.createSymbolicLink(
      atPath: clients.path + "/cid.tsv", withDestinationPath: "gone")
    let files = DatasetRequest(clients.path, filesAreClients: true)
    let missing = #expect(throws: CorpusError.self) { try DatasetLibrary.load(files) }
    #expect(missing?.description.contains("cid.tsv: a link to gone, which") == true)
  }

  @Test("Another file or none is an answer")
  func named() throws {
    let scratch = try ScratchFolder()
    try scratch.write("train.tsv", Self.train)
    try scratch.write("test.tsv", "sentence\tlabel\nt\t1\n")
    let other = try scratch.write("other.csv", "label,sentence,more\n0,o,m\n")
    #expect(try load(scratch, test: .file(other)).test == [Sample(text: "o", label: 0)])
    #expect(try load(scratch, test: .none).test.count == 2)
    let missing = #expect(throws: CorpusError.self) {
      try load(scratch, test: .file(scratch.path + "/nowhere.csv"))
    }
    #expect(missing?.isNotFound == true)
    let unlabelled = try scratch.write("u.tsv", "sentence\tlabel\nx\t-1\n")
    let error = #expect(throws: CorpusError.self) { try load(scratch, test: .file(unlabelled)) }
    #expect(
      error?.description.hasSuffix("has no labels: give --test another file, or none") == true)
  }

  @Test(
    "A file that looks like held-out samples, and is not read, is told",
    arguments: [
      ("train.tsv", ["test.csv"], "'test.csv' beside train.tsv is not read, though its name"),
      ("train.tsv", ["Test.tsv"], "'Test.tsv' beside train.tsv is not read"),
      ("Train.tsv", ["test.tsv"], "'test.tsv' beside Train.tsv is not read"),
      (
        "train.tsv", ["eval.tsv", "val.jsonl.gz"], "'eval.tsv', 'val.jsonl.gz' beside train.tsv are"
      ),
      ("my_train.tsv", ["my_test.tsv", "test.tsv"], "'my_test.tsv' beside my_train.tsv is not"),
      (
        "my.tsv", ["my-dev.tsv", "dev.tsv", "your-dev.tsv"],
        "'my-dev.tsv' beside my.tsv is not read"
      ),
    ])
  func unread(train: String, others: [String], words: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(train, Self.train)
    for other in others { try scratch.write(other, "") }
    func notes(_ test: HeldOut) throws -> [String] {
      try DatasetLibrary.load(DatasetRequest(path, test: test)).notes
    }
    let said = try notes(.beside).filter { $0.contains("not read") }
    #expect(said.count == 1 && said.first?.hasPrefix(words) == true, "\(said)")
    #expect(try notes(.none).allSatisfy { !$0.contains("not read") }, "who chose knows")
  }

  @Test("Nothing is said beside held-out samples that are read, nor of files of other data")
  func quiet() throws {
    let scratch = try ScratchFolder()
    try scratch.write("train.tsv", Self.train)
    for other in ["testament.tsv", "my_test.tsv", "test.md"] {
      try scratch.write(other, "")
    }
    #expect(try load(scratch).notes.allSatisfy { !$0.contains("beside") })
    try scratch.write("test.tsv", "sentence\tlabel\nt\t1\n")
    try scratch.write("eval.tsv", "")
    #expect(
      try load(scratch).notes.filter { $0.contains("beside") } == [
        "held-out samples from test.tsv, beside train.tsv (--test)"
      ])
  }

  @Test(
    "Names of labels go with a folder, and beside a file that was given it is told that they are not read"
  )
  func namesOfLabels() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("train.tsv", Self.train)
    try scratch.write("labels.json", #"["no", "yes"]"#)
    let alone = try DatasetLibrary.load(DatasetRequest(path))
    #expect(alone.labelNames == ["0", "1"])
    #expect(
      alone.notes.contains(
        "labels.json beside train.tsv is not read: give the folder for its names of the labels (--data FOLDER)"
      ))
    let whole = try DatasetLibrary.load(DatasetRequest(scratch.path))
    #expect(whole.labelNames == ["no", "yes"])
    #expect(whole.notes.allSatisfy { !$0.contains("labels.json") })
  }

  @Test("Of two training files in a folder it is told which is taken")
  func twoTrainings() throws {
    let scratch = try ScratchFolder()
    try scratch.write("train.tsv", Self.train)
    try scratch.write("train.csv", "sentence,label\na,0\nb,1\nc,0\n")
    let both = try DatasetLibrary.load(DatasetRequest(scratch.path))
    #expect(both.train.count + both.test.count == 3)
    #expect(
      both.notes.contains("train.csv is taken, and 'train.tsv' beside it is not read (--data FILE)")
    )
    #expect(try load(scratch).notes.allSatisfy { !$0.contains("is taken, and") }, "it was named")
  }

  @Test("An error in a file that nobody named says why it was read and what to do")
  func why() throws {
    let scratch = try ScratchFolder()
    try scratch.write("train.tsv", Self.train)
    for (test, problem) in [
      (
        "sentence\tlabel\nx\t1\ny\t7\n",
        ":3: the label '7' is not among those of the training file: 0, 1"
      ),
      ("sentence\tlabel\nx\t1\ny\n", ":3: 1 fields"),
      ("text\tlabel\nx\t1\n", ":1: no column 'sentence', which"),
    ] {
      try scratch.write("test.tsv", test)
      let said = #expect(throws: CorpusError.self) { try load(scratch) }?.description ?? ""
      #expect(said.contains("test.tsv" + problem), "\(said)")
      #expect(
        said.hasSuffix(
          "it was read because it is beside train.tsv: name another with --test FILE, or --test none"
        ))
    }
  }
}
