import Testing
import Transformer

@testable import Sim

/// What a device needs for its part of a round, by hand, and who has which.
struct DeviceTests {
  private static let phone = DeviceClass(
    name: "phone", flops: 1000, uplink: 100, downlink: 400, latency: 0.25, memory: nil)

  @Test func timeIsComputingBothTransfersAndEachMessage() {
    #expect(
      Self.phone.seconds(flops: 3000, scale: 1, up: 50, down: 200, messages: 2) == 3 + 0.5 + 0.5
        + 0.5)
    #expect(Self.phone.seconds(flops: 3000, scale: 2, up: 0, down: 0, messages: 0) == 1.5)
  }

  @Test func aClientsSecondsAreItsCountedOperationsAndBytes() throws {
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.devices = "phones-4g"
      $0.speedSpread = 0
    }
    #expect(tape.clients.count == 9)
    for report in tape.clients {
      let flops = try #require(report.flops)
      #expect(flops > 0)
      #expect(
        report.simSeconds == flops / 1e10 + Double(report.bytesUp) / 650_000
          + Double(report.bytesDown) / 2_075_000 + 0.12)
    }
    for round in tape.rounds {
      let own = tape.clients.filter { $0.round == round.round }
      #expect(round.flops == own.reduce(0) { $0 + ($1.flops ?? 0) })
      #expect(round.simSeconds == own.map(\.simSeconds).max())
    }
    #expect(tape.summary?.flops == tape.rounds.reduce(0) { $0 + ($1.flops ?? 0) })
  }

  @Test func devicesChangeTimesAndNothingElse() throws {
    let plain = try SmallRun.record { $0.method = "fedavg-lora" }
    let mixed = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.devices = "edge-mixed"
    }
    #expect(plain.summary?.parametersSHA256 == mixed.summary?.parametersSHA256)
    #expect(plain.rounds.map(\.bytesUp) == mixed.rounds.map(\.bytesUp))
    #expect(plain.rounds.map(\.simSeconds) != mixed.rounds.map(\.simSeconds))
  }

  @Test func sharesAreKeptToWithinOneClient() throws {
    let mix = try DeviceMix("phones-4g:7, laptops-wifi:3")
    let dealt = mix.dealt(to: 1001, seed: 42)
    #expect(dealt.count { $0 == 0 } == 701)
    #expect(dealt.count { $0 == 1 } == 300)
    #expect(dealt == mix.dealt(to: 1001, seed: 42))
    #expect(dealt != mix.dealt(to: 1001, seed: 43))
    let named = try DeviceMix("edge-mixed:0.5,datacenter:0.5")
    #expect(
      named.parts.map(\.device.name) == ["boards-wifi", "phones-4g", "laptops-wifi", "datacenter"])
    #expect(abs(named.parts[0].share - 0.2) < 1e-12 && named.parts[3].share == 0.5)
  }

  @Test(
    arguments: [
      ("phone-4g", "did you mean phones-4g?"),
      ("phones-4g:0.7,laptops-wifi", "class and its share"),
      ("phones-4g:-1", "class and its share"), ("phones-4g:0", "class and its share"),
      ("mauve", "there are phones-4g, laptops-wifi"),
    ])
  func aMixThatIsNone(text: String, words: String) throws {
    let error = #expect(throws: SettingsError.self) { try DeviceMix(text) }
    #expect(try #require(error).description.contains(words))
  }

  @Test func whoCannotHoldTheModelNeverTakesPart() throws {
    let path = try SmallTrace.write(
      "device,client,class,memory\nsmall,1,phones-4g,1000\nlarge,,phones-4g,\n")
    let tape = try SmallRun.record {
      $0.method = "fedavg-lora"
      $0.rounds = 6
      $0.devices = path
    }
    #expect(tape.clients.allSatisfy { $0.client != 1 })
    #expect(Set(tape.clients.map(\.client)).count == 5)
    let notes = tape.notices.map(\.text).filter { $0.contains("never take part") }
    #expect(notes.count == 1 && notes[0].hasPrefix("1 of 6 clients"))
  }

  @Test func noDeviceThatIsLargeEnoughIsAnError() throws {
    let path = try SmallTrace.write("device,class,memory\nsmall,phones-4g,1000\n")
    let error = #expect(throws: SettingsError.self) {
      try SmallRun.federation { $0.devices = path }
    }
    #expect(try #require(error).description.contains("no device can take part"))
  }

  @Test func memoryIsWeightsTrainedVectorsAndALayersRows() throws {
    let encoder = try SmallRun.federation().encoder
    let memory = StepMemory(encoder, batch: 4, longest: 10, moments: 2)
    let rows = 4 * 10 * 6 * (9 * 128 + 2 * 512 + 4 * 10)
    #expect(memory.bytes == 4 * (encoder.weights.parameterCount + 4 * encoder.layout.count + rows))
  }
}
