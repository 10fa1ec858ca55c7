import TUI

/// Reads what a terminal answers when it is asked for its background: `11;rgb:RRRR/GGGG/BBBB`.
enum BackgroundReport {
  /// No answer is longer.
  static let longest = 32

  /// The answer that the inside of an OSC string is, if it is one.
  static func key(_ string: [UInt8]) -> Key? {
    let text = String(decoding: string, as: UTF8.self)
    guard text.hasPrefix("11;rgb:") else { return nil }
    let parts = text.dropFirst(7).split(separator: "/", omittingEmptySubsequences: false)
    let channels = parts.compactMap(channel)
    guard parts.count == 3, channels.count == 3 else { return nil }
    return .background(red: channels[0], green: channels[1], blue: channels[2])
  }

  /// A channel of one to four hexadecimal digits, which all span black to white.
  private static func channel(_ digits: Substring) -> UInt8? {
    guard (1...4).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit),
      let value = Int(digits, radix: 16)
    else { return nil }
    let most = (1 << (4 * digits.utf8.count)) - 1
    return UInt8((value * 255 + most / 2) / most)
  }
}
