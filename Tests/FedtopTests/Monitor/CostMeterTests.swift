import Screen
import TUI
import Testing

@testable import fedtop

@Suite struct CostMeterTests {
  @Test("Frames of the last two seconds are averaged")
  func averages() throws {
    var meter = CostMeter()
    #expect(meter.reading == nil)
    meter.add(FrameCost(view: 9, draw: 9, rows: 9, bytes: 999), collect: 9, at: 1)
    let first = try #require(meter.reading)
    #expect(first.rate == nil && first.bytes == 999 && first.render == 0)
    for (index, time) in [10.0, 10.5, 11, 11.5].enumerated() {
      meter.add(
        FrameCost(view: 3, draw: 4, rows: 1, bytes: 100 * (index + 1)), collect: 1, at: time)
    }
    #expect(
      meter.reading == CostReading(collect: 1, render: 2, update: 4, bytes: 250, rate: 2))
    meter.add(FrameCost(view: 3, draw: 4, rows: 1), collect: 1, at: 11.6)
    #expect(try #require(meter.reading).bytes == nil, "a frame that was not counted makes no mean")
  }

  @Test("F12 shows the cost on a terminal, with the bytes that the kernel counted")
  func terminal() throws {
    let monitor = try MonitorProcess(columns: 120, rows: 36)
    #expect(monitor.shows("RUNNING"))
    #expect(!monitor.lines.contains { $0.contains("doupdate") })
    monitor.send("\u{1b}[24~")
    #expect(
      monitor.shows {
        $0.contains {
          $0.contains(
            #/collect \d+ µs  render \d+ µs  doupdate .*\d (?:B|[KM]iB)/frame  [\d.]+ fps/#)
        }
      }, "\(monitor.lines)")
    monitor.send("\u{1b}[24~")
    #expect(monitor.shows { !$0.contains { $0.contains("doupdate") } })
    monitor.send("\u{3}")
    monitor.expectEnd(130)
  }
}
