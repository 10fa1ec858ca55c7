import Testing

@testable import Corpus

struct JSONParserTests {
  @Test func readsEveryKindOfValue() throws {
    let text = #"{"a": [1, -2.5e1, true, false, null], "b": "x\n\u00e9\ud83d\ude00\/", "c": {}}"#
    let value = try JSONValue.parse(text.utf8)
    #expect(
      value["a"]?.array == [
        .number(1, spelling: "1"), .number(-25, spelling: "-2.5e1"), .bool(true), .bool(false),
        .null,
      ])
    #expect(value["b"]?.string == "x\né😀/")
    #expect(value["c"]?.object?.isEmpty == true)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "01", "1.", "-", "1e", "tru", "nul", "\"a",
    "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\u{1}\"", "[1] 2", "'a'",
    "{a:1}", "+1", "NaN", "\"\\u+123\"",
  ])
  func refuses(text: String) {
    #expect(throws: JSONProblem.self) { try JSONValue.parse(text.utf8) }
  }

  @Test func refusesInvalidUTF8AndDeepNesting() {
    #expect(throws: JSONProblem.self) { try JSONValue.parse([0x22, 0xFF, 0x22]) }
    #expect(throws: JSONProblem.self) {
      try JSONValue.parse(Array(repeating: UInt8(ascii: "["), count: 100_000))
    }
  }

  @Test func tellsCanonicallyEquivalentKeysApart() throws {
    let value = try JSONValue.parse("{\"\u{e9}\": 1, \"e\u{301}\": 2}".utf8)
    #expect(value["\u{e9}"]?.integer == 1)
    #expect(value["e\u{301}"]?.integer == 2)
  }
}
