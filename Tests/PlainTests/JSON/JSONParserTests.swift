import Foundation
import Testing

@testable import Plain

struct JSONParserTests {
  private func parse(_ text: String) -> JSONValue? { try? JSONValue.parse(text.utf8) }

  @Test func readsEveryKindOfValue() {
    let text = """
      {"a": [1, -2, 3.5, 1e3, 0, -2.5e1], "b": {"c": null, "d": true, "e": false},
       "f": "x\\n\\u00e9\\ud83d\\ude00\\\\\\/", "g": {}, "h": []}
      """
    #expect(
      parse(text)
        == .object([
          "a": .array([
            .integer(1), .integer(-2), .number(3.5), .number(1000, spelling: "1e3"), .integer(0),
            .number(-25, spelling: "-2.5e1"),
          ]),
          "b": .object(["c": .null, "d": .bool(true), "e": .bool(false)]),
          "f": .string("x\né😀\\/"), "g": .object([:]), "h": .array([]),
        ]))
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "{\"a\":1,\"a\":2}", "01", "1.", "1.e", "-", "--1",
    "1e", "1e999", "tru", "nul", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"", "\"\\ud800\"",
    "\"\\ud800\\u0041\"", "\"\u{1}\"", "[1] 2", "1 2", "[1 2]", "'a'", "{a:1}", "+1", "NaN",
  ])
  func refuses(text: String) {
    #expect(throws: JSONProblem.self) { try JSONValue.parse(text.utf8) }
  }

  @Test func refusesInvalidUTF8() {
    #expect(throws: JSONProblem.self) { try JSONValue.parse([0x22, 0xFF, 0x22]) }
    #expect(throws: JSONProblem.self) { try JSONValue.parse([0x22, 0xC3, 0x28, 0x22]) }
  }

  @Test func refusesWhatWouldExhaustStackOrMemory() {
    #expect(parse(String(repeating: "[", count: 100_000)) == nil)
    #expect(parse(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
    for (limit, fits) in [(3, false), (4, true)] {
      let value = Array("[1,2,3]".utf8).withUnsafeBytes {
        try? JSONValue.parse($0, valueLimit: limit)
      }
      #expect((value != nil) == fits)
    }
  }

  @Test func tellsCanonicallyEquivalentKeysApart() throws {
    let value = try JSONValue.parse("{\"\u{e9}\": 1, \"e\u{301}\": 2}".utf8)
    #expect(value["\u{e9}"]?.int == 1)
    #expect(value["e\u{301}"]?.int == 2)
  }

  @Test func wholeNumbersKeepEveryDigit() {
    #expect(parse("9007199254740993")?.int == 9_007_199_254_740_993)
    #expect(parse("1.0")?.int == 1)
    #expect(parse("1e3")?.int == 1000)
    #expect(parse("1.5")?.int == nil)
    #expect(parse("9223372036854775808")?.int == nil)
  }

  @Test func anErrorNamesTheByte() {
    #expect(throws: JSONProblem(offset: 3, problem: "a key is missing")) {
      try JSONValue.parse("{  ,}".utf8.dropLast())
    }
  }

  @Test func writtenTextReadsBackAndFoundationAgrees() throws {
    let value = JSONValue.object([
      "quote \" \\ \n\u{2}": .string("é😀\t"), "list": .array([.integer(-7), .number(0.1), .null]),
      "empty": .object([:]), "yes": .bool(true),
    ])
    for indented in [false, true] {
      let text = value.serialized(indented: indented)
      #expect(parse(text) == value)
      let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      #expect(read?["quote \" \\ \n\u{2}"] as? String == "é😀\t")
    }
  }

  @Test func whatIsNotFiniteBecomesNull() {
    #expect(
      JSONValue.array([.number(.nan), .number(.infinity)]).serialized(indented: false)
        == "[null,null]")
  }

  @Test func codersSpellWhatJSONHasNoWordFor() throws {
    let values = [Double.nan, .infinity, -.infinity]
    let data = try JSONEncoder.plain().encode(values)
    #expect(String(decoding: data, as: UTF8.self) == #"["NaN","Infinity","-Infinity"]"#)
    let read = try JSONDecoder.plain().decode([Double].self, from: data)
    #expect(read[0].isNaN && read[1...] == values[1...])
  }
}
