import Foundation

/// Values as one line of JSON each, keys in order.
public enum JSONLines {
  /// The line of `value`, in which no character steers a terminal; nil only for a number that JSON cannot hold.
  public static func line(_ value: some Encodable) -> String? {
    (try? JSONEncoder.plain().encode(value)).map { escaped(String(decoding: $0, as: UTF8.self)) }
  }

  /// JSON with escapes for what it would let pass: controls beyond ASCII, bidirectional overrides.
  private static func escaped(_ json: String) -> String {
    guard !json.isPrintable else { return json }
    var line = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      guard scalar.steersTerminal else {
        line.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        line += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
      }
    }
    return String(line)
  }
}
