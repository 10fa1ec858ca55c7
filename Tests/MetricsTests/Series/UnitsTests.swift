import Foundation
import Metrics
import Testing

/// Numbers as text: tables with the places where rounding carries into the next digit or unit.
@Suite("Units") struct UnitsTests {
  @Test(
    "Bytes",
    arguments: [
      (0, "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"),
      (102_348, "99.9 KiB"), (102_349, "100 KiB"), (524_288, "512 KiB"),
      (1_048_063, "1023 KiB"), (1_048_064, "1.0 MiB"), (3_145_728, "3.0 MiB"),
      (1 << 30, "1.0 GiB"), (1 << 40, "1.0 TiB"), (1 << 50, "1.0 PiB"), (.max, "8192 PiB"),
      (-1, "-1 B"), (-2048, "-2.0 KiB"), (.min, "-8192 PiB"),
    ])
  func bytes(count: Int, text: String) {
    #expect(Units.bytes(count) == text)
  }

  @Test(
    "Counts",
    arguments: [
      (0, "0"), (7, "7"), (0.5, "0.5"), (999, "999"), (999.4, "999.4"), (999.5, "1.0k"),
      (1000, "1.0k"), (13_400, "13.4k"), (99_949, "99.9k"), (99_950, "100k"), (999_499, "999k"),
      (999_500, "1.0M"), (22_713_728, "22.7M"), (1e9, "1.0G"), (999.4e12, "999T"),
      (999.6e12, "1.0e15"), (1e300, "1.0e300"), (-13_400, "-13.4k"), (-0.04, "0.0"),
      (.nan, "–"), (.infinity, "–"), (-.infinity, "–"),
    ] as [(Double, String)])
  func count(value: Double, text: String) {
    #expect(Units.count(value) == text)
  }

  @Test("Amounts have a blank before prefix and unit")
  func amounts() {
    #expect(Units.amount(225e9, of: "FLOP") == "225 GFLOP")
    #expect(Units.amount(12, of: "FLOP") == "12 FLOP")
    #expect(Units.amount(1e16, of: "FLOP") == "1.0e16 FLOP")
  }

  @Test(
    "Durations",
    arguments: [
      (0, "0 ms"), (0.0004, "0 ms"), (0.0006, "1 ms"), (0.85, "850 ms"), (0.9994, "999 ms"),
      (0.9996, "1.0 s"), (12.34, "12.3 s"), (59.94, "59.9 s"), (59.96, "1m 00s"), (60, "1m 00s"),
      (245, "4m 05s"), (3599.4, "59m 59s"), (3599.5, "1h 00m"), (7800, "2h 10m"),
      (7199.6, "2h 00m"), (360_000, "100h 00m"), (-1, "–"), (.nan, "–"), (.infinity, "–"),
    ] as [(Double, String)])
  func duration(seconds: Double, text: String) {
    #expect(Units.duration(seconds: seconds) == text)
  }

  @Test("A duration beyond all sense does not trap")
  func endlessDuration() {
    #expect(Units.duration(seconds: 1e300).hasSuffix("h 00m"))
  }

  @Test(
    "Percentages",
    arguments: [
      (0, "0.0 %"), (0.831, "83.1 %"), (0.9996, "100.0 %"), (1, "100.0 %"), (-0.05, "-5.0 %"),
      (.nan, "–"),
    ] as [(Double, String)])
  func percent(share: Double, text: String) {
    #expect(Units.percent(share) == text)
  }

  @Test(
    "Fixed decimals",
    arguments: [
      (0, 0, "0"), (0, 2, "0.00"), (0.5, 0, "1"), (-0.5, 0, "-1"), (2.5, 0, "3"),
      (0.25, 1, "0.3"), (1.25, 1, "1.3"), (-1.25, 1, "-1.3"), (0.9996, 3, "1.000"),
      (0.9994, 3, "0.999"), (9.996, 2, "10.00"), (99.95, 0, "100"), (1.05, 3, "1.050"),
      (0.007, 2, "0.01"), (-0.004, 2, "0.00"), (-0.0, 1, "0.0"), (1.5, -3, "2"),
      (0.1, 400, "0.100000000"), (999_999_999_999_999, 3, "999999999999999.000"),
      (1e15, 0, "–"), (-1e15, 0, "–"), (.nan, 2, "–"), (.infinity, 2, "–"),
    ] as [(Double, Int, String)])
  func fixed(value: Double, decimals: Int, text: String) {
    #expect(Units.fixed(value, decimals) == text)
  }

  @Test("Fixed decimals agree with the C library on numbers of every size", arguments: 0...9)
  func fixedAgreesWithPrintf(decimals: Int) throws {
    // Powers of ten times numbers without short decimals: no ties, on which the two differ.
    for exponent in -12...12 {
      for seed in [1.0471975511965976, 2.718281828459045, 9.869604401089358] {
        let value = seed * pow(10, Double(exponent))
        let text = Units.fixed(value, decimals)
        let expected = String(format: "%.\(decimals)f", value)
        // Beyond sixteen digits the last ones are beyond a double: compare as numbers there.
        let (ours, theirs) = (try #require(Double(text)), try #require(Double(expected)))
        #expect(text.count == expected.count, "\(value)")
        #expect(abs(ours - theirs) <= 4 * theirs.ulp, "\(value): \(text), printf: \(expected)")
      }
    }
  }

  @Test(
    "Significant digits",
    arguments: [
      (0, "0"), (1.782, "1.78"), (-1.782, "-1.78"), (0.9996, "1.00"), (0.9994, "0.999"),
      (9.994, "9.99"), (9.996, "10.0"), (99.94, "99.9"), (99.96, "100"), (1234, "1234"),
      (99_949, "99949"), (99_951, "1.0e5"), (0.0996, "0.100"), (0.09949, "0.0995"),
      (0.001, "0.0010"), (0.000_99, "9.9e-4"), (3.2e-5, "3.2e-5"), (9.96e-5, "1.0e-4"),
      (9.96e9, "1.0e10"), (1e300, "1.0e300"), (-4e-7, "-4.0e-7"), (1e-300, "1.0e-300"),
      (.nan, "–"), (.infinity, "–"), (-.infinity, "–"),
    ] as [(Double, String)])
  func significant(value: Double, text: String) {
    #expect(Units.significant(value) == text)
  }
}
