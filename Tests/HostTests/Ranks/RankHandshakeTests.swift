import Plain
import Testing

@testable import Host

struct RankHandshakeTests {
  private let leader = MailboxWire(rank: 0, of: 3)
  private let helper = MailboxWire(rank: 1, of: 3)

  /// A handshake that looks at its wire once.
  private func handshake(_ wire: MailboxWire, _ host: String) -> RankHandshake {
    var handshake = RankHandshake(wire, host: host)
    handshake.helloSeconds = 0
    handshake.openingSeconds = 0
    return handshake
  }

  private func other(form: Int = RankHello.currentForm, program: String) -> RankHello {
    var hello = RankHello(host: "node7")
    hello.form = form
    hello.program = program
    return hello
  }

  private func failed(_ message: String) -> RankAnswer { .failed(message: message, status: 66) }

  /// Rank 1 has opened its files before rank 2 has said who it is, and messages come in any order.
  @Test func answersAreInTheOrderOfRanksWhicheverComesFirst() throws {
    var zero = handshake(leader, "node0")
    leader.coming = [
      (1, RankHello(host: "node1").bytes),
      (1, try Packed.bytes(of: failed("one"))),
      (2, RankHello(host: "node2").bytes),
      (2, try Packed.bytes(of: failed("two"))),
    ]
    try zero.meet()
    let waiting = try zero.answers { _ in }
    #expect(waiting == [failed("one"), failed("two")])
    #expect(zero.name(2) == "rank 2 on node2")
    #expect(leader.sent.map(\.rank) == [1, 2])
    #expect(leader.sent.allSatisfy { RankHello($0.bytes) == RankHello(host: "node0") })
  }

  @Test func aVerdictFollowsAnAnswer() throws {
    var one = handshake(helper, "node1")
    var zero = handshake(leader, "node0")
    try zero.tell(.refused(status: 65))
    helper.coming =
      [(0, RankHello(host: "node0").bytes)] + leader.sent.prefix(1).map { (0, $0.bytes) }
    try one.meet()
    #expect(try one.verdict(on: failed("one")) == .refused(status: 65))
    #expect(helper.sent.map(\.rank) == [0, 0])
    leader.coming = helper.sent.flatMap { [(1, $0.bytes), (2, $0.bytes)] }
    try zero.meet()
    #expect(try zero.answers { _ in } == [failed("one"), failed("one")])
  }

  /// Nothing of it is read but who it is, and both sides find out.
  @Test(arguments: [0, 1])
  func anotherBuildIsNamed(rank: Int) {
    let wire = rank == 0 ? leader : helper
    var own = handshake(wire, "node0")
    let stranger = other(program: "fedtop 9.9 (abc)")
    wire.coming =
      [(1 - rank, stranger.bytes + [1, 2, 3])]
      + (rank == 0 ? [(2, RankHello(host: "node2").bytes)] : [])
    let problem = RankProblem.otherBuild(
      rank: 1 - rank, stranger, asker: rank, RankHello(host: "node0"))
    #expect(throws: problem) { try own.meet() }
    #expect(problem.status == .data)
    #expect(
      "\(problem)" == "rank \(1 - rank) on node7: it is fedtop 9.9 (abc), rank \(rank) "
        + "\(Program.origin): start all ranks from one build")
  }

  /// Of two builds that nobody has committed, the form of messages tells which is which.
  @Test func anotherFormIsAnotherBuild() {
    var zero = handshake(leader, "node0")
    leader.coming = [1, 2].map { ($0, other(form: 7, program: Program.origin).bytes) }
    #expect {
      try zero.meet()
    } throws: {
      "\($0)".contains(
        "it is \(Program.origin), form 7, rank 0 \(Program.origin), form ")
    }
  }

  /// What builds before the hello said first, noise, a hello that is cut, and one that claims to be longer than it is.
  @Test(arguments: [[], [7], [8, 1, 0, 0, 0, 0, 0, 0, 0, 1]] + Self.broken)
  func whatIsNoHelloIsAnotherBuild(bytes: [UInt8]) throws {
    var one = handshake(helper, "node1")
    helper.coming = [(0, bytes)]
    let problem = RankProblem.strange(name: "rank 0")
    #expect(throws: problem) { try one.meet() }
    #expect(problem.status == .data)
    #expect("\(problem)".hasPrefix("rank 0: it is another build of fedtop than fedtop"))
  }

  private static let broken: [[UInt8]] = {
    let whole = RankHello(host: "node7").bytes
    var long = whole
    long[whole.count - 13] = 0x7F
    return [Array(whole.dropLast()), Array(whole.prefix(20)), long]
  }()

  @Test func anAnswerThatIsNoneNamesItsRankAndHost() throws {
    var zero = handshake(leader, "node0")
    leader.coming = [1, 2].map { ($0, RankHello(host: "node\($0)").bytes) }
    try zero.meet()
    leader.coming = [(1, try Packed.bytes(of: failed("one"))), (2, [9, 9])]
    #expect(throws: RankProblem.strange(name: "rank 2 on node2")) { try zero.answers { _ in } }
  }

  @Test func silenceHasAnEnd() throws {
    var zero = handshake(leader, "node0")
    leader.coming = [(1, RankHello(host: "node1").bytes)]
    #expect(throws: RankProblem.silent(rank: 2, seconds: 0)) { try zero.meet() }
    leader.coming = [1, 2].map { ($0, RankHello(host: "node\($0)").bytes) }
    zero.openingSeconds = 0.004
    zero.noticeSeconds = 0.002
    try zero.meet()
    leader.coming = [(2, try Packed.bytes(of: failed("two")))]
    var told: [String] = []
    let problem = RankProblem.stuck(name: "rank 1 on node1", seconds: 0.004)
    #expect(throws: problem) { try zero.answers { told.append($0) } }
    #expect(told == ["waiting for rank 1 on node1, which opens model and data"])
    #expect(problem.status == .rankLost)
    #expect("\(problem)" == "rank 1 on node1 has not opened model and data in 4 ms")
  }

  @Test func aLeaderWhoSaysNothingIsNotWaitedForForEver() throws {
    var one = handshake(helper, "node1")
    #expect(throws: RankProblem.silent(rank: 0, seconds: 0)) { try one.meet() }
    helper.coming = [(0, RankHello(host: "node0").bytes)]
    try one.meet()
    #expect(throws: RankProblem.stuck(name: "rank 0 on node0", seconds: 0)) {
      try one.verdict(on: failed("one"))
    }
  }
}
