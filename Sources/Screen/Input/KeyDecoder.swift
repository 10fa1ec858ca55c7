import TUI

/// Turns the bytes that a terminal sends into keys.
///
/// A terminal marks special keys by an escape byte and more, and Escape itself by that byte alone:
/// only silence tells them apart. While `isWaiting`, the caller waits for `escapeDelay` and then
/// calls `flush()`.
struct KeyDecoder {
  /// Seconds of silence after which an escape byte was the Escape key.
  static let escapeDelay = 0.025
  /// No sequence is longer; what is longer is noise.
  private static let longestSequence = 32

  private var pending: [UInt8] = []

  /// Whether the last bytes may be the start of something.
  var isWaiting: Bool { !pending.isEmpty }

  /// The keys that `bytes` complete.
  mutating func keys(_ bytes: some Sequence<UInt8>) -> [Key] {
    pending.append(contentsOf: bytes)
    var keys: [Key] = []
    var rest = pending[...]
    while !rest.isEmpty, let (key, count) = Self.first(rest) {
      if let key { keys.append(key) }
      rest = rest.dropFirst(count)
    }
    pending = Array(rest)
    return keys
  }

  /// The keys that the waiting bytes are, given that nothing follows them.
  mutating func flush() -> [Key] {
    defer { pending = [] }
    switch pending.count {
    case 1 where pending[0] == Byte.escape: return [.escape]
    // Alt with [ or O, which look like the start of a sequence.
    case 2 where pending[0] == Byte.escape:
      return [.escape, .character(Character(Unicode.Scalar(pending[1])))]
    default: return []
    }
  }

  private typealias Step = (key: Key?, count: Int)

  /// The first key of `bytes` and how many bytes it takes; nil: the bytes are not complete.
  private static func first(_ bytes: ArraySlice<UInt8>) -> Step? {
    guard let byte = bytes.first else { return nil }
    switch byte {
    case Byte.escape: return sequence(bytes)
    case 0x20..<0x7f: return (.character(Character(Unicode.Scalar(byte))), 1)
    case 0x80...: return scalar(bytes)
    default: return (control(byte), 1)
    }
  }

  private static func control(_ byte: UInt8) -> Key {
    switch byte {
    case 0x08, 0x7f: .backspace
    case 0x09: .tab
    case 0x0a, 0x0d: .enter
    case 0x00: .control(" ")
    case 0x01...0x1a: .control(Character(Unicode.Scalar(byte | 0x60)))
    default: .control(Character(Unicode.Scalar(byte | 0x40)))
    }
  }

  /// One character in UTF-8; bytes that are none are dropped one by one.
  private static func scalar(_ bytes: ArraySlice<UInt8>) -> Step? {
    let lead = bytes[bytes.startIndex]
    let length =
      switch lead {
      case 0xc2...0xdf: 2
      case 0xe0...0xef: 3
      case 0xf0...0xf4: 4
      default: 1
      }
    let tail = bytes.dropFirst().prefix(length - 1)
    guard length > 1, tail.allSatisfy({ $0 & 0xc0 == 0x80 }) else { return (nil, 1) }
    guard tail.count == length - 1 else { return nil }
    guard let text = String(validating: bytes.prefix(length), as: UTF8.self),
      let character = text.first, lead != 0xc2 || bytes[bytes.startIndex + 1] >= 0xa0
    else { return (nil, length) }
    return (.character(character), length)
  }

  /// A key that begins with an escape byte.
  private static func sequence(_ bytes: ArraySlice<UInt8>) -> Step? {
    let body = bytes.dropFirst()
    guard let kind = body.first else { return nil }
    switch kind {
    case UInt8(ascii: "["): return controlSequence(bytes)
    case UInt8(ascii: "O"):
      guard let final = body.dropFirst().first else { return nil }
      return (KeySequences.application[final], 3)
    default: return (.escape, 1)
    }
  }

  /// `ESC [ parameters final`; modifiers are dropped, Ctrl-Up is Up.
  private static func controlSequence(_ bytes: ArraySlice<UInt8>) -> Step? {
    let body = bytes.dropFirst(2)
    guard let first = body.first else { return nil }
    switch first {
    // The Linux console marks F1 ... F5 by a second bracket.
    case UInt8(ascii: "["):
      guard let final = body.dropFirst().first else { return nil }
      return (KeySequences.console[final], 4)
    // A mouse report of the old form: three bytes follow.
    case UInt8(ascii: "M"): return body.count >= 4 ? (nil, 6) : nil
    default: break
    }
    guard let end = body.firstIndex(where: { !(0x20...0x3f).contains($0) }) else {
      return body.count < longestSequence ? nil : (nil, bytes.count)
    }
    let final = body[end]
    // Not a sequence after all: drop what there is and read on from the odd byte.
    guard (0x40...0x7e).contains(final) else { return (nil, end - bytes.startIndex) }
    let count = end + 1 - bytes.startIndex
    guard final == UInt8(ascii: "~") else { return (KeySequences.cursor[final], count) }
    let digits = body[..<end].prefix { (0x30...0x39).contains($0) }
    let number = Int(String(decoding: digits, as: UTF8.self)) ?? 0
    return (KeySequences.numbered[number], count)
  }
}

private enum Byte {
  static let escape: UInt8 = 0x1b
}
