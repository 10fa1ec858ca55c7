import Testing

@testable import Corpus

/// Files whose name says another form than they have, or whose quotes swallow samples, are refused with the cause.
@Suite struct FormSignsTests {
  /// Twelve samples of two classes, a line each.
  private static func lines(_ line: (String, String) -> String) -> String {
    (0..<12).map { line("a warm, witty film \($0)", $0 % 2 == 0 ? "neg" : "pos") + "\n" }.joined()
  }

  private static let json = lines { "{\"text\": \"\($0)\", \"label\": \"\($1)\"}" }

  @Test(arguments: [
    ("j.csv", json, "it holds JSON, where the file's name says another form: call it .jsonl"),
    ("j.tsv", json, "it holds JSON"),
    ("l.csv", "[\n {\n  \"text\": \"a\",\n  \"label\": 1\n }\n]\n", "it holds JSON"),
    (
      "c.jsonl", "text,label\na,1\n", "c.jsonl:1: 'text,label' begins no object of JSON: a table is"
    ),
    (
      "q.json", "\n\"text\",\"label\"\n\"a\",1\n", "q.json:2: '\"text\",\"label\"' begins no object"
    ),
    ("s.csv", lines { "\($0);\($1)" }, "its separator seems to be ';': write it with commas"),
    ("t.csv", lines { "\($0)\t\($1)" }, "its separator seems to be a tab: call it .tsv"),
    ("p.csv", lines { "\($1)|\($0)" }, "its separator seems to be '|'"),
    ("c.tsv", lines { "\"\($0)\",\($1)" }, "its separator seems to be ',': call it .csv"),
    ("f.csv", lines { "__label__\($1) \($0)" }, "it has fastText's form"),
    (
      "x.csv", "sep=;\ntext;label\na;1\n",
      "'sep=;' is for spreadsheets alone: take it out, and write"
    ),
    (
      "x.csv", "\"sep=,\"\r\ntext,label\r\na,1\r\n",
      "'sep=,' is for spreadsheets alone: take it out"
    ),
    (
      "r.csv", "# exported today\ntext,label\na,1\nb,2\n",
      "r.csv:1: '# exported today' is one field, where the next lines have 2: take the line out"
    ),
    (
      "b.csv", "text,label\n\"he said \\\"so\\\" then\",1\n",
      "b.csv:2: a backslash does not keep a quote from closing a field"
    ),
    (
      "q.csv", "text,label\na,1\nb, \"c, d\",2\n",
      "q.csv:3: 4 fields, the first line names 2 columns: a quote behind a space encloses nothing"
    ),
    ("k.csv", "text,label\na, b,1\n", "3 fields, the first line names 2 columns: a field with a"),
    ("d.jsonl", "{\"text\": \"a\", \"label\": 1},\n", "d.jsonl:1: a comma behind the object"),
    ("p.jsonl", "{'text': 'a', 'label': 1}\n", "p.jsonl:1: a single quote, where JSON has double"),
    (
      "o.json", "{\"text\": [\"a\", \"b\"], \"label\": [0, 1]}",
      "'text' is not a string but a list: samples are objects in a list, or one a line"
    ),
  ])
  func refused(name: String, text: String, message: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(name, text)
    let error = #expect(throws: CorpusError.self) { try DatasetReader.read(path: path) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("What was said about the form wins, and signs inside of a text are none")
  func kept() throws {
    let scratch = try ScratchFolder()
    let signs = try scratch.write("s.csv", Self.lines { "\($0);\($1)" })
    #expect(
      try DatasetReader.rows(path: signs, columns: ColumnNames(header: .no)).rows.first?.text
        == " witty film 0;neg")
    for (name, text) in [
      ("a.csv", Self.lines { "\"\($0); a (b)\",\($1)" }),
      ("b.csv", "text,label\n\"{\"\"a\"\": 1}\",x\n[b],y\n"),
      ("c.csv", "text\none\ntwo\n"), ("d.tsv", Self.lines { "\($1)\t\($0)" }),
      ("e.tsv", Self.lines { "__label__\($1)\t\($0)" }),
    ] {
      #expect(
        !(try DatasetReader.rows(path: try scratch.write(name, text)).rows.isEmpty), "\(name)")
    }
  }

  @Test(
    "A quote that is text and closed in a later sample does not swallow those between",
    arguments: [
      ("a,pos\n\"b,neg\nc,pos\nd\",neg\ne,pos\n", "text,label", 3, "'b,neg'"),
      ("a,pos\n\"b,neg\nc\",pos\nd,neg\n", "text,label", 3, "'b,neg'"),
      ("pos,a\nneg,\"b\npos,c\"\nneg,d\n", "label,text", 3, "'pos,c'"),
      ("1,pos,a\n2,neg,\"b\n3,pos,c\n4,neg,d\"\n", "id,label,text", 3, "'3,pos,c'"),
    ])
  func swallowed(records: String, header: String, line: Int, sample: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("a.csv", header + "\n" + records)
    let error = #expect(throws: CorpusError.self) { try DatasetReader.rows(path: path) }
    let said = error?.description ?? ""
    #expect(
      said.contains("a.csv:\(line): a quote is opened here") && said.contains(sample), "\(said)")
    #expect(!(try DatasetReader.rows(path: path, columns: ColumnNames(quotes: .yes)).rows.isEmpty))
    let poem = try scratch.write(
      "b.csv", "text,label\n\"a rose, is\na rose, is\na rose\",pos\nb,neg\n")
    #expect(try DatasetReader.rows(path: poem).rows.count == 2)
  }
}
