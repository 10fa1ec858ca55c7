import Foundation
import Testing

@testable import Transformer

struct JSONParserTests {
  private func parse(_ text: String) -> JSONValue? {
    Array(text.utf8).withUnsafeBytes { try? JSONParser.parse($0) }
  }

  @Test func readsEveryKindOfValue() {
    let text = """
      {"a": [1, -2, 3.5, 1e3, 0], "b": {"c": null, "d": true, "e": false},
       "f": "x\\n\\u00e9\\ud83d\\ude00\\\\"}
      """
    #expect(
      parse(text)
        == .object([
          "a": .array([.integer(1), .integer(-2), .number(3.5), .number(1000), .integer(0)]),
          "b": .object(["c": .null, "d": .bool(true), "e": .bool(false)]),
          "f": .string("x\né😀\\"),
        ]))
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "{\"a\" 1}", "tru", "01", "+1", "1.e", "NaN", "1e999", "\"a",
    "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "{\"a\":1,\"a\":2}", "1 2", "{a:1}",
    "\"\u{1}\"",
    "-", "--1", "[1 2]",
  ])
  func refuses(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func refusesDepthThatWouldExhaustTheStack() {
    #expect(parse(String(repeating: "[", count: 100_000)) == nil)
    #expect(
      parse(String(repeating: "[", count: 60) + String(repeating: "]", count: 60)) != nil)
  }

  @Test func refusesInvalidUTF8() {
    let bytes: [UInt8] = [0x22, 0xC3, 0x28, 0x22]
    #expect(bytes.withUnsafeBytes { try? JSONParser.parse($0) } == nil)
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
}
