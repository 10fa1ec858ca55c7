import Foundation
import Metrics
import Testing

@testable import Sim

/// Runs whose messages are made smaller and private, whatever the method.
@Suite(.timeLimit(.minutes(5)))
struct SmallerMessageTests {
  /// Everything that a channel can do at once.
  @Sendable private static func change(_ settings: inout Settings) {
    settings.wireForm = .int8
    settings.wireFraction = 0.1
    settings.wireDown = true
    settings.privacyClip = 1
    settings.privacyNoise = 0.5
  }

  @Test(arguments: [
    "fibecfed", "scaffold", "fedalt", "adapter", "hetlora", "flora", "fedalt-row", "prompt-tuning",
  ])
  func stoppedInTheMiddleItGoesOnAsIfItHadNotBeen(method: String) throws {
    let federation = try SmallRun.federation {
      Self.change(&$0)
      $0.method = method
    }
    let whole = try SmallRun.record(federation)
    #expect(whole.clients.allSatisfy { $0.failure == nil })
    let half = try SmallRun.record(federation) { simulation, round in
      if round == 2 { simulation.submit(.finish) }
    }
    let rest = Tape()
    let simulation = Simulation(federation, name: "small", recorder: rest)
    rest.attach(simulation)
    try simulation.restore(try #require(half.checkpoint), history: half.events)
    try simulation.run()
    #expect(half.events + rest.events == whole.events)
    #expect(rest.checkpoint?.server.count == whole.checkpoint?.server.count)
    #expect(rest.summary?.parametersSHA256 == whole.summary?.parametersSHA256)
    let two = try SmallRun.record {
      Self.change(&$0)
      $0.method = method
      $0.workers = 2
    }
    #expect(Array(two.events.dropFirst()) == Array(whole.events.dropFirst()))
  }

  /// Rows of the LoRA factors of rank 4 and of the head, and the numbers in them.
  private func size(_ federation: Federation) -> (numbers: Int, rows: Int) {
    let labels = federation.dataset.labelNames.count
    return (12 * 2 * 4 * 128 + labels * 129, 12 * (4 + 128) + labels + 1)
  }

  @Test(arguments: [false, true])
  func bytesAreTheFormula(isBothWays: Bool) throws {
    for form in [Channel.Form.float16, .int8] {
      let federation = try SmallRun.federation {
        $0.method = "fedavg-lora"
        $0.wireForm = form
        $0.wireDown = isBothWays
      }
      let (numbers, rows) = size(federation)
      let bytes = form == .int8 ? numbers + 4 * rows : 2 * numbers
      let tape = try SmallRun.record(federation)
      #expect(tape.clients.allSatisfy { $0.bytesUp == bytes })
      #expect(tape.clients.allSatisfy { $0.bytesDown == (isBothWays ? bytes : 4 * numbers) })
      let total = tape.clients.reduce(0) { $0 + $1.bytesUp }
      #expect(tape.summary?.bytesUp == total)
    }
  }

  @Test func aTenthOfTheEntriesIsATenthAndABitEach() throws {
    let federation = try SmallRun.federation {
      $0.method = "fedavg-lora"
      $0.wireFraction = 0.1
    }
    let (numbers, _) = size(federation)
    let tape = try SmallRun.record(federation)
    let count = (numbers + 9) / 10
    #expect(tape.clients.allSatisfy { $0.bytesUp == 4 * count + (numbers + 7) / 8 })
    #expect(tape.clients.allSatisfy { $0.bytesDown == 4 * numbers })
  }

  @Test func ofScaffoldBothPartsAreSmaller() throws {
    let federation = try SmallRun.federation {
      $0.method = "scaffold"
      $0.wireFraction = 0.1
    }
    let (numbers, _) = size(federation)
    let tape = try SmallRun.record(federation)
    let part = 4 * ((numbers + 9) / 10) + (numbers + 7) / 8
    #expect(tape.clients.allSatisfy { $0.bytesUp == 2 * part })
  }

  @Test func eightBitsEndNearSingles() throws {
    let forms: [Channel.Form] = [.float32, .float16, .int8]
    let losses = try forms.map { form in
      try #require(
        SmallRun.record {
          $0.method = "fedavg-lora"
          $0.wireForm = form
        }.rounds.last?.loss)
    }
    #expect(abs(losses[1] - losses[0]) < 1e-3 && abs(losses[2] - losses[0]) < 2e-2)
    #expect(losses[1] != losses[0] && losses[2] != losses[0])
  }

  @Test func settingsThatExcludeEachOtherAreOneLine() {
    #expect(throws: SettingsError.self) { try SmallRun.federation { $0.wireDown = true } }
    #expect(throws: SettingsError.self) { try SmallRun.federation { $0.privacyNoise = 1 } }
    #expect(throws: SettingsError.self) {
      try SmallRun.federation {
        $0.privacyClip = 1
        $0.privacyNoise = 0.01
      }
    }
  }
}
