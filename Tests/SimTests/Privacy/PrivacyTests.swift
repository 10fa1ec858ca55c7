import Foundation
import Metrics
import Testing
import Transformer

@testable import Sim

/// Clipping, noise and their place between clients and rule (docs/methods.md, "Privacy").
struct PrivacyTests {
  private func norm(_ message: Message) -> Double {
    message.parts.flatMap(\.content.numbers).reduce(0) { $0 + Double($1) * Double($1) }
      .squareRoot()
  }

  /// The server after a round in which `clients` returned these vectors, having been sent zeros.
  private func mean(
    _ test: ChannelCase, _ returned: [[Float]], samples: [Int]? = nil
  ) -> ServerState {
    let zeros = ChannelCase.message([Float](repeating: 0, count: ChannelCase.count))
    var server = ServerState(parameters: zeros.numbers(Message.parameters))
    var fold = test.channel.fold(
      FederatedAveraging().fold(server, test.plan, test.channel.layout, clients: 100), test.plan,
      sent: { _ in zeros })
    for (client, values) in returned.enumerated() {
      var state = Sim.ClientState()
      let message = test.channel.up(
        ChannelCase.message(values), received: zeros, test.plan, client: client, state: &state)
      fold.add(
        ClientUpdate(
          client: client, samples: samples?[client] ?? 10, steps: 1, message: message))
    }
    fold.finish(&server)
    return server
  }

  private func clipping(_ norm: Double, noise: Double = 0) -> ChannelCase {
    ChannelCase {
      $0.privacyClip = norm
      $0.privacyNoise = noise
    }
  }

  @Test func allPartsTogetherAreClipped() throws {
    let privacy = try #require(clipping(2).channel.privacy)
    var message = ChannelCase.message([3, 0])
    message.add("control", [0, 4])
    let clipped = privacy.clipped(message)
    #expect(abs(norm(clipped) - 2) < 1e-5 && norm(clipped) <= 2)
    #expect(abs(clipped.numbers(Message.parameters)[0] - 1.2) < 1e-5)
    #expect(abs(clipped.numbers("control")[1] - 1.6) < 1e-5)
    let short = ChannelCase.message([1, 1])
    #expect(privacy.clipped(short) == short)
    #expect(norm(privacy.clipped(ChannelCase.message([.infinity, 1]))) == 0)
  }

  @Test func everyClientWeighsTheSameAndNoMoreThanItsNorm() {
    let test = clipping(1)
    let axes = (0..<4).map { axis in
      (0..<ChannelCase.count).map { Float($0 == axis ? [100, 0.5, -3, 1][axis] : 0) }
    }
    let server = mean(test, axes, samples: [1, 1000, 7, 3])
    let expected: [Float] = [0.25, 0.125, -0.25, 0.25]
    for (found, expected) in zip(server.parameters, expected) {
      #expect(abs(found - expected) < 1e-6)
    }
    #expect(server.parameters.dropFirst(4).allSatisfy { $0 == 0 })
  }

  @Test func aClientThatFailsCountsAsNoChange() {
    let server = mean(clipping(1), [[Float](repeating: 1, count: ChannelCase.count)])
    let each = 1 / Double(ChannelCase.count).squareRoot() / 4
    #expect(server.parameters.allSatisfy { abs(Double($0) - each) < 1e-6 })
  }

