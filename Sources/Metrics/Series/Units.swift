/// Numbers as people read them: at most four characters of digits and a unit.
public enum Units {
  /// Bytes with a binary prefix, such as `3.0 MiB` or `512 KiB`.
  public static func bytes(_ count: Int) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
    var value = Double(count)
    var index = 0
    while abs(value) >= 1023.5, index < units.count - 1 {
      value /= 1024
      index += 1
    }
    if index == 0 { return "\(count) B" }
    return "\(fixed(value, abs(value) < 99.95 ? 1 : 0)) \(units[index])"
  }

  /// A count with a decimal prefix, such as `13.4k`.
  public static func count(_ value: Double) -> String {
    let (number, prefix) = scaled(value)
    return number + prefix
  }

  /// An amount of a unit with a decimal prefix, such as `225 GFLOP`.
  public static func amount(_ value: Double, of unit: String) -> String {
    let (number, prefix) = scaled(value)
    return "\(number) \(prefix)\(unit)"
  }

  private static func scaled(_ value: Double) -> (number: String, prefix: String) {
    guard value.isFinite else { return ("–", "") }
    let units = ["", "k", "M", "G", "T"]
    var scaled = value
    var index = 0
    while abs(scaled) >= 999.5, index < units.count - 1 {
      scaled /= 1000
      index += 1
    }
    if abs(scaled) >= 999.5 { return (significant(value), "") }
    if index == 0 { return (fixed(scaled, scaled == scaled.rounded() ? 0 : 1), "") }
    return (fixed(scaled, abs(scaled) < 99.95 ? 1 : 0), units[index])
  }

  /// A duration, such as `850 ms`, `12.3 s`, `4m 05s` or `2h 10m`.
  public static func duration(seconds: Double) -> String {
    guard seconds.isFinite, seconds >= 0 else { return "–" }
    if seconds < 0.9995 { return "\(fixed(seconds * 1000, 0)) ms" }
    if seconds < 59.95 { return "\(fixed(seconds, 1)) s" }
    let whole = Int(min(seconds, 3.15e9).rounded())
    let (hours, minutes, rest) = (whole / 3600, whole % 3600 / 60, whole % 60)
    return hours > 0 ? "\(hours)h \(padded(minutes))m" : "\(minutes)m \(padded(rest))s"
  }

  /// A share as a percentage with one decimal, such as `83.1 %`.
  public static func percent(_ share: Double) -> String {
    share.isFinite ? "\(fixed(share * 100, 1)) %" : "–"
  }

  /// `value` rounded half away from zero to exactly `decimals` decimals.
  ///
  /// - Parameter decimals: from 0 to 9; others count as the nearest of these.
  /// - Returns: `–` for what is not finite, and from 1e15 on.
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "–" }
    let decimals = min(9, max(0, decimals))
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    // Whole part first: it is exact, and the rest keeps its digits however large the number is.
    var whole = Int(abs(value))
    var rest = Int(((abs(value) - Double(whole)) * Double(scale)).rounded())
    if rest == scale { (whole, rest) = (whole + 1, 0) }
    let sign = value < 0 && (whole, rest) != (0, 0) ? "-" : ""
    guard decimals > 0 else { return sign + String(whole) }
    let fraction = String(rest)
    return "\(sign)\(whole)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// `value` with three significant digits, in scientific form when very large or small, such as `1.78` or `3.2e-5`.
  public static func significant(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    let magnitude = abs(value)
    if magnitude == 0 { return "0" }
    if magnitude >= 99_950 || magnitude < 0.001 { return scientific(value) }
    if magnitude >= 99.95 { return fixed(value, 0) }
    if magnitude >= 9.995 { return fixed(value, 1) }
    return fixed(value, magnitude >= 0.9995 ? 2 : magnitude >= 0.0995 ? 3 : 4)
  }

  private static func scientific(_ value: Double) -> String {
    var mantissa = abs(value)
    var exponent = 0
    while mantissa >= 9.95 {
      mantissa /= 10
      exponent += 1
    }
    while mantissa < 0.995 {
      mantissa *= 10
      exponent -= 1
    }
    return "\(value < 0 ? "-" : "")\(fixed(mantissa, 1))e\(exponent)"
  }

  private static func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
