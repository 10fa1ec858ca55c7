import FlyingSocks
import Foundation
import Testing

@testable import Web

/// The site behind a real port of this machine.
@Suite(.timeLimit(.minutes(15))) struct WebServerTests {
  /// What comes back for a request, until `end` is part of it or the server closes.
  private func exchange(_ lines: String, port: Int, until end: String? = nil) async throws -> String
  {
    let socket = try await connect(to: port)
    defer { try? socket.close() }
    return try await exchange(lines, socket, until: end)
  }

  private func connect(to port: Int) async throws -> AsyncSocket {
    try await AsyncSocket.connected(
      to: try sockaddr_in.inet(ip4: "127.0.0.1", port: UInt16(port)), timeout: 120)
  }

  private func exchange(_ lines: String, _ socket: AsyncSocket, until end: String? = nil)
    async throws -> String
  {
    try await socket.write(Data((lines.replacing("\n", with: "\r\n") + "\r\n\r\n").utf8))
    var answer = ""
    while !(end.map(answer.contains) ?? false), let bytes = try? await socket.read(atMost: 4096) {
      answer += String(decoding: bytes, as: UTF8.self)
    }
    return answer
  }

  /// Opens a site at an address, and stops it when the body is done with its port.
  private func serve(
    _ site: WebSite, at address: WebAddress? = nil, _ body: (Int) async throws -> Void
  ) async throws {
    let server = WebServer(site, at: try address ?? WebAddress(host: "127.0.0.1", port: 0))
    try await body(try await blocking { try server.start() })
    try await blocking {
      server.stop()
      try server.wait()
    }
  }

  @Test("Requests are answered over the wire, and a run that is live goes on telling")
  func wire() async throws {
    let fixture = try Fixture()
    let writer = try fixture.writer(rounds: 1)
    try await serve(try fixture.site(run: writer.name)) { try await requests(port: $0) }
    try writer.close()
  }

  private func requests(port: Int) async throws {
    let close = "Host: localhost\nConnection: close"
    let health = try await exchange("GET /healthz HTTP/1.1\n\(close)", port: port)
    #expect(health.hasPrefix("HTTP/1.1 200 OK\r\n") && health.hasSuffix("\r\n\r\nok\n"))
    let head = try await exchange("HEAD /healthz HTTP/1.1\n\(close)", port: port)
    #expect(head.contains("Content-Length: 3\r\n") && head.hasSuffix("\r\n\r\n"))
    let stranger = try await exchange(
      "GET /healthz HTTP/1.1\nHost: evil.example\nConnection: close", port: port)
    #expect(stranger.hasPrefix("HTTP/1.1 421 "))
    let frame = try await exchange("GET /frame.svg HTTP/1.1\n\(close)", port: port)
    #expect(frame.contains("\r\nContent-Type: image/svg+xml\r\n") && frame.hasSuffix("</svg>"))
    let live = try await exchange("GET /live HTTP/1.1\n\(close)", port: port, until: "data: ")
    #expect(live.contains("\r\nTransfer-Encoding: chunked\r\n") && live.contains("data: "))
  }

  @Test("A port that is taken is a line, and one that was given back is free again")
  func port() async throws {
    let fixture = try Fixture()
    let site = fixture.site()
    // Outside of the range that the system deals out, so that no neighbour is given it meanwhile.
    let address = try WebAddress(host: "127.0.0.1", port: .random(in: 20_000...29_999))
    var first = 0
    try await serve(site, at: address) { port in
      first = port
      let error = await #expect(throws: WebError.self) {
        try await blocking { try WebServer(site, at: address).start() }
      }
      #expect(error?.description.contains("port \(port): another program listens there") == true)
    }
    // A process that a neighbouring test started meanwhile holds what it inherited until it ends.
    for attempt in 1... {
      do {
        try await serve(site, at: address) { #expect($0 == first) }
        return
      } catch WebError.cannotListen where attempt < 60 {
        try await Task.sleep(for: .seconds(1))
      }
    }
  }

  @Test("Stopping does not wait for those who watch")
  func stop() async throws {
    let fixture = try Fixture()
    let writer = try fixture.writer(rounds: 1)
    var watching: AsyncSocket?
    defer { try? watching?.close() }
    // A viewer reads for as long as it likes: waiting for it would never end.
    try await serve(try fixture.site(run: writer.name)) { port in
      let socket = try await connect(to: port)
      watching = socket
      let heard = try await exchange("GET /live HTTP/1.1\nHost: localhost", socket, until: "data: ")
      #expect(heard.hasPrefix("HTTP/1.1 200 "))
    }
    try writer.close()
  }
}
