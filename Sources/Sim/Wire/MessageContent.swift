import Plain

extension Message {
  /// Values of a part in the form in which they travel.
  public indirect enum Content: Sendable, Equatable, Codable {
    /// Numbers in single precision.
    case numbers([Float])
    /// Yes or no.
    case flags([Bool])
    /// Numbers in half precision, as bit patterns.
    case halves([UInt16])
    /// Numbers as whole multiples of their row's scale.
    case rows(QuantisedRows)
    /// Some of the numbers; the others are zero.
    case sparse(SparseValues)
  }
}

/// Numbers of which most are zero: the places of the others, and their values.
public struct SparseValues: Sendable, Equatable, Codable {
  /// How many numbers there are, with the zeros; known to both sides.
  let count: Int
  /// Places of those that are sent, ascending.
  let places: [Int32]
  /// Their values, in any form for numbers.
  let values: Message.Content

  /// Whether a bit for each number takes less than four bytes for each place; both sides know.
  private var sendsBits: Bool { (count + 7) / 8 < 4 * places.count }

  var bytes: Int { min((count + 7) / 8, 4 * places.count) + values.bytes }

  var numbers: [Float] {
    var all = [Float](repeating: 0, count: count)
    for (place, value) in zip(places, values.numbers) { all[Int(place)] = value }
    return all
  }

  func append(to bytes: inout [UInt8]) {
    if sendsBits {
      var flags = [Bool](repeating: false, count: count)
      for place in places { flags[Int(place)] = true }
      Message.Content.flags(flags).append(to: &bytes)
    } else {
      for place in places { bytes.append(littleEndian: UInt32(bitPattern: place)) }
    }
    values.append(to: &bytes)
  }
}

extension SparseValues {
  /// Reads numbers from another process.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    count = try container.decode(Int.self, forKey: .count)
    places = try container.decode([Int32].self, forKey: .places)
    values = try container.decode(Message.Content.self, forKey: .values)
    guard count >= 0, places.allSatisfy({ (0..<count).contains(Int($0)) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .places, in: container, debugDescription: "a place that there is not")
    }
  }
}

extension Message.Content {
  /// The same numbers in half precision, rounded to the nearest; what is too large becomes the largest.
  static func halved(_ numbers: [Float]) -> Message.Content {
    let largest = Float(Float16.greatestFiniteMagnitude)
    return .halves(numbers.map { Float16(max(-largest, min(largest, $0))).bitPattern })
  }

  /// Whether these are numbers, in whatever form.
  var isNumeric: Bool { if case .flags = self { false } else { true } }

  /// The numbers as their receiver reads them; none for flags.
  var numbers: [Float] {
    switch self {
    case .numbers(let values): values
    case .flags: []
    case .halves(let bits): bits.map { Float(Float16(bitPattern: $0)) }
    case .rows(let rows): rows.numbers
    case .sparse(let sparse): sparse.numbers
    }
  }

  /// Bytes on the wire.
  var bytes: Int {
    switch self {
    case .numbers(let values): 4 * values.count
    case .flags(let flags): (flags.count + 7) / 8
    case .halves(let bits): 2 * bits.count
    case .rows(let rows): 4 * rows.scales.count + rows.values.count
    case .sparse(let sparse): sparse.bytes
    }
  }

  /// Appends the bytes, least significant first.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .numbers(let values):
      for value in values { bytes.append(littleEndian: value.bitPattern) }
    case .flags(let flags):
      for start in stride(from: 0, to: flags.count, by: 8) {
        let octet = flags[start..<min(flags.count, start + 8)]
        bytes.append(octet.reversed().reduce(0) { $0 << 1 | ($1 ? 1 : 0) })
      }
    case .halves(let bits):
      for half in bits { bytes.append(littleEndian: half) }
    case .rows(let rows):
      for scale in rows.scales { bytes.append(littleEndian: scale.bitPattern) }
      for value in rows.values { bytes.append(UInt8(bitPattern: value)) }
    case .sparse(let sparse): sparse.append(to: &bytes)
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(littleEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { self += $0 }
  }
}
