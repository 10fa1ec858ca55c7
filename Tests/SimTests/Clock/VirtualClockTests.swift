import Foundation
import Testing
import Transformer

@testable import Sim

struct VirtualClockTests {
  @Test func timeIsComputingAndBothTransfers() {
    var settings = Settings()
    settings.uplink = 100
    settings.downlink = 1000
    let clock = VirtualClock(settings)
    var work = Work()
    work.trained(Self.batch(400))
    work.passed(Self.batch(200))
    #expect(work.tokens == 500)
    #expect(clock.seconds(work, speed: 250, up: 300, down: 4000) == 2 + 3 + 4)
    #expect(clock.deadline == nil)
    settings.deadline = 7
    #expect(VirtualClock(settings).deadline == 7)
  }

  private static func batch(_ tokens: Int) -> PackedBatch {
    var batch = PackedBatch()
    batch.append(
      tokens: Array(repeating: 1, count: tokens), tokenTypes: Array(repeating: 0, count: tokens),
      label: 0)
    return batch
  }

  @Test func speedsScatterAroundTheMedian() {
    var settings = Settings()
    let clock = VirtualClock(settings)
    let speeds = (0..<4000).map { clock.speed(ofClient: $0) }.sorted()
    #expect(abs(speeds[2000] / settings.clientSpeed - 1) < 0.05)
    let logarithms = speeds.map { log($0 / settings.clientSpeed) }
    let variance = logarithms.reduce(0) { $0 + $1 * $1 } / 4000
    #expect(abs(variance.squareRoot() - settings.speedSpread) < 0.02)
    settings.speedSpread = 0
    #expect(VirtualClock(settings).speed(ofClient: 3) == settings.clientSpeed)
  }
}
