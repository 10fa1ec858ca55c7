import Plain
import Transformer

@testable import Sim

/// A channel over a small vector of parameters, all of which travel both ways: a matrix of 4 × 8, another of 8 × 4, and a
/// vector of 6.
struct ChannelCase {
  let layout: ParameterLayout
  let channel: Channel
  var plan: RoundPlan

  static let count = 70

  init(_ change: (inout Settings) -> Void = { _ in }, rules: [any LocalRule] = []) {
    var layout = ParameterLayout()
    for (name, rows, columns) in [("a", 4, 8), ("b", 8, 4), ("c", 6, 1)] {
      layout.append(
        ParameterSegment(
          name: name, layer: 0, module: name, role: .loraA, rows: rows, columns: columns,
          start: .zeros))
    }
    var settings = Settings()
    change(&settings)
    self.layout = layout
    channel = Channel(settings, layout, rules: rules)
    let all = [0..<layout.count]
    plan = RoundPlan(
      round: 1, cohort: [0, 1, 2, 3], settings: settings, globalLayers: [], learningRate: 1,
      share: 1, travelling: all, returning: all, personal: [])
  }

  /// Numbers of many magnitudes.
  static func numbers(seed: UInt64, count: Int = count) -> [Float] {
    var random = SplitMix64(seed: seed)
    return (0..<count).map { _ in Float(random.normal() * random.normal()) }
  }

  /// A message of parameters alone.
  static func message(_ parameters: [Float]) -> Message {
    var message = Message()
    message.add(Message.parameters, parameters)
    return message
  }
}

/// Reads numbers from the bytes of a message, from what both sides know and nothing else: written apart from the encoder.
struct ByteReading {
  var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  mutating func word(_ width: Int) -> UInt32 {
    defer { bytes = bytes.dropFirst(width) }
    return bytes.prefix(width).enumerated().reduce(0) { $0 | UInt32($1.element) << (8 * $1.offset) }
  }

  mutating func singles(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(bitPattern: word(4)) }
  }

  mutating func halves(_ count: Int) -> [Float] {
    (0..<count).map { _ in
      let bits = word(2)
      let exponent = Int(bits >> 10 & 31)
      let fraction = Float(bits & 1023) / 1024
      let magnitude =
        exponent == 0
        ? Float(sign: .plus, exponent: -14, significand: 1) * fraction
        : Float(sign: .plus, exponent: exponent - 15, significand: 1) * (1 + fraction)
      return bits >> 15 == 1 ? -magnitude : magnitude
    }
  }

  mutating func rows(_ lengths: [Int]) -> [Float] {
    let scales = singles(lengths.count)
    return zip(scales, lengths).flatMap { scale, length in
      (0..<length).map { _ in scale * Float(Int8(truncatingIfNeeded: word(1))) }
    }
  }

  /// Places of `sent` of `count` entries: a list or a bit for each, whichever is shorter.
  mutating func places(_ sent: Int, of count: Int) -> [Int] {
    if 4 * sent <= (count + 7) / 8 { return (0..<sent).map { _ in Int(word(4)) } }
    let flags = bytes.prefix((count + 7) / 8)
    bytes = bytes.dropFirst(flags.count)
    return (0..<count).filter { flags[flags.startIndex + $0 / 8] >> ($0 % 8) & 1 == 1 }
  }
}
