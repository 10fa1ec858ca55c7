import Testing

@testable import Corpus

/// Tables whose first line is a sample.
@Suite struct HeaderTests {
  /// Six samples as CoLA has them: source, label, mark, sentence.
  private static let cola = (0..<6).map {
    "gj\($0 / 3)\t\($0 % 2)\t\($0 % 2 == 0 ? "*" : "")\tthe book was read by them \($0)\n"
  }.joined()

  @Test("A table without names is recognised, its first sample is kept, and it is said")
  func recognised() throws {
    let scratch = try ScratchFolder()
    let read = try DatasetReader.rows(path: try scratch.write("cola.tsv", Self.cola))
    #expect(read.rows.count == 6 && read.rows.first?.text == "the book was read by them 0")
    #expect(read.rows.map(\.label) == ["0", "1", "0", "1", "0", "1"])
    #expect(
      read.notes.first?.hasPrefix("no names of columns: the first line has the number 0") == true)
    #expect(read.notes.contains("column 4 taken as the text"))
    #expect(read.notes.contains("column 2 taken as the label"))
    let named = try DatasetReader.rows(
      path: try scratch.write(
        "sms.tsv", "ham\tgo until the point\nspam\twin it now here\nham\tok then we go\n"))
    #expect(named.rows.map(\.label) == ["ham", "spam", "ham"])
  }

  @Test("Columns are given by number, with names or without")
  func numbers() throws {
    let scratch = try ScratchFolder()
    let cola = try scratch.write("cola.tsv", Self.cola)
    let columns = ColumnNames(text: "4", label: "1", header: .no)
    #expect(
      try DatasetReader.rows(path: cola, columns: columns).rows.map(\.label)
        == ["gj0", "gj0", "gj0", "gj1", "gj1", "gj1"])
    let headed = try scratch.write("h.csv", "number,body,kind\n1,a,x\n2,b,y\n")
    let rows = try DatasetReader.rows(
      path: headed, columns: ColumnNames(text: "2", label: "3")
    ).rows
    #expect(rows.map(\.text) == ["a", "b"] && rows.map(\.label) == ["x", "y"])
    let error = #expect(throws: CorpusError.self) {
      try DatasetReader.rows(path: headed, columns: ColumnNames(text: "4"))
    }
    #expect(error?.description.contains("no column '4' for the text") == true)
  }

  @Test(
    "Names are known as such: by what they are called, or because nothing speaks against it",
    arguments: [
      "text,label\nlabel,1\n", " text , label \nx,1\ny,0\n", "Text,LABEL\nx,1\n",
      "sentence,label,2019\nx,1,3\n",
    ])
  func headed(text: String) throws {
    let scratch = try ScratchFolder()
    let read = try DatasetReader.rows(path: try scratch.write("h.csv", text))
    #expect(read.rows.first?.line == 2 && read.rows.first?.label == "1")
  }

  @Test("pandas' numbers of columns are no sample")
  func numbered() throws {
    let scratch = try ScratchFolder()
    let texts = ["a slow film that drags", "a warm film that sings", "what a bad plot it has"]
    func read(_ head: String, _ rows: [String], _ header: Presence = .auto) throws -> TextRows {
      let path = try scratch.write("p.csv", ([head] + rows).map { $0 + "\n" }.joined())
      return try DatasetReader.rows(path: path, columns: ColumnNames(header: header))
    }
    let plain = zip(texts, [1, 0, 1]).map { "\($0),\($1)" }
    let indexed = plain.enumerated().map { "\($0),\($1)" }
    for (head, rows) in [("0,1", plain), (",0,1", indexed)] {
      let found = try read(head, rows)
      #expect(found.rows.map(\.text) == texts && found.rows.map(\.label) == ["1", "0", "1"])
      #expect(found.rows.first?.line == 2)
      #expect(found.notes.first?.hasPrefix("the first line numbers the columns from 0") == true)
    }
    #expect(try read("0,1", plain, .no).rows.count == 4)
    // Not from 0, or over numbers: a sample like the others.
    #expect(try read("1,0", plain).rows.count == 4)
    #expect(try read("it was a good film,1", plain).rows.count == 4)
  }

  @Test("A sample that has a word of ours is no header; what was said wins")
  func words() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "q.csv",
      "who is that man there,question\nthat is a man there,statement\nwhere is the house there,question\n"
    )
    #expect(try DatasetReader.rows(path: path).rows.count == 3)
    let headed = try DatasetReader.rows(
      path: path, columns: ColumnNames(text: "1", label: "2", header: .yes))
    #expect(headed.rows.count == 2)
  }

  @Test("Without names and without a sentence it asks for numbers")
  func unclear() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("u.csv", "a,0\nb,1\nc,0\n")
    let error = #expect(throws: CorpusError.self) { try DatasetReader.rows(path: path) }
    #expect(error?.description.contains("1 ('a'), 2 ('0'): give --text-column") == true)
  }
}
