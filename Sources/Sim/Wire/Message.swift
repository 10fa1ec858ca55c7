/// What travels between the server and one client, in one direction, once.
///
/// Names and lengths are known on both sides before it is sent, from the method and the round's plan, so only the values
/// travel: four bytes a number, a bit a flag.
public struct Message: Sendable, Equatable, Codable {
  /// One named part.
  public struct Part: Sendable, Equatable, Codable {
    /// Its name, such as `parameters`.
    public var name: String
    /// Its values.
    public var content: Content
  }

  /// Values of a part.
  public enum Content: Sendable, Equatable, Codable {
    /// Numbers in single precision.
    case numbers([Float])
    /// Yes or no.
    case flags([Bool])
  }

  /// The parts, in the order in which they are sent.
  public private(set) var parts: [Part] = []

  /// An empty message: nothing travels.
  public init() {}

  /// Appends a part.
  public mutating func add(_ name: String, _ numbers: [Float]) {
    parts.append(Part(name: name, content: .numbers(numbers)))
  }

  /// Appends a part.
  public mutating func add(_ name: String, flags: [Bool]) {
    parts.append(Part(name: name, content: .flags(flags)))
  }

  /// Appends all parts of another.
  public mutating func append(_ other: Message) { parts += other.parts }

  /// The numbers of a part; empty when there is none of that name.
  public func numbers(_ name: String) -> [Float] {
    for part in parts where part.name == name {
      if case .numbers(let values) = part.content { return values }
    }
    return []
  }

  /// Bytes on the wire: the length of `encoded`, and the one place where traffic is counted.
  public var bytes: Int {
    parts.reduce(0) { sum, part in
      switch part.content {
      case .numbers(let values): sum + 4 * values.count
      case .flags(let flags): sum + (flags.count + 7) / 8
      }
    }
  }

  /// The values as they travel, end to end, least significant byte first.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(self.bytes)
    for part in parts {
      switch part.content {
      case .numbers(let values):
        for value in values {
          withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 }
        }
      case .flags(let flags):
        for start in stride(from: 0, to: flags.count, by: 8) {
          let octet = flags[start..<min(flags.count, start + 8)]
          bytes.append(octet.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
        }
      }
    }
    return bytes
  }
}
