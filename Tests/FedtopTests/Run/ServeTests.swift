import Foundation
import Testing

/// The web page's command: how it begins and ends.
///
/// What it answers is tested in its room.
@Suite struct ServeTests {
  @Test("A server says where it is, and a signal ends it within two seconds", arguments: [2, 15])
  func signal(number: Int32) throws {
    let scratch = try Scratch()
    let program = try Program(["serve", "--port", "0"], in: scratch)
    #expect(program.read(until: "until Ctrl-C\n"))
    let start = ContinuousClock.now
    program.signal(number)
    let outcome = program.wait()
    #expect(outcome.status == 128 + number && outcome.errors == "")
    #expect(start.duration(to: .now) < .seconds(Patience.idle(2)))
    #expect(
      outcome.output.wholeMatch(of: /runs at http:\/\/127\.0\.0\.1:\d+\/, until Ctrl-C\n/) != nil)
  }

  @Test("A run is found by name, and others than this machine need the token that is printed")
  func token() throws {
    let scratch = try Scratch()
    #expect(try Program.run(["run"] + Program.tiny, in: scratch).status == 0)
    let program = try Program(
      ["serve", "latest", "--port", "0", "--host", "0.0.0.0", "--size", "80x24"], in: scratch)
    #expect(program.read(until: "until Ctrl-C\n"))
    program.signal(SIGTERM)
    #expect(program.wait().output.contains(/latest at http:\/\/.+:\d+\/\?token=[0-9a-f]{32},/))
  }

  @Test("A port that is taken is one line and 69")
  func taken() throws {
    let scratch = try Scratch()
    let first = try Program(["serve", "--port", "0"], in: scratch)
    #expect(first.read(until: "until Ctrl-C\n"))
    let port = try #require(first.output.firstMatch(of: /:(\d+)\//)).1
    let second = try Program.run(["serve", "--port", String(port)], in: scratch)
    first.signal(SIGTERM)
    #expect(second.status == 69 && second.output == "")
    #expect(
      second.errors
        == "fedtop: cannot listen at 127.0.0.1, port \(port): another program listens there: "
        + "give another --port, or 0 for any that is free\n")
    #expect(first.wait().status == 143)
  }

  @Test(
    "What makes no sense is one line",
    arguments: [
      BadInput("no such port", 2, ["--port 65536", "65535"]) { _ in ["serve", "--port", "65536"] },
      BadInput("no number", 2, ["--port", "http"]) { _ in ["serve", "--port", "http"] },
      BadInput("no address", 2, ["--host example.org", "0.0.0.0"]) { _ in
        ["serve", "--host", "example.org"]
      },
      BadInput("a short token", 2, ["--token", "16"]) { _ in ["serve", "--token", "secret"] },
      BadInput("too small", 2, ["--size 10x10", "40x12"]) { _ in ["serve", "--size", "10x10"] },
      BadInput("no such run", 66, ["nothing", "fedtop runs"]) { _ in ["serve", "nothing"] },
      BadInput("no such theme", 66, ["\"mauve\"", "default"]) { _ in
        ["serve", "--theme", "mauve"]
      },
    ])
  func bad(_ input: BadInput) throws { try input.check() }
}
