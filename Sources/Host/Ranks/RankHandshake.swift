import Foundation
import Plain
import Ranks

/// How ranks find together over a wire, whichever it is: each says which program it is, opens model and data, and says
/// what it has; rank 0 then says whether they work together.
struct RankHandshake {
  private let wire: any Wire
  private let own: RankHello
  /// How long may pass until a rank has said who it is.
  ///
  /// Nothing slow comes before: all have begun, since MPI has.
  var helloSeconds = 60.0
  /// How long a rank may open model and data.
  ///
  /// Files of a slow network may take many minutes, and a rank that dies is
  /// noticed by the launcher; so this ends only a job that would wait for ever.
  var openingSeconds = 3600.0
  /// When it is said for whom a job waits.
  var noticeSeconds = 30.0
  /// Names of the machines, by rank, as far as they have been told.
  private var hosts: [Int: String]
  /// What came before anybody asked for it: ranks are not equally fast.
  private var early: [Int: [[UInt8]]] = [:]

  /// Over a wire, from a machine of that name.
  init(_ wire: any Wire, host: String) {
    self.wire = wire
    own = RankHello(host: host)
    hosts = [wire.rank: host]
  }

  /// The ranks that this one speaks with: rank 0 with all, the others with rank 0.
  private var others: Range<Int> { wire.rank == 0 ? 1..<max(1, wire.size) : 0..<1 }

  /// What people call a rank that has said who it is, such as `rank 1 on node7`.
  func name(_ rank: Int) -> String { "rank \(rank)" + (hosts[rank].map { " on \($0)" } ?? "") }

  /// Says who this is, and hears who the others are.
  /// - Throws: `RankProblem` when one says nothing, or is of another build.
  mutating func meet() throws {
    for rank in others { wire.send(own.bytes, to: rank) }
    let heard = try hear(within: helloSeconds) { _ in }
    for (rank, bytes) in heard {
      guard let hello = RankHello(bytes) else { throw RankProblem.strange(name: name(rank)) }
      hosts[rank] = hello.host
      guard own.understands(hello) else {
        throw RankProblem.otherBuild(rank: rank, hello, asker: wire.rank, own)
      }
    }
  }

  /// What each rank but 0 has opened, in their order.
  ///
  /// - Parameter told: hears, in words, for whom rank 0 waits.
  /// - Throws: `RankProblem`.
  mutating func answers(told: (String) -> Void) throws -> [RankAnswer] {
    try receive(within: openingSeconds, told)
  }

  /// What rank 0 says to this rank's answer.
  /// - Throws: `RankProblem`.
  mutating func verdict(on answer: RankAnswer) throws -> RankVerdict {
    try wire.send(Packed.bytes(of: answer), to: 0)
    // Twice as long: rank 0 may itself wait for another, opens its own first, and knows better who is late.
    return try receive(within: 2 * openingSeconds) { _ in }[0]
  }

  /// Tells all others.
  func tell(_ verdict: RankVerdict) throws {
    let bytes = try Packed.bytes(of: verdict)
    for rank in others { wire.send(bytes, to: rank) }
  }

  /// One message of each of the others, in their order.
  private mutating func receive<Message: Decodable>(
    within seconds: Double, _ told: (String) -> Void
  ) throws -> [Message] {
    try hear(within: seconds, told).map { rank, bytes in
      guard let message = try? Packed.value(Message.self, from: bytes) else {
        throw RankProblem.strange(name: name(rank))
      }
      return message
    }
  }

  /// One message of each of the others, by rank, in whatever order they come.
  ///
  /// - Parameters:
  ///   - seconds: how long it looks for them. Naps are counted and not the clock: a job that was held for an hour, this
  ///     rank with it, has not been silent.
  ///   - told: hears, once, for whom this rank waits.
  /// - Throws: `RankProblem`.
  private mutating func hear(
    within seconds: Double, _ told: (String) -> Void
  ) throws -> [(rank: Int, bytes: [UInt8])] {
    var heard: [Int: [UInt8]] = [:]
    for rank in others where early[rank]?.isEmpty == false {
      heard[rank] = early[rank]?.removeFirst()
    }
    var (waited, isTold) = (0.0, false)
    while let missing = others.first(where: { heard[$0] == nil }) {
      if let (rank, bytes) = wire.receive() {
        if others.contains(rank), heard[rank] == nil {
          heard[rank] = bytes
        } else {
          early[rank, default: []].append(bytes)
        }
        continue
      }
      guard waited < seconds else { throw silence(of: missing, for: seconds) }
      if waited >= noticeSeconds, !isTold {
        isTold = true
        told("waiting for \(name(missing)), which opens model and data")
      }
      let nap = wire.isMoving ? 1e-4 : 1e-3
      usleep(UInt32(nap * 1e6))
      waited += nap
    }
    return heard.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func silence(of rank: Int, for seconds: Double) -> RankProblem {
    hosts[rank] == nil
      ? .silent(rank: rank, seconds: seconds) : .stuck(name: name(rank), seconds: seconds)
  }
}
