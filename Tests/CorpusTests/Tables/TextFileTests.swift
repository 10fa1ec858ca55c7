import Testing

@testable import Corpus

/// The same table in every encoding and with every line end is the same table.
@Suite struct TextFileTests {
  private static let csv = "text,label\n\"good, \"\"so\"\"\",yes\nnaïve 🙂,no\n"
  private static let expected = [
    TextRow(text: "good, \"so\"", label: "yes", line: 2),
    TextRow(text: "naïve 🙂", label: "no", line: 3),
  ]

  /// UTF-16 with a byte order mark.
  private static func utf16(_ text: String, isLittle: Bool) -> [UInt8] {
    ("\u{FEFF}" + text).utf16.flatMap { unit in
      let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
      return isLittle ? bytes : bytes.reversed()
    }
  }

  @Test("UTF-8 and UTF-16 with byte order marks, and each line end")
  func encodings() throws {
    let scratch = try ScratchFolder()
    let text = Self.csv
    let forms: [(String, [UInt8])] = [
      ("plain", Array(text.utf8)), ("mark", [0xEF, 0xBB, 0xBF] + Array(text.utf8)),
      ("little", Self.utf16(text, isLittle: true)), ("big", Self.utf16(text, isLittle: false)),
      ("crlf", Array(text.replacing("\n", with: "\r\n").utf8)),
      ("cr", Array(text.replacing("\n", with: "\r").utf8)),
    ]
    for (name, bytes) in forms {
      let path = try scratch.write("\(name).csv", bytes: bytes)
      #expect(try DatasetReader.rows(path: path).rows == Self.expected, "\(name)")
    }
  }

  @Test("JSON with a byte order mark, with each line end, in a list, laid out, and end to end")
  func json() throws {
    let scratch = try ScratchFolder()
    let objects = [
      "{\"text\": \"good\", \"label\": \"yes\"}", "{\"text\": \"bad\", \"label\": \"no\"}",
    ]
    let laidOut = objects.map { $0.replacing(", ", with: ",\n  ") }
    let forms: [(String, String)] = [
      ("a.jsonl", objects.joined(separator: "\n")),
      ("b.jsonl", "\u{FEFF}" + objects.joined(separator: "\r\n") + "\r\n"),
      ("c.ndjson", objects.joined(separator: "\r")), ("d.jsonl", objects.joined()),
      ("e.json", "[" + objects.joined(separator: ",\n ") + "]\n"),
      ("f.json", laidOut.joined(separator: "\n")),
      ("g.json", "[\n" + laidOut.joined(separator: ",") + "]"),
    ]
    for (name, text) in forms {
      let rows = try DatasetReader.rows(path: try scratch.write(name, text)).rows
      #expect(
        rows.map(\.text) == ["good", "bad"] && rows.map(\.label) == ["yes", "no"], "\(name)")
    }
  }

  private static let foreign: [(String, [UInt8], String)] = [
    (
      "a.csv", [0x74, 0, 0x65, 0, 0x78, 0, 0x74, 0, 0x0A, 0], "a.csv:1: a NUL byte at every other"
    ),
    (
      "a.csv", Array("text,label\nx,1\na\u{0}b,2\n".utf8),
      "a.csv:3: a NUL byte: the file is damaged"
    ),
    ("a.csv", [0xFF, 0xFE, 0, 0, 0x74, 0, 0, 0], "it is UTF-32"),
    ("a.csv", [0xFF, 0xFE, 0x74], "half a character"),
    ("a.csv", [0xFF, 0xFE, 0x3D, 0xD8, 0x74, 0], "surrogate"),
    ("a.csv", Array("PK\u{3}\u{4}xxxx".utf8), "a zip archive or a spreadsheet"),
    ("a.jsonl", Array("PAR1xxxx".utf8), "it is Parquet"),
    ("a.csv", [0x93] + Array("NUMPY\u{1}\u{0}".utf8), "it is one array of NumPy"),
    ("a.csv", Array("<!DOCTYPE html>\n<html>".utf8), "it is a web page"),
    ("a.csv.gz", [0x1F, 0x8B, 8, 0, 1], "packed with gzip and cut short"),
    (
      "a.jsonl", Array("{\"text\": \"x\", \"label\": 1, \"z\": NaN}".utf8),
      "a.jsonl:1: NaN, which is no JSON"
    ),
    (
      "a.jsonl", Array("{\"text\": \"x\", \"label\": 1, \"z\": -Infinity}".utf8),
      "-Infinity, which"
    ),
    ("a.json", Array("[{\"text\": \"x\"},\n 3]".utf8), "a.json:2: not a JSON object"),
    ("a.json", Array("[{\"text\": \"x\"}\n".utf8), "a.json:1: ',' or ']' is missing"),
    ("a.json", Array("[{\"text\": \"x\"}] 1".utf8), "text after the end of the list"),
  ]

  @Test(
    "What is no text is named", arguments: Self.foreign)
  func refused(name: String, bytes: [UInt8], message: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(name, bytes: bytes)
    let error = #expect(throws: CorpusError.self) { try DatasetReader.rows(path: path) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("What gzip packed is read whatever its name says")
  func packed() throws {
    let scratch = try ScratchFolder()
    // text,label\ngood,1\nbad,0\n, stored.
    let text = Array("text,label\ngood,1\nbad,0\n".utf8)
    let count = [UInt8(text.count), 0]
    let bytes: [UInt8] =
      [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + count + count.map { ~$0 } + text
      + [0x97, 0x8E, 0x86, 0x02] + count + [0, 0]
    for name in ["a.csv.gz", "a.csv"] {
      let path = try scratch.write(name, bytes: bytes)
      #expect(try DatasetReader.rows(path: path).rows.map(\.label) == ["1", "0"])
    }
  }
}
