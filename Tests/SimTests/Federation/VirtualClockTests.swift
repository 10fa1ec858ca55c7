import Foundation
import Testing

@testable import Sim

struct VirtualClockTests {
  @Test func timeIsComputingAndBothTransfers() {
    var settings = Settings()
    settings.uplink = 100
    settings.downlink = 1000
    let clock = VirtualClock(settings)
    #expect(clock.seconds(tokens: 500, speed: 250, up: 300, down: 4000) == 2 + 3 + 4)
    #expect(clock.deadline == nil)
    settings.deadline = 7
    #expect(VirtualClock(settings).deadline == 7)
  }

  @Test func speedsScatterAroundTheMedian() {
    var settings = Settings()
    let speeds = (0..<4000).map { VirtualClock.speed(settings, client: $0) }.sorted()
    #expect(abs(speeds[2000] / settings.clientSpeed - 1) < 0.05)
    let logarithms = speeds.map { log($0 / settings.clientSpeed) }
    let variance = logarithms.reduce(0) { $0 + $1 * $1 } / 4000
    #expect(abs(variance.squareRoot() - settings.speedSpread) < 0.02)
    settings.speedSpread = 0
    #expect(VirtualClock.speed(settings, client: 3) == settings.clientSpeed)
  }
}
