import Testing

@testable import Corpus

/// Quotes in TSV: a writer's, or text.
@Suite struct QuoteSignsTests {
  private static func areEnclosing(_ text: String) -> Bool {
    QuoteSigns(Array(text.utf8), separator: 0x09).areEnclosing
  }

  @Test(
    "A writer's quotes enclose what could not be written without them, or everything",
    arguments: [
      "text\tlabel\n\"he said \"\"so\"\"\"\t1\nplain\t0\n",
      "text\tlabel\r\n\"a\tb\"\t1\r\nplain\t0\r\n", "text\tlabel\n\"a\nb\"\t1\nplain\t0\n",
      "\"text\"\t\"label\"\n\"a\"\t1\n\"b\"\t0\n",
    ])
  func enclosing(text: String) { #expect(Self.areEnclosing(text)) }

  @Test(
    "Quotes as text are not closed, stand inside, or enclose what needs none",
    arguments: [
      "text\tlabel\nplain\t1\n", "text\tlabel\n\"open\t1\n", "text\tlabel\nhe said \"so\"\t1\n",
      "text\tlabel\n\"so\" he said\t1\n", "text\tlabel\n\"a fine film\"\t1\nplain\t0\n",
      "text\tlabel\n\"he said \"\"so\"\"\"\t1\na 5\" disk\t0\n",
      // A quote opened in one line is closed in the next, but as text all lines have two fields.
      "text\tlabel\n\"open\t1\nclosed \"\t0\n", "text\tlabel\n\"open\t1\nx\"\t0\n",
    ])
  func literal(text: String) { #expect(!Self.areEnclosing(text)) }

  @Test(
    "The table of a writer is that of the same CSV; what is decided is said, and can be changed")
  func samples() throws {
    let scratch = try ScratchFolder()
    let csv = try scratch.write("q.csv", "text,label\r\n\"he said \"\"so\"\"\",1\r\nplain,0\r\n")
    let tsv = try scratch.write("q.tsv", "text\tlabel\r\n\"he said \"\"so\"\"\"\t1\r\nplain\t0\r\n")
    let read = try DatasetReader.rows(path: tsv)
    #expect(read.rows == (try DatasetReader.rows(path: csv).rows))
    #expect(read.notes.first == "quotes enclose fields, as in CSV (data.quotes)")
    let literal = try DatasetReader.rows(path: tsv, columns: ColumnNames(quotes: .no))
    #expect(literal.rows.first?.text == "\"he said \"\"so\"\"\"")
    let glue = try scratch.write("g.tsv", "text\tlabel\n\"a fine film\"\t1\nplain\t0\n")
    #expect(try DatasetReader.rows(path: glue).rows.first?.text == "\"a fine film\"")
    #expect(
      try DatasetReader.rows(path: glue, columns: ColumnNames(quotes: .yes)).rows.first?.text
        == "a fine film")
  }
}
