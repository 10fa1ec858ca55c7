import Testing

@testable import Web

/// What is read out of an address.
@Suite struct WebRequestTests {
  @Test(
    "Path and query are decoded; a plus is a blank in a form, and the first of two values holds")
  func decoding() {
    let request = WebRequest(target: "/a%20b?run=x+y%2Bz&run=other&empty=&flag&t=%C3%A9&bad=%ff")
    #expect(request.path == "/a b")
    #expect(request.query == ["run": "x y+z", "t": "é"])
  }

  @Test("A link says what a request reads", arguments: ["a b", "a+b&c=d", "é/..%", "\"<'\n"])
  func links(value: String) {
    let link = WebLink(path: "/x", query: ["run": value, "none": nil, "size": "80x24"]).text
    #expect(WebRequest(target: link).query == ["run": value, "size": "80x24"])
  }
}
