import Plain
import Testing

@testable import Host

struct RankGreetingTests {
  private func failure(_ bytes: [UInt8]) -> (host: String, message: String, status: Int32)? {
    let (host, words) = RankGreeting.read(bytes)
    guard case .failed(let message, let status) = words else { return nil }
    return (host, message, status)
  }

  @Test func whatARankSaysOfItselfArrives() throws {
    let greeting = try RankGreeting(.failed(message: "no such file", status: 66), host: "node7")
    let heard = try #require(failure(Packed.bytes(of: greeting)))
    #expect(heard == ("node7", "no such file", 66))
  }

  @Test func anotherBuildIsNamedWithoutBeingUnderstood() throws {
    var greeting = try RankGreeting(.failed(message: "", status: 0), host: "node7")
    greeting.program = "fedtop 9.9 (abc)"
    greeting.words = [1, 2, 3]
    let heard = try #require(failure(Packed.bytes(of: greeting)))
    #expect(heard.host == "node7" && heard.status == Failure.Status.data.rawValue)
    #expect(heard.message == "it is fedtop 9.9 (abc), rank 0 \(Program.origin)")
  }

  /// What the builds before this form sent, and nothing at all.
  @Test(arguments: [[], [7], [8, 1, 0, 0, 0, 0, 0, 0, 0, 1]] as [[UInt8]])
  func whatIsNoGreetingIsAnotherBuild(bytes: [UInt8]) throws {
    let heard = try #require(failure(bytes))
    #expect(heard.message == "it is another build of fedtop")
  }
}
