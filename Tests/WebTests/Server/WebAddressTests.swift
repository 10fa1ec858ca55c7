import Testing

@testable import Web

/// Where to listen, and what is asked for there.
@Suite struct WebAddressTests {
  @Test(
    "Loopback needs no token, every other address does",
    arguments: [
      ("127.0.0.1", true), ("localhost", true), ("127.0.0.9", true), ("::1", true),
      ("0.0.0.0", false), ("::", false), ("192.0.2.1", false), ("::ffff:127.0.0.1", false),
    ])
  func loopback(host: String, isLoopback: Bool) throws {
    let address = try WebAddress(host: host, port: 8080)
    #expect(address.isLoopback == isLoopback)
    let token = try AccessToken.choose(nil, for: address)
    #expect((token == nil) == isLoopback)
    #expect(try AccessToken.choose("0123456789abcdef", for: address) == "0123456789abcdef")
    if let token {
      #expect(token.wholeMatch(of: /[0-9a-f]{32}/) != nil)
      #expect(try AccessToken.choose(nil, for: address) != token)
    }
  }

  @Test("A link names host, port and token as a browser wants them")
  func links() throws {
    #expect(
      try WebAddress(host: "127.0.0.1", port: 0).link(port: 81, token: nil)
        == "http://127.0.0.1:81/")
    #expect(
      try WebAddress(host: "::1", port: 0).link(port: 81, token: "t") == "http://[::1]:81/?token=t")
    // What can be typed elsewhere: `0.0.0.0` leads nowhere.
    #expect(
      try !WebAddress(host: "0.0.0.0", port: 0).link(port: 81, token: nil).contains("0.0.0.0"))
  }

  @Test("What is no port, host or token is a usage error of one line")
  func mistakes() throws {
    for port in [-1, 65536, .max] {
      #expect(throws: WebError.badPort(port)) { try WebAddress(host: "127.0.0.1", port: port) }
    }
    for host in ["", "example.org", "1.2.3", "127.0.0.1:80", "[::1]"] {
      #expect(throws: WebError.badHost(host)) { try WebAddress(host: host, port: 80) }
    }
    let address = try WebAddress(host: "::", port: 80)
    for token in [
      "", "short", "0123456789abcde&", "0123456789abcd é", String(repeating: "a", count: 201),
    ] {
      #expect(throws: WebError.badToken) { try AccessToken.choose(token, for: address) }
    }
    #expect(WebError.badPort(1).isUsage && !WebError.ended(reason: "").isUsage)
  }
}
