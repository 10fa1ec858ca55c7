import TUI

/// Turns the bytes that a terminal sends into keys.
///
/// A terminal marks special keys by an escape byte and more, and Escape itself by that byte alone: only silence tells them
/// apart. While `isWaiting`, the caller waits for `patience` seconds and then calls `flush()`.
///
/// What a person did not type is no key: pasted text comes as one `Key.paste`, and what a terminal answers (OSC, DCS, APC, PM
/// and SOS strings, reports) is dropped whole, but for the colour of its background. Alt with a key is no key either.
struct KeyDecoder {
  /// Seconds of silence after which an escape byte was the Escape key.
  private let escapeDelay: Double
  /// Seconds of silence after which the rest of a sequence does not come: a slow line parts its bytes.
  private static let sequenceDelay = 0.25
  /// The same for the end of a string.
  private static let stringDelay = 1.0
  /// The same for the end of a paste, whose rest must never be typed.
  private static let pasteDelay = 10.0
  /// No sequence is longer; what is longer is noise.
  private static let longestSequence = 32
  /// Bytes of a paste that are kept: more than any line of input takes.
  private static let longestPaste = 4096

  /// What is being read over several sequences.
  private enum Mode {
    case keys
    /// Pasted text, until its end is marked.
    case paste([UInt8])
    /// A string that a terminal sends, until its end: its beginning, if that can be an answer.
    case string([UInt8]?)
    /// A sequence that is too long to be one, until its end.
    case noise
  }

  private var mode = Mode.keys
  private var pending: [UInt8] = []
  /// Whether silence has just made an escape byte the Escape key.
  private var justFlushedEscape = false

  /// Makes a decoder that waits `escapeDelay` seconds for what follows an escape byte.
  init(escapeDelay: Double = 0.025) { self.escapeDelay = escapeDelay }

  /// Whether the last bytes may be the start of something.
  var isWaiting: Bool {
    if case .keys = mode { return !pending.isEmpty }
    return true
  }

  /// Seconds of silence after which what waits is over.
  var patience: Double {
    switch mode {
    case .keys: break
    case .noise: return Self.sequenceDelay
    case .string: return Self.stringDelay
    case .paste: return Self.pasteDelay
    }
    return pending == [Byte.escape] ? escapeDelay : max(escapeDelay, Self.sequenceDelay)
  }

  /// The keys that `bytes` complete, which came `silence` seconds after those before.
  mutating func keys(_ bytes: some Sequence<UInt8>, after silence: Double = 0) -> [Key] {
    pending.append(contentsOf: bytes)
    // The escape byte was flushed too soon: these are the rest of its sequence, and no bracket that somebody typed.
    if justFlushedEscape, silence < Self.sequenceDelay, let first = pending.first,
      first == UInt8(ascii: "[") || first == UInt8(ascii: "O") && pending.count > 1
    {
      pending.insert(Byte.escape, at: 0)
    }
    justFlushedEscape = false
    var keys: [Key] = []
    var rest = pending[...]
    while !rest.isEmpty, let (key, count) = next(rest) {
      if let key { keys.append(key) }
      rest = rest.dropFirst(count)
    }
    pending = Array(rest)
    return keys
  }

  /// The keys that the waiting bytes are, given that nothing follows them.
  mutating func flush() -> [Key] {
    defer {
      pending = []
      mode = .keys
    }
    if case .paste(let text) = mode { return [Self.paste(text + pending)] }
    // What began as a sequence and is not whole is none of the keys that its bytes would be.
    guard case .keys = mode, pending == [Byte.escape] else { return [] }
    justFlushedEscape = true
    return [.escape]
  }

  private typealias Step = (key: Key?, count: Int)

  /// The first key of `bytes` and how many bytes it takes; nil: the bytes are not complete.
  private mutating func next(_ bytes: ArraySlice<UInt8>) -> Step? {
    switch mode {
    case .paste(let text): return pasted(bytes, after: text)
    case .string(let start): return string(bytes, after: start)
    case .noise: return noise(bytes)
    case .keys: break
    }
    let body = bytes.dropFirst()
    if bytes.first == Byte.escape, let kind = body.first, Byte.strings.contains(kind) {
      mode = .string(kind == UInt8(ascii: "]") ? [] : nil)
      return (nil, 2)
    }
    if bytes.starts(with: Byte.pasteBegins) {
      mode = .paste([])
      return (nil, Byte.pasteBegins.count)
    }
    if let step = Self.first(bytes) {
      // In pieces its bytes would have been noise before the last one came.
      return step.count > Self.longestSequence ? (nil, step.count) : step
    }
    guard bytes.count > Self.longestSequence else { return nil }
    mode = .noise
    return (nil, bytes.count)
  }

