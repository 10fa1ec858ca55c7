import Testing

@testable import Sim

/// Rounds without training: real messages, virtual time.
struct FarmRehearsalTests {
  private static let link = FarmRehearsal.Link(latency: 0.5, speed: 1e6)

  private func rehearsal() throws -> FarmRehearsal {
    let federation = try SmallRun.federation {
      $0.method = "fedavg-lora"
      $0.cohort = 6
    }
    return try #require(FarmRehearsal(federation, training: 1))
  }

  @Test func oneRankTrainsAllItself() throws {
    let round = try rehearsal().round(workers: [1], Self.link, training: 10)
    #expect(round.cohort == 6 && round.sent == 0 && round.bytesDown == 0 && round.bytesUp == 0)
    #expect(round.trained == 60)
    // Sixty seconds of training, and what rank 0 does between them.
    #expect((60...61).contains(round.seconds))
    #expect(round.seconds - 60 <= round.measured)
  }

  /// Two jobs there and two here a turn, and a message there and back of half a second each, and its bytes.
  @Test func othersTakeTheirShare() throws {
    let rehearsal = try rehearsal()
    #expect(rehearsal.secondsPerToken > 0 && rehearsal.tokens > 0)
    let round = rehearsal.round(workers: [1, 1, 1], Self.link, training: 10)
    #expect(round.cohort == 6 && round.trained == 60 && round.sent >= 3)
    let bytes = Double(round.bytesDown + round.bytesUp) / 1e6
    #expect((20...21 + bytes + 2).contains(round.seconds))
    // A result has no fewer bytes than the parameters that come back.
    #expect(round.bytesUp > round.sent * 4 * rehearsalParameters)
  }

  /// Who waits for nobody is as fast as the link lets him be.
  @Test func aSlowLinkIsTheRound() throws {
    let slow = FarmRehearsal.Link(latency: 0, speed: 1000)
    let round = try rehearsal().round(workers: [0, 3], slow, training: 0)
    #expect(round.sent == 6)
    #expect(round.seconds >= Double(max(round.bytesDown, round.bytesUp)) / 1000)
  }

  /// LoRA of rank 4 on query and value of six layers of width 128.
  private var rehearsalParameters: Int { 6 * 2 * 2 * 4 * 128 }
}
