import Testing

@testable import Corpus

/// Which columns are taken as what.
@Suite struct ColumnTests {
  @Test("The schema is the union of the keys: a first object may lack any")
  func union() throws {
    let scratch = try ScratchFolder()
    let rest = "{\"text\": \"b\", \"text_pair\": \"c\", \"label\": 1, \"user\": \"ann\"}\n"
    let path = try scratch.write("u.jsonl", "{\"text\": \"a\", \"label\": 0}\n" + rest)
    let rows = try DatasetReader.rows(path: path).rows
    #expect(rows.map(\.textPair) == [nil, "c"] && rows.map(\.client) == [nil, "ann"])
  }

  @Test(
    "Pairs are those of GLUE and its like",
    arguments: [
      ("question,sentence,label", "question", "sentence"),
      ("index,sentence1,sentence2,label", "sentence1", "sentence2"),
      ("Premise,Hypothesis,label", "Premise", "Hypothesis"),
      ("id,question1,question2,is_duplicate", "question1", "question2"),
      ("passage,question,label", "question", "passage"),
      ("Quality,#1 ID,#2 ID,#1 String,#2 String", "#1 String", "#2 String"),
      ("text,text_pair,label", "text", "text_pair"), ("sentence,label", "sentence", nil),
      ("text,context,label", "text", nil),
    ])
  func pairs(header: String, text: String, pair: String?) throws {
    let scratch = try ScratchFolder()
    let names = header.split(separator: ",").map(String.init)
    let values = names.map { "its \($0)" }.joined(separator: ",")
    let path = try scratch.write("p.csv", header + "\n" + values + "\n")
    let row = try #require(try DatasetReader.rows(path: path).rows.first)
    #expect(row.text == "its \(text)" && row.textPair == pair.map { "its \($0)" })
    #expect(row.label != nil)
  }

  @Test("No column is an answer, and texts that are left out are named")
  func none() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "n.csv",
      "question,sentence,title,label\n"
        + (0..<4).map { "why is that so \($0),it is so by law \($0),a long title of it \($0),1\n" }
        .joined())
    let read = try DatasetReader.rows(path: path, columns: ColumnNames(textPair: "none"))
    #expect(read.rows.first?.textPair == nil && read.rows.first?.text == "it is so by law 0")
    #expect(read.notes.last?.contains("looks like text: column 'question', 'title'") == true)
  }

  @Test(
    "A second column of labels is told, and a test file may write the names with other capitals")
  func labels() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("a.csv", "text,topic,label\na,x,1\nb,y,0\nc,x,1\n")
    let told = "not used, though called as a label is: column 'topic' (--label-column)"
    #expect(try DatasetReader.rows(path: path).notes.last == told)
    let named = ColumnNames(label: "topic")
    #expect(try !DatasetReader.rows(path: path, columns: named).notes.contains(told))
    let test = try scratch.write("b.csv", "Label,TEXT\n0,d\n")
    let data = try DatasetReader.read(path: path, testPath: test)
    #expect(data.test == [Sample(text: "d", label: 0)])
    let bare = try scratch.write("n.csv", (0..<9).map { "a film of it \($0),\($0 % 2)\n" }.joined())
    let keyed = try scratch.write("k.jsonl", "{\"a\": \"0\", \"b\": \"1\"}\n")
    let error = #expect(throws: CorpusError.self) {
      try DatasetReader.read(path: bare, testPath: keyed)
    }
    #expect(error?.description.contains("no column '1', which") == true)
  }

  @Test("Nested values, another separator and two columns of one name say what they are")
  func refused() throws {
    let scratch = try ScratchFolder()
    for (name, text, message) in [
      ("a.jsonl", "{\"text\": [\"x\"], \"label\": 1}", "'text' is not a string but a list"),
      ("a.jsonl", "{\"text\": \"x\", \"label\": {\"a\": 1}}", "'label' is an object, neither"),
      ("a.csv", "text;label\nx;1\n", "its separator seems to be ';'"),
      ("a.csv", "text, text ,label\nx,y,1\n", "the column 'text' is there twice"),
    ] {
      let path = try scratch.write(name, text)
      let error = #expect(throws: CorpusError.self) { try DatasetReader.rows(path: path) }
      #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }
  }
}