  /// Reads on in a sequence that is too long: none of its bytes is a key.
  private mutating func noise(_ bytes: ArraySlice<UInt8>) -> Step? {
    guard let end = bytes.firstIndex(where: { !(0x20...0x3f).contains($0) }) else {
      return (nil, bytes.count)
    }
    mode = .keys
    let isFinal = (0x40...0x7e).contains(bytes[end])
    return (nil, end - bytes.startIndex + (isFinal ? 1 : 0))
  }

  /// Reads on in pasted text.
  private mutating func pasted(_ bytes: ArraySlice<UInt8>, after text: [UInt8]) -> Step? {
    guard let escape = bytes.firstIndex(of: Byte.escape) else {
      mode = .paste(Self.longest(text + bytes))
      return (nil, bytes.count)
    }
    let text = Self.longest(text + bytes[..<escape])
    let rest = bytes[escape...]
    if rest.starts(with: Byte.pasteEnds) {
      mode = .keys
      return (Self.paste(text), escape - bytes.startIndex + Byte.pasteEnds.count)
    }
    mode = .paste(text)
    if Byte.pasteEnds.starts(with: rest) {
      return escape == bytes.startIndex ? nil : (nil, escape - bytes.startIndex)
    }
    // An escape byte in the text, which is no text.
    return (nil, escape - bytes.startIndex + 1)
  }

  private static func longest(_ text: [UInt8]) -> [UInt8] { Array(text.prefix(longestPaste)) }

  private static func paste(_ text: [UInt8]) -> Key {
    .paste(String(decoding: longest(text), as: UTF8.self))
  }

  /// Reads on in a string: it ends with BEL, or with an escape byte and a backslash.
  private mutating func string(_ bytes: ArraySlice<UInt8>, after start: [UInt8]?) -> Step? {
    let end = bytes.firstIndex { $0 == Byte.bell || $0 == Byte.escape } ?? bytes.endIndex
    let count = end - bytes.startIndex
    let text = start.map { Array(($0 + bytes[..<end]).prefix(BackgroundReport.longest)) }
    guard end < bytes.endIndex else {
      mode = .string(text)
      return (nil, count)
    }
    if bytes[end] == Byte.bell {
      mode = .keys
      return (text.flatMap(BackgroundReport.key), count + 1)
    }
    guard let follower = bytes[end...].dropFirst().first else {
      mode = .string(text)
      return count > 0 ? (nil, count) : nil
    }
    mode = .keys
    // Another sequence ends it too, and is read as what it is.
    guard follower == UInt8(ascii: "\\") else { return (nil, count) }
    return (text.flatMap(BackgroundReport.key), count + 2)
  }

  /// The first key of bytes that are neither pasted nor a string.
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
    case Byte.escape: return (.escape, 1)
    default:
      // Alt with a key, which is bound to nothing: Escape and that key would be two that are.
      return first(body).map { (nil, $0.count + 1) }
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
    guard let end = body.firstIndex(where: { !(0x20...0x3f).contains($0) }) else { return nil }
    let final = body[end]
    // Not a sequence after all: drop what there is and read on from the odd byte.
    guard (0x40...0x7e).contains(final) else { return (nil, end - bytes.startIndex) }
    let count = end + 1 - bytes.startIndex
    if first == UInt8(ascii: "<") {
      guard final | 0x20 == UInt8(ascii: "m") else { return (nil, count) }
      return (MouseReport.event(body[..<end].dropFirst(), final: final).map(Key.mouse), count)
    }
    guard final == UInt8(ascii: "~") else { return (KeySequences.cursor[final], count) }
    let digits = body[..<end].prefix { (0x30...0x39).contains($0) }
    let number = Int(String(decoding: digits, as: UTF8.self)) ?? 0
    return (KeySequences.numbered[number], count)
  }
}

private enum Byte {
  static let escape: UInt8 = 0x1b
  static let bell: UInt8 = 0x07
  /// What follows the escape byte of DCS, SOS, OSC, PM and APC.
  static let strings = Array("PX]^_".utf8)
  static let pasteBegins = Array("\u{1b}[200~".utf8)
  static let pasteEnds = Array("\u{1b}[201~".utf8)
}
