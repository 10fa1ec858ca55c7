import Plain
import Testing

@testable import Corpus

/// A split as a file: what goes comes back, and what is wrong with one is told in a line.
struct SplitManifestTests {
  private static let data = Dataset(
    name: "films", labelNames: ["bad", "good"],
    train: [
      Sample(text: "a fine film", label: 1), Sample(text: "dull", textPair: "slow", label: 0),
      Sample(text: "naïve", label: 1), Sample(text: "a dull film", label: 0),
    ], test: [Sample(text: "warm", label: 1), Sample(text: "cold", label: 0)])
  private static let split = Split(train: [[0, 3], [1, 2]], test: [[1], [0]])

  private static var manifest: SplitManifest {
    SplitManifest(split, of: "films", parts: data.parts(nil), scheme: "iid partition", seed: 7)
  }

  /// The error of the manifest with `old` replaced by `new`, without the path in front.
  private func problem(_ old: String, _ new: String, clients: Int = 2) throws -> String? {
    let scratch = try ScratchFolder()
    let text = Self.manifest.json
    #expect(text.contains(old), "\(old)")
    let path = try scratch.write("split.json", text.replacing(old, with: new))
    do {
      let manifest = try SplitManifest(path: path)
      _ = try manifest.split(at: path, of: Self.data.parts(nil), clients: clients)
      return nil
    } catch {
      #expect(error.description.hasPrefix("bad data: \(path): ") && !error.isNotFound)
      return String(error.description.dropFirst("bad data: \(path): ".count))
    }
  }

  @Test func comesBackAsItWent() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("split.json", Self.manifest.json)
    #expect(try SplitManifest(path: path) == Self.manifest)
    #expect(
      try SplitManifest(path: path).split(at: path, of: Self.data.parts(nil), clients: 2)
        == Self.split)
    #expect(try problem("iid partition", "made elsewhere") == nil, "words for people")
  }

  @Test func isReadAsOtherToolsWriteIt() throws {
    let scratch = try ScratchFolder()
    let sha256 = Self.manifest.train.sha256
    let text =
      "\u{feff}"
      + Self.manifest.json.replacing(sha256, with: sha256.uppercased())
      .replacing(Self.split.sha256, with: Self.split.sha256.uppercased())
    let path = try scratch.write("split.json", text)
    #expect(try SplitManifest(path: path) == Self.manifest)
  }

  /// Values of Python: sha256 of `"".join(f + "\\0" for f in fields)`, and of the lines of the split.
  @Test func fingerprintsAreThoseOfOtherTools() {
    #expect(
      Self.manifest.train.sha256
        == "30bbf1311ef0cc27467d6de52990d06df2230dd60bf4d9aafa83427baee3d65e")
    #expect(Self.split.sha256 == "4b82d55149f59de29cad74104383bf3618ab0623cededa36aa79c55e301c1d5c")
  }

  /// Value of Python, as above: over text, pair, label, turns and answer of the first, and the three of the second.
  @Test func instructionsAreTakenInWhole() {
    func hash(system: String = "Be kind.", answer: String = "Hello") -> String {
      let messages = [("system", system), ("user", "Hi")].map { ChatMessage(role: $0, content: $1) }
      let samples = [
        Sample(text: "Hi", label: -1, instruction: Instruction(messages: messages, answer: answer)),
        Sample(text: "plain", textPair: "pair", label: 0),
      ]
      let data = Dataset(name: "", labelNames: ["yes"], train: samples, test: [])
      return data.parts(nil).train.sha256
    }
    #expect(hash() == "cd6b7c07a04cfbf47c332fd2814e98f86b36eaa26abd26ebdb81a5bf24726bc0")
    #expect(hash(system: "Be rude.") != hash() && hash(answer: "Bye") != hash())
  }

  @Test func namesWhatIsWrong() throws {
    let cases: [(old: String, new: String, problem: String)] = [
      ("{", "[", "no JSON: "),
      ("fedtop split", "split", "no split: \"format\" must be \"fedtop split\""),
      ("\"version\": 1", "\"version\": 2", "a split of another version: "),
      ("\"clients\"", "\"owners\"", "\"clients\" must be a list of objects"),
      ("[0, 3]", "[0, 3.5]", "client 0: \"train\" must be a list of whole numbers"),
      ("[0, 3]", "{}", "client 0: \"train\" must be a list of whole numbers"),
      ("[0, 3]", "[0, 4]", "client 0 has training sample 4, and there are 4, from 0"),
      ("[0, 3]", "[0, -1]", "client 0 has training sample -1, and there are 4, from 0"),
      ("[0, 3]", "[0, 1, 3]", "training sample 1 is there twice, with client 0 and with client 1"),
      ("[0, 3]", "[0]", "training sample 3 is with no client"),
      ("\"test\": [1]", "\"test\": []", "held-out sample 1 is with no client"),
      ("[0, 3]", "[0, 2]", "training sample 2 is there twice"),
      (
        Self.manifest.train.sha256, "\\u001b[31mred",
        "a split of other data: its training samples are 4 "
      ),
      (Self.manifest.split.sha256, "00", "\"sha256\" is not that of \"clients\""),
      ("\"samples\": 4", "\"samples\": \"4\"", "\"train\" must have \"samples\", a number"),
      ("\"samples\": 4", "\"samples\": 9000000000000000000", "training sample 4 is with no client"),
    ]
    for (old, new, words) in cases {
      let found = try problem(old, new)
      #expect(found?.hasPrefix(words) == true, "\(found ?? "no error") for \(words)")
      #expect(found?.contains { $0.isNewline || $0 == "\u{1B}" } == false)
    }
    #expect(
      try problem("\"seed\": 7", "\"seed\": 8", clients: 5)
        == "it has 2 clients, and 5 are wanted: --clients 2")
  }

  @Test func aClientMustHaveSomethingToTrainOn() throws {
    let scratch = try ScratchFolder()
    var other = Self.manifest
    other.split = Split(train: [[0, 1, 2, 3], []], test: [[1], [0]])
    let path = try scratch.write("split.json", other.json)
    let error = #expect(throws: CorpusError.self) { try SplitManifest(path: path) }
    #expect(error?.description.hasSuffix("client 1 has no training samples") == true)
    let gone = #expect(throws: CorpusError.self) { try SplitManifest(path: scratch.path + "/no") }
    #expect(gone?.isNotFound == true)
  }

  /// Where samples were drawn from a file, the manifest tells which of its records they are.
  @Test func recordsAreThoseOfTheFile() throws {
    let scratch = try ScratchFolder()
    let rows = (0..<30).map { "text \($0),\($0 % 3)\n" }
    let path = try scratch.write("rows.csv", "text,label\n" + rows.joined())
    for limit in [nil, 12] {
      let request = DatasetRequest(path)
      let data = try DatasetLibrary.load(request, train: limit, test: limit.map { _ in 3 })
      let parts = data.parts(try DatasetFiles(request))
      #expect(parts.train.files == ["rows.csv"] && parts.test.files == ["rows.csv"])
      let records = try #require(parts.train.records)
      #expect(records.map { "text \($0)" } == data.train.map(\.text))
      #expect(parts.test.records?.map { "text \($0)" } == data.test.map(\.text))
    }
    let held = try scratch.write("held.csv", "text,label\nt,0\n")
    let request = DatasetRequest(path, test: .file(held))
    let parts = try DatasetLibrary.load(request).parts(try DatasetFiles(request))
    #expect(parts.train.records == nil && parts.test.records == nil, "all of both files, in order")
    #expect(parts.test.files == ["held.csv"])
  }
}
