import Testing

@testable import Plain

struct ExcerptTests {
  @Test func isShortAndOnOneLine() {
    #expect(excerpt("plain é😀") == "plain é😀")
    #expect(excerpt("a\nb\u{1B}[2J\u{202E}c") == "a\u{FFFD}b\u{FFFD}[2J\u{FFFD}c")
    #expect(excerpt(String(repeating: "x", count: 40)) == String(repeating: "x", count: 40))
    #expect(excerpt(String(repeating: "x", count: 41)) == String(repeating: "x", count: 40) + "…")
    #expect(excerpt("abcdef", limit: 2) == "ab…")
  }
}
