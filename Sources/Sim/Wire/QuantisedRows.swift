import Plain
import Transformer

/// Numbers in eight bits each, as multiples of a scale that their row has: the 127th part of its largest magnitude.
///
/// Rounded up or down at random so that the mean is the number itself (QSGD, arXiv 1610.02132, section 3.1, with the
/// largest magnitude in the place of the norm).
public struct QuantisedRows: Sendable, Equatable, Codable {
  /// Values in each row; known to both sides, and not sent.
  let lengths: [Int32]
  /// Scale of each row.
  let scales: [Float]
  /// Multiples of it, from -127 to 127.
  let values: [Int8]

  /// Rounds `numbers`, whose rows lie end to end.
  init(_ numbers: [Float], lengths: [Int], using random: inout CounterRandom) {
    var scales: [Float] = []
    var values: [Int8] = []
    scales.reserveCapacity(lengths.count)
    values.reserveCapacity(numbers.count)
    var rest = numbers[...]
    for length in lengths {
      let row = rest.prefix(length)
      rest = rest.dropFirst(length)
      let scale = row.reduce(0) { max($0, abs($1)) } / 127
      scales.append(scale)
      for number in row {
        let exact = scale > 0 ? Double(number) / Double(scale) : 0
        let rounded = (exact + random.uniform()).rounded(.down)
        values.append(Int8(max(-127, min(127, rounded))))
      }
    }
    self.lengths = lengths.map(Int32.init)
    self.scales = scales
    self.values = values
  }

  /// The numbers as their receiver reads them.
  var numbers: [Float] {
    var numbers: [Float] = []
    numbers.reserveCapacity(values.count)
    for (scale, length) in zip(scales, lengths) {
      let start = numbers.count
      for value in values[start..<start + Int(length)] { numbers.append(scale * Float(value)) }
    }
    return numbers
  }
}

extension QuantisedRows {
  /// Reads rows from another process.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    lengths = try container.decode([Int32].self, forKey: .lengths)
    scales = try container.decode([Float].self, forKey: .scales)
    values = try container.decode([Int8].self, forKey: .values)
    guard scales.count == lengths.count, lengths.allSatisfy({ $0 >= 0 }),
      lengths.reduce(0, { $0 + Int($1) }) == values.count
    else {
      throw DecodingError.dataCorruptedError(
        forKey: .lengths, in: container, debugDescription: "rows that have no values")
    }
  }
}

extension ParameterLayout {
  /// Lengths of the rows of the matrices that lie in `ranges`, end to end; a vector is one row.
  func rowLengths(in ranges: [Range<Int>]) -> [Int] {
    var lengths: [Int] = []
    for range in ranges {
      for segment in segments where segment.range.overlaps(range) {
        let part = segment.range.clamped(to: range)
        let columns = segment.columns == 1 ? segment.count : segment.columns
        var next = part.lowerBound
        while next < part.upperBound {
          let row = (next - segment.offset) / columns
          let end = min(part.upperBound, segment.offset + (row + 1) * columns)
          lengths.append(end - next)
          next = end
        }
      }
    }
    return lengths
  }
}