  @Test func noiseHasTheDeviationThatItShould() {
    var test = clipping(2, noise: 1.5)
    let zeros = [[Float]](repeating: [Float](repeating: 0, count: ChannelCase.count), count: 4)
    var values: [Double] = []
    for round in 1...300 {
      test.plan.round = round
      values += mean(test, zeros).parameters.map(Double.init)
    }
    let count = Double(values.count)
    let deviation = (values.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
    #expect(abs(deviation / (1.5 * 2 / 4) - 1) < 5 / (2 * count).squareRoot())
    #expect(abs(values.reduce(0, +) / count) < 5 * 0.75 / count.squareRoot())
    #expect(mean(test, zeros) == mean(test, zeros))
  }

  @Test func roundingDoesNotLeadBeyondTheNorm() {
    let test = ChannelCase {
      $0.privacyClip = 1
      $0.wireForm = .int8
    }
    for seed in 0..<50 as Range<UInt64> {
      let server = mean(test, [ChannelCase.numbers(seed: seed)])
      #expect(4 * norm(ChannelCase.message(server.parameters)) <= 1 + 1e-5)
    }
  }

  @Test func aRuleThatCountsClientsCountsTheCohort() {
    let test = clipping(1e6)
    var server = ServerState(parameters: [Float](repeating: 0, count: ChannelCase.count))
    let rule = ControlledAveraging(rate: 1)
    rule.begin(&server)
    let sent = rule.messages(server, test.plan)
    var fold = test.channel.fold(
      rule.fold(server, test.plan, test.channel.layout, clients: 8), test.plan, sent: sent)
    for client in 0..<4 {
      var message = ChannelCase.message([Float](repeating: 1, count: ChannelCase.count))
      message.add(
        Scaffold.control, [Float](repeating: Float(client), count: ChannelCase.count))
      var state = Sim.ClientState()
      fold.add(
        ClientUpdate(
          client: client, samples: client + 1, steps: 1,
          message: test.channel.up(
            message, received: sent(client), test.plan, client: client, state: &state)))
    }
    fold.finish(&server)
    // (0 + 1 + 2 + 3) / 8 clients.
    #expect(server.values.vectors[Scaffold.control]?.allSatisfy { abs($0 - 0.75) < 1e-6 } == true)
    #expect(server.parameters.allSatisfy { abs($0 - 1) < 1e-6 })
  }

  @Test func epsilonIsTheAccountantsOfCohortsOverClients() throws {
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.privacyClip = 1
      $0.privacyNoise = 2
    }
    var accountant = RenyiAccountant()
    for report in tape.rounds {
      accountant.add(rounds: 1, noise: 2, sampling: 0.5)
      let epsilon = try #require(report.epsilon)
      #expect(abs(epsilon - accountant.epsilon(delta: 1e-5)) < 1e-9)
    }
    #expect(tape.notices.count { $0.text.hasPrefix("privacy") } == 2)
  }

  @Test func aCohortThatChangesIsCountedAsItWas() throws {
    let tape = try SmallRun.record(
      SmallRun.federation {
        $0.method = "fedavg-lora"
        $0.privacyClip = 1
        $0.privacyNoise = 2
      }
    ) { simulation, round in
      if round == 1 { simulation.submit(.set(knob: "cohort", value: 6)) }
    }
    #expect(tape.rounds.map(\.cohort.count) == [3, 6, 6])
    var accountant = RenyiAccountant()
    accountant.add(rounds: 1, noise: 2, sampling: 0.5)
    accountant.add(rounds: 2, noise: 2, sampling: 1)
    let last = try #require(tape.rounds.last?.epsilon)
    #expect(abs(last - accountant.epsilon(delta: 1e-5)) < 1e-9)
  }

  @Test func withoutNoiseThereIsNoEpsilon() throws {
    let clipped = try SmallRun.record { $0.privacyClip = 1 }
    #expect(clipped.rounds.allSatisfy { $0.epsilon == nil })
    #expect(clipped.notices.contains { $0.text.contains("nothing is private") })
    // FibecFed chooses its layers by scores that no noise is added to.
    #expect(clipped.notices.contains { $0.text.contains("layer scores") })
    let plain = try SmallRun.record { _ in }
    #expect(plain.notices.allSatisfy { !$0.text.contains("privacy") })
    let report = try #require(plain.rounds.first)
    let json = String(decoding: try JSONEncoder().encode(report), as: UTF8.self)
    #expect(!json.contains("epsilon") && !json.contains("longest"))
  }
}
