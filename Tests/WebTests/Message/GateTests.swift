import Testing

@testable import Web

/// Who may look.
@Suite struct GateTests {
  static let token = "0123456789abcdef"

  @Test("The token lets in, in the address or in a header, and nothing else does")
  func token() throws {
    let site = try Fixture().site(token: Self.token)
    func status(_ target: String, _ authorization: String? = nil) -> Int {
      site.answer(
        WebRequest(target: target, host: "evil.example", authorization: authorization)
      ).status
    }
    #expect(status("/healthz?token=\(Self.token)") == 200)
    #expect(status("/healthz", "Bearer \(Self.token)") == 200)
    #expect(status("/healthz", "bearer \(Self.token)") == 200)
    for wrong in ["", "0123456789abcde", "0123456789abcdeg", "0123456789abcdef0", "%00"] {
      #expect(status("/healthz?token=\(wrong)") == 401, "\(wrong)")
      #expect(status("/healthz", "Bearer \(wrong)") == 401, "\(wrong)")
    }
    #expect(status("/healthz", "Basic \(Self.token)") == 401)
    #expect(status("/healthz?Token=\(Self.token)") == 401)
  }

  @Test(
    "Without the token there is 401 and no word, whatever was asked for",
    arguments: [("GET", "/"), ("GET", "/nothing"), ("POST", "/"), ("GET", "/healthz")])
  func silence(method: String, target: String) throws {
    let answer = try Fixture().site(token: Self.token)
      .answer(WebRequest(method: method, target: target))
    #expect(answer.status == 401 && answer.text == "")
  }

  @Test("Without a token only this machine's own names are answered to")
  func names() throws {
    let site = try Fixture().site()
    func status(_ host: String?) -> Int {
      site.answer(WebRequest(target: "/healthz", host: host)).status
    }
    for here in [
      "localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "127.0.0.5", "[::1]:8080",
      "[::1]", nil,
    ] {
      #expect(status(here) == 200, "\(here ?? "none")")
    }
    for elsewhere in [
      "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
      "127.evil.example", "[::2]", "0.0.0.0", "",
    ] {
      #expect(status(elsewhere) == 421, "\(elsewhere)")
    }
  }
}
