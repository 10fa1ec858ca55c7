import Plain
import Testing

@testable import Corpus

struct DatasetReaderTests {
  @Test func readsJSONLinesWithGuessedColumns() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "x.jsonl",
      """
      {"sentence": "good", "label": "yes", "author": "ann"}

      {"sentence": "bad", "label": "no"}
      """)
    let read = try DatasetReader.rows(path: path)
    #expect(
      read.rows == [
        TextRow(text: "good", label: "yes", client: "ann", line: 1),
        TextRow(text: "bad", label: "no", line: 3),
      ])
    #expect(
      read.notes == [
        "column 'sentence' taken as the text", "column 'label' taken as the label",
        "column 'author' taken as the client",
      ])
  }

  @Test func readsQuotedCSV() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "x.csv", "\u{FEFF}id,text,label\r\n1,\"a, \"\"b\"\"\r\nc\",x\r\n2,,y\r\n\r\n3,plain,x")
    let read = try DatasetReader.rows(path: path)
    #expect(read.rows.map(\.text) == ["a, \"b\"\r\nc", "", "plain"])
    #expect(read.rows.map(\.label) == ["x", "y", "x"])
    #expect(read.rows.map(\.line) == [2, 4, 6])
  }

  @Test func takesQuotesOfTSVLiterally() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(
      "x.tsv", "question\tsentence\tlabel\n\"open\tit's \"so\", yes\t1\n")
    let row = try #require(try DatasetReader.rows(path: path).rows.first)
    #expect(row.text == "\"open" && row.textPair == "it's \"so\", yes")
  }

  @Test(arguments: [
    ("a.csv", "text,label\nx,1\ny\n", "a.csv:3: 1 fields, the first line names 2 columns"),
    ("a.csv", "text,label\nx,1\ny,\n", "a.csv:3: the label is empty"),
    ("a.csv", "text,label\n\"x,1\ny,2\n", "a.csv:2: a quote is opened and never closed"),
    ("a.csv", "text,label\n\"x\"y,1\n", "a.csv:2: text after a closing quote"),
    ("a.csv", "foo,label\nx,1\n", "a.csv:1: no column looks like a text among foo, label"),
    ("a.csv", "text,text\nx,1\n", "a.csv:1: the column 'text' is there twice"),
    ("a.csv", "", "a.csv: empty, not even names of columns"),
    ("a.tsv", "text\tlabel\nx\t1\t2\n", "a.tsv:2: 3 fields, the first line names 2 columns"),
    ("a.jsonl", "{\"text\": \"x\", \"label\": 1}\n{\"label\": 1}\n", "a.jsonl:2: no key 'text'"),
    ("a.jsonl", "{\"text\": 3, \"label\": 1}", "a.jsonl:1: 'text' is not a string"),
    ("a.jsonl", "{\"text\": \"x\", \"label\": 1.5}", "a.jsonl:1: 'label' is 1.5, not a name or"),
    ("a.jsonl", "{\"text\": \"x\", \"label\": \" \"}", "a.jsonl:1: the label is empty"),
    ("a.jsonl", "{\"text\": \"x\", \"label\": 1}\n{\"text\": \"y\"}", "a.jsonl:2: no label"),
    (
      "a.csv", "text,label\na,1\nb,\"0,5\"\n",
      "a.csv:3: the label '0,5' is a decimal number with a comma"
    ),
    ("a.jsonl", "\n[1]\n", "a.jsonl:2: not a JSON object"),
    ("a.jsonl", "{\"text\": \n", "a.jsonl:1: the value is missing at byte"),
    ("a.jsonl", "\n", "a.jsonl: no samples"),
    ("a.txt", "x", "a.txt: the name must end in .jsonl, .csv or .tsv"),
  ])
  func namesFileAndLine(name: String, text: String, message: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(name, text)
    let error = #expect(throws: CorpusError.self) { try DatasetReader.read(path: path) }
    let said = try #require(error?.description)
    #expect(said.contains(message))
    #expect(!said.contains("\n"))
    #expect(error?.isNotFound == false)
  }

  @Test func refusesInvalidUTF8WithItsLine() throws {
    let scratch = try ScratchFolder()
    for name in ["a.csv", "a.tsv"] {
      let separator = name.hasSuffix("csv") ? "," : "\t"
      let path = try scratch.write(
        name, bytes: Array("text\(separator)label\na\(separator)1\n".utf8) + [0xFF, 0x0A])
      let error = #expect(throws: CorpusError.self) { try DatasetReader.rows(path: path) }
      #expect(error?.description.contains("\(name):3: invalid UTF-8: write") == true)
    }
  }

  @Test func sortsWholeNumbersByValueAndNamesByName() throws {
    let scratch = try ScratchFolder()
    let numbers = try scratch.write("n.csv", "text,label\na,10\nb,9\nc,-1\nd,10\n")
    #expect(try DatasetReader.read(path: numbers).labelNames == ["-1", "9", "10"])
    let names = try scratch.write("s.csv", "text,label\na,b\nb,10\nc,a\n")
    #expect(try DatasetReader.read(path: names).labelNames == ["10", "a", "b"])
  }

  @Test func mapsLabelsToThoseOfAModel() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("a.csv", "text,label\na,pos\nb,neg\nc,1\n")
    let held = try scratch.write("h.csv", "text,label\na,neg\nb,other\n")
    let data = try DatasetReader.read(path: path, testPath: path, labelNames: ["neg", "pos"])
    #expect(data.train.map(\.label) == [1, 0, 1])
    let error = #expect(throws: CorpusError.self) {
      try DatasetReader.read(path: path, testPath: held, labelNames: ["neg", "pos"])
    }
    #expect(
      error?.description
        == "label 'other' at \(held):3 is not one of the model's labels neg, pos")
  }

  @Test("A column that says what is held out is not read, which is told where it says so")
  func columnsOfSplits() throws {
    let scratch = try ScratchFolder()
    func notes(_ name: String, _ values: [String]) throws -> [String] {
      let rows = values.enumerated().map { "t\($0),\($0 % 2),\($1)\n" }
      let path = try scratch.write("x.csv", "text,label,\(name)\n" + rows.joined())
      return try DatasetReader.rows(path: path).notes.filter { $0.contains("is not read") }
    }
    let values = ["train", "Train", "test", " validation", "test", "train"]
    for name in ["split", "Subset", "fold"] {
      #expect(
        try notes(name, values) == [
          "column '\(name)' is not read: the 3 of 6 samples that it calls 'test', 'validation' are taken as "
            + "training samples (write them to a file of their own, for --test FILE)"
        ])
    }
    // What comes behind the records that are looked at for columns counts, too.
    let late = Array(repeating: "train", count: 1200) + ["dev"]
    #expect(
      try notes("split", late).first?.contains("the 1 of 1201 samples that it calls 'dev'") == true)
    #expect(try notes("split", ["train", "train"]) == [])
    #expect(try notes("fold", ["0", "1", "2"]) == [])
    #expect(try notes("set", ["train", "test", "boat"]) == [], "a toy")
    #expect(try notes("remark", values) == [])
    let lines = try scratch.write(
      "i.jsonl",
      """
      {"prompt":"a","output":"b","split":"train"}
      {"prompt":"c","output":"d","split":"test"}
      """)
    let read = try DatasetReader.rows(path: lines, columns: ColumnNames(areInstructions: true))
    #expect(read.notes.first?.contains("the 1 of 2 samples that it calls 'test'") == true)
  }

  @Test func takesTheTestFileBesideTraining() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("train.csv", "text,label\na,x\nb,y\n")
    try scratch.write("test.csv", "text,label\nc,y\n")
    let data = try DatasetReader.read(path: path)
    #expect(data.train.count == 2)
    #expect(data.test == [Sample(text: "c", label: 1)])
  }

  @Test(
    "Held-out files whose labels, or whose samples, cannot be known are refused",
    arguments: [
      ("text,label\nc,y\nd,0\n", ":3: the label '0' is not among those of the training file: x, y"),
      ("text,label\n", "no samples"),
    ])
  func refusesTestFiles(text: String, words: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("train.csv", "text,label\na,x\nb,y\n")
    let held = try scratch.write("held.csv", text)
    let error = #expect(throws: CorpusError.self) {
      try DatasetReader.read(path: path, testPath: held)
    }
    #expect(error?.description.contains(words) == true)
  }

  /// Files that were joined have the names of their columns in the middle.
  @Test func refusesNamesOfColumnsAmongSamples() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("ab.csv", "text,label\na,x\nb,y\ntext,label\nc,x\n")
    let error = #expect(throws: CorpusError.self) { try DatasetReader.rows(path: path) }
    #expect(
      error?.description.contains("ab.csv:4: the names of the columns are there again") == true)
  }

  /// A number may itself be a name, and a model's head has an order.
  @Test func takesNumbersThatMeanSomething() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("train.csv", "text,label\na,1\nb,y\n")
    try scratch.write("test.csv", "text,label\nc,1.0\n")
    #expect(try DatasetReader.read(path: path).test == [Sample(text: "c", label: 0)])
    let named = try scratch.write("train.csv", "text,label\na,x\nb,y\n")
    let read = try DatasetReader.read(path: named, labelNames: ["y", "x"])
    #expect(read.test == [Sample(text: "c", label: 1)])
  }

  @Test func holdsOutASeededShare() {
    let first = DatasetReader.split(100, fraction: 0.2, seed: 1)
    #expect(first.test.count == 20)
    #expect(first.train.count == 80)
    #expect((first.train + first.test).sorted() == Array(0..<100))
    #expect(DatasetReader.split(100, fraction: 0.2, seed: 1).test == first.test)
    #expect(DatasetReader.split(100, fraction: 0.2, seed: 2).test != first.test)
    #expect(DatasetReader.split(100, fraction: 0, seed: 1).test.count == 1)
    #expect(DatasetReader.split(100, fraction: .infinity, seed: 1).test.count == 1)
    #expect(DatasetReader.split(100, fraction: 7, seed: 1).train.count == 1)
  }

  @Test func saysWhatIsMissing() throws {
    let error = #expect(throws: CorpusError.self) {
      try DatasetReader.rows(path: "/nowhere/x.csv")
    }
    #expect(error?.isNotFound == true)
    let scratch = try ScratchFolder()
    try scratch.write("folder.csv/inner", "")
    #expect(throws: CorpusError.self) { try DatasetReader.rows(path: scratch.path + "/folder.csv") }
  }

  /// Random damage to valid files: whatever comes out, it is rows or an error.
  @Test func survivesDamage() throws {
    let scratch = try ScratchFolder()
    let seeds = [
      ("f.jsonl", "{\"text\": \"a\\u00e9 b\", \"label\": 1}\n{\"text\": \"c\", \"label\": 0}\n"),
      ("f.csv", "text,label\n\"a, \"\"b\"\"\",x\r\nc,y\n"),
      ("f.tsv", "text\tlabel\na\"b\tx\nc\ty\n"),
      ("g.tsv", "text\tlabel\n\"a \"\"b\"\"\"\tx\nc\ty\n"),
      ("g.json", "[{\"text\": \"a\", \"label\": 1},\n{\"text\": \"c\", \"label\": 0}]\n"),
      ("h.csv", "a fine old film,1\nanother of them,0\n"),
    ]
    var draws = SplitMix64(seed: 99)
    let spice: [UInt8] = [0, 0x22, 0x2C, 0x09, 0x0A, 0x0D, 0x5C, 0x7B, 0x7D, 0x80, 0xC3, 0xFF]
    var failures = 0
    for _ in 0..<1500 {
      let (name, text) = seeds[draws.below(seeds.count)]
      var bytes = Array(text.utf8)
      for _ in 0...draws.below(4) {
        let place = draws.below(bytes.count)
        switch draws.below(3) {
        case 0: bytes[place] = spice[draws.below(spice.count)]
        case 1: bytes.insert(spice[draws.below(spice.count)], at: place)
        default: bytes.removeSubrange(place..<min(bytes.count, place + 1 + draws.below(5)))
        }
        if bytes.isEmpty { bytes = [0x0A] }
      }
      do {
        _ = try DatasetReader.read(path: try scratch.write(name, bytes: bytes))
      } catch let error as CorpusError {
        failures += 1
        #expect(!error.description.contains("\n"))
      }
    }
    #expect(failures > 300)
  }
}
