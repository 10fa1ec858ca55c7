/// What travels between the server and one client, in one direction, once.
///
/// Names, lengths and forms are known on both sides before it is sent, from the method, the settings and the round's plan,
/// so only the values travel: four bytes a number and a bit a flag, unless a `Channel` makes them smaller.
public struct Message: Sendable, Equatable, Codable {
  /// One named part.
  public struct Part: Sendable, Equatable, Codable {
    /// Its name, such as `parameters`.
    public var name: String
    /// Its values.
    public var content: Content
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

  /// The numbers of a part, whatever form they travel in; empty when there is none of that name.
  public func numbers(_ name: String) -> [Float] {
    parts.first { $0.name == name && $0.content.isNumeric }?.content.numbers ?? []
  }

  /// The same parts with other contents; `change` is asked for each in order, with its place.
  func map(_ change: (_ part: Part, _ place: Int) -> Content) -> Message {
    var message = self
    for place in parts.indices { message.parts[place].content = change(parts[place], place) }
    return message
  }

  /// The same with every number in single precision, as its receiver reads it.
  var plain: Message {
    map { part, _ in part.content.isNumeric ? .numbers(part.content.numbers) : part.content }
  }

  /// Bytes on the wire: the length of `encoded`, and the one place where traffic is counted.
  public var bytes: Int { parts.reduce(0) { $0 + $1.content.bytes } }

  /// The values as they travel, end to end, least significant byte first.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(self.bytes)
    for part in parts { part.content.append(to: &bytes) }
    return bytes
  }
}
