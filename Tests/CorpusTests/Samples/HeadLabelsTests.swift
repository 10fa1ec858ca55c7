import Testing

@testable import Corpus

struct HeadLabelsTests {
  private let head = HeadLabels(["contradiction", "neutral", "entailment"])

  private func data(_ names: [String]) -> Dataset {
    let samples = names.indices.map { Sample(text: "\($0)", label: $0) }
    return Dataset(
      name: "d", labelNames: names, train: samples, test: samples.reversed(), notes: [])
  }

  @Test(arguments: [
    ("entailment", 2), ("ENTAILMENT", 2), (" Neutral ", 1), ("0", 0), ("2.0", 2), ("3", nil),
    ("-1", nil), ("0.5", nil), ("entail", nil), ("", nil),
  ])
  func aLabelIsFoundByNameOrPlace(_ label: String, _ index: Int?) {
    #expect(head.index(of: label) == index)
  }

  @Test func namesThatAreNumbersAreNoPlaces() {
    let stars = HeadLabels(["5", "4", "1"])
    #expect(["5", "4.0", "1"].map(stars.index) == [0, 1, 2])
    #expect(stars.index(of: "0") == nil)
  }

  @Test func aNameOfSeveralStandsForNoneUnlessItIsWrittenExactly() {
    let twins = HeadLabels(["pos", "POS", "neg", "neg"])
    #expect(twins.index(of: "pos") == 0 && twins.index(of: "POS") == 1)
    #expect(twins.index(of: "Pos") == nil && twins.index(of: "neg") == nil)
  }

  @Test func samplesGetTheHeadsLabelsInItsOrder() throws {
    let found = try #require(
      data(["Contradiction", "entailment", "neutral"]).labelled(as: head))
    #expect(found.labelNames == head.names)
    #expect(found.train.map(\.label) == [0, 2, 1] && found.test.map(\.label) == [1, 2, 0])
    #expect(
      found.labelNote
        == "labels matched by name with the model's head, in its order: contradiction, neutral, entailment"
    )
  }

  @Test func aHeadMayHaveMoreLabelsThanTheDataButNotFewer() throws {
    let part = try #require(data(["entailment", "neutral"]).labelled(as: head))
    #expect(part.labelNames == head.names && part.train.map(\.label) == [2, 1])
    #expect(part.labelNote?.hasSuffix("; the data has no contradiction") == true)
    #expect(data(["entailment", "other"]).labelled(as: head) == nil)
    #expect(data(["neutral"]).labelled(as: head) == nil)
    #expect(data(["a", "b"]).labelled(as: HeadLabels([])) == nil)
  }

  @Test func placesAreSaidToBePlaces() throws {
    let numbers = try #require(data(["0", "1", "2"]).labelled(as: head))
    #expect(numbers.labelNote?.hasPrefix("labels 0, 1, 2 taken as places") == true)
    #expect(
      head.placesNote(["0", "1"])
        == "labels 0, 1 taken as places in the model's head: contradiction, neutral, entailment")
    #expect(head.placesNote(["Neutral", "entailment"]) == nil)
    let generic = HeadLabels(["LABEL_0", "LABEL_1"])
    #expect(generic.placesNote(["0", "1"]) == nil)
    let same = try #require(data(["0", "1"]).labelled(as: generic))
    #expect(same.labelNote?.hasPrefix("labels matched by name") == true)
  }

  @Test func decimalLabelsAreScoresAndNotClasses() throws {
    let scratch = try ScratchFolder()
    let scores = try scratch.write("s.csv", "text,label\na,1.0\nb,4.2\nc,3\n")
    let error = #expect(throws: CorpusError.self) { try DatasetReader.read(path: scores) }
    #expect(error?.description.contains("s.csv:3: the label 4.2 is a decimal number") == true)
    let whole = try scratch.write("w.csv", "text,label\na,10.0\nb,9.0\n")
    #expect(try DatasetReader.read(path: whole).labelNames == ["9.0", "10.0"])
    let names = try scratch.write("n.csv", "text,label\na,4.2\nb,beta\n")
    #expect(try DatasetReader.read(path: names).labelNames == ["4.2", "beta"])
  }

  @Test func aTestFileOfMinusOnesHasNoLabels() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("t.csv", "text,label\na,-1\nb,-1\n")
    #expect(try !DatasetReader.texts(path: path).areLabelled)
    let mixed = try scratch.write("m.csv", "text,label\na,-1\nb,1\n")
    #expect(try DatasetReader.texts(path: mixed).areLabelled)
  }
}
