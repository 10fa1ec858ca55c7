import Foundation
import Testing

/// A thousand clients on three classes of devices, some of which drop out, miss the deadline or come late: the same record
/// with any number of workers, and after a kill.
@Suite struct DeviceTests {
  private static let common = [
    "--method", "fedavg-lora", "--clients", "1000", "--cohort", "10", "--rounds", "6",
    "--local-epochs", "1", "--set", "data.train_samples=8000", "--set", "data.test_samples=100",
    "--set", "evaluation.every=6", "--set", "federation.dropout=0.2",
    "--set", "clock.devices=phones-4g:0.5,boards-wifi:0.3,laptops-wifi:0.2",
  ]
  private static let modes = [
    "with a deadline": ["--set", "clock.oversample=1.5", "--set", "clock.deadline=0.4"],
    "with late updates": [
      "--set", "clock.oversample=1.5", "--set", "clock.deadline=0.4", "--set", "clock.late=stale",
    ],
    "in buffers": ["--set", "clock.mode=async", "--set", "clock.buffer=4"],
  ]

  @Test(
    "The same seed gives the same record, with one worker, two, and after a kill",
    arguments: modes.keys.sorted())
  func thousand(mode: String) throws {
    let options = Self.common + (Self.modes[mode] ?? [])
    let scratch = try Scratch()
    let start = ContinuousClock.now
    let outcome = try Program.run(["run", "--workers", "1"] + options, in: scratch)
    let seconds = start.duration(to: .now) / .seconds(1)
    try #require(outcome.status == 0, "\(outcome.errors)")
    let whole = try Record(of: scratch)
    let failures = whole.events.count { $0.contains("\"failure_kind\":\"dropped_out\"") }
    #expect(failures > 0)

    let other = try Scratch()
    let program = try Program(["run", "--workers", "2"] + options, in: other)
    // Behind a round or two: what is under way then must be in the file.
    _ = program.read(until: "round 2/", seconds: 10 + 4 * seconds)
    program.signal(SIGKILL)
    let end = program.wait()
    if end.status != 0 {
      let resumed = try Program.run(
        ["resume", "latest", "--headless", "--workers", "2"], in: other)
      try #require(resumed.status == 0, "\(resumed.errors)")
    }
    let difference = try Record(of: other).difference(from: whole)
    #expect(difference == nil, "\(mode)")
  }
}
