import Testing

@testable import Corpus

/// What is said of classes and texts.
@Suite struct DatasetReviewTests {
  /// What is said of training samples with these labels.
  private func warnings(labels: [String]) throws -> [String] {
    let scratch = try ScratchFolder()
    let rows = labels.enumerated().map { "t\($0),\($1)" }
    let path = try scratch.write("l.csv", "text,label\n" + rows.joined(separator: "\n") + "\n")
    let data = try DatasetLibrary.load(DatasetRequest(path, test: .file(path)))
    return data.warnings + DatasetReview(data).warnings.filter { !$0.contains("held-out texts") }
  }

  @Test("Labels as they should be are not spoken of")
  func silent() throws {
    for labels in [["neg", "pos"], ["-1", "1"], ["0", "1"], ["a-b", "a-c"]] {
      #expect(try warnings(labels: labels + labels) == [])
    }
  }

  @Test(
    "Labels that look like mistakes",
    arguments: [
      (
        ["neg", "neg ", "pos", "neg", "neg ", "pos"],
        ["labels 'neg', 'neg ' are alike but for case"]
      ),
      (["Pos", "pos", "neg", "Pos", "pos", "neg"], ["labels 'Pos', 'pos' are alike but for case"]),
      (
        ["pos", "pos\u{200b}", "neg\u{a0}x", "neg x", "pos", "pos\u{200b}", "neg\u{a0}x", "neg x"],
        [
          "labels 'neg x', 'neg\u{a0}x' are alike but for case, spaces or characters that are not",
          "labels 'pos', 'pos\u{fffd}' are alike but for case",
        ]
      ),
      (
        ["01", "1", "2", "01", "1", "2"],
        ["labels '01', '1' are the same number, and are trained as 2 classes"]
      ),
      (
        ["2.000.000", "1.000.000", "2.000.000", "1.000.000"],
        ["labels such as '1.000.000' look like numbers with separators of thousands"]
      ),
      (
        ["-1", "0", "1", "-1", "0", "1"],
        ["label '-1' (2 training, 2 held out) looks like a missing"]
      ),
      (
        ["-", "yes", "no", "-", "yes", "no"],
        ["label '-' (2 training, 2 held out) looks like a missing"]
      ),
      (
        ["nan", "1.0", "0.0", "nan", "1.0", "0.0"],
        ["label 'nan' (2 training, 2 held out) looks like"]
      ),
      (
        ["neg", "pos", "0", "1", "neg", "pos", "0", "1"],
        ["labels '0', '1' are numbers and 'neg', 'pos' are names"]
      ),
      (["a", "a", "b"], ["label 'b' is a class of one training sample"]),
      (["0", "0.0", "1", "1"], ["labels written '0.0' are taken as the whole numbers"]),
      ((0..<60).map { "\($0)" } + (0..<60).map { "\($0)" }, ["60 classes from numbers"]),
      (
        ["t0", "t1", "t2"], ["the label is the text itself"]
      ),
    ])
  func labels(labels: [String], expected: [String]) throws {
    let said = try warnings(labels: labels)
    #expect(said.count == expected.count, "\(said)")
    for (said, start) in zip(said, expected) { #expect(said.hasPrefix(start)) }
  }

  @Test("Numbers with a point are the whole numbers that they are; others are no classes")
  func numbers() throws {
    let scratch = try ScratchFolder()
    let mixed = try scratch.write("m.csv", "text,label\na,0\nb,0.0\nc,1.0\nd, 1\n")
    #expect(try DatasetReader.read(path: mixed).labelNames == ["0", "1"])
    let score = try scratch.write("s.csv", "text,label\na,0.0\nb,0.37\n")
    let error = #expect(throws: CorpusError.self) { try DatasetReader.read(path: score) }
    #expect(error?.description.contains("s.csv:3: the label 0.37 is a decimal number") == true)
    let versions = try scratch.write("v.csv", "text,label\na,1.0\nb,1.5\nc,beta\n")
    #expect(try DatasetReader.read(path: versions).labelNames == ["1.0", "1.5", "beta"])
  }

  @Test("Empty, missing, contrary, shared and repeated texts are counted")
  func texts() {
    func sample(_ text: String, _ label: Int = 0) -> Sample { Sample(text: text, label: label) }
    let data = Dataset(
      name: "d", labelNames: ["a", "b"],
      train: [
        sample(""), sample("x", 1), sample("x"), sample("nan"), sample("nan", 0), sample("y", 1),
      ], test: [sample("y "), sample("z", 1)])
    let review = DatasetReview(data)
    #expect(review.summary == "2 classes: 'a' (4 training, 1 held out), 'b' (2, 1)")
    #expect(
      review.warnings == [
        "1 of 8 texts are empty", "2 of 8 texts are 'nan', which stands for a missing one",
        "1 text is in the training data with different labels",
        "1 of 2 held-out texts are in the training data too: accuracy on them is no measure",
        "2 of 6 training samples repeat the text of another",
      ])
  }

  @Test("Conversations repeat one another when all of their turns do")
  func conversations() {
    func sample(_ system: String, _ last: String = "more") -> Sample {
      let messages = [("system", system), ("user", last)].map { ChatMessage(role: $0, content: $1) }
      return Sample(
        text: last, label: 0, instruction: Instruction(messages: messages, answer: "yes"))
    }
    func warnings(_ train: [Sample], _ test: [Sample]) -> [String] {
      DatasetReview(Dataset(name: "d", labelNames: [], train: train, test: test)).warnings
    }
    #expect(warnings([sample("a"), sample("b")], [sample("c"), sample("a", "less")]) == [])
    #expect(
      warnings([sample("a"), sample("a")], [sample("a", "more "), sample("b")]) == [
        "1 of 2 held-out texts are in the training data too: accuracy on them is no measure",
        "1 of 2 training samples repeat the text of another",
      ])
  }

  @Test("What was lost on the way into a file")
  func lost() {
    let texts = [
      "it\u{2019}s caf\u{E9}", "it\u{E2}\u{20AC}\u{2122}s", "caf\u{C3}\u{A9}", "caf\u{FFFD}",
    ]
    let samples = texts.map { Sample(text: $0, textPair: "b", label: 0) }
    let single = [Sample(text: "Ãa", textPair: nil, label: 0)]
    let data = Dataset(name: "d", labelNames: ["a"], train: samples + single, test: [])
    #expect(
      DatasetReview(data).warnings == [
        "1 of 5 samples have no second text, which the others have",
        "1 of 5 samples have U+FFFD, which stands for a character that was lost",
        "2 of 5 samples look like UTF-8 that was read as Windows-1252, such as 'Ã©' for 'é'",
      ])
  }
}
