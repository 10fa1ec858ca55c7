import Foundation
import Plain

/// An array of whole numbers from a file: NumPy's `.npy`, or IDX, in which MNIST and its like are published.
struct NumberArray: Sendable, Equatable {
  /// Lengths along its axes, the slowest first.
  let shape: [Int]
  /// Bytes of a value; more than one are in the order of the least first.
  private let width: Int
  private let isSigned: Bool
  /// What NumPy calls the type of a value, without its order of bytes.
  let type: String
  private let bytes: [UInt8]

  /// Number of values.
  var count: Int { shape.reduce(1, *) }

  /// Its values as bytes; nil when they are of another type.
  var pixels: [UInt8]? { type == "u1" ? bytes : nil }

  /// Its values, as labels have them; nil where one does not fit into 64 bits with a sign.
  var labels: [Int]? {
    var values: [Int] = []
    values.reserveCapacity(count)
    for place in stride(from: 0, to: bytes.count, by: width) {
      var value = bytes[place..<place + width].littleEndian
      if isSigned, width < 8, bytes[place + width - 1] & 0x80 != 0 {
        value |= UInt64.max << UInt64(8 * width)
      }
      guard isSigned || value >> 63 == 0 else { return nil }
      values.append(Int(Int64(bitPattern: value)))
    }
    return values
  }

  private init(
    shape: [Int], type: String, width: Int, isSigned: Bool, body: ArraySlice<UInt8>
  ) throws(ImageProblem) {
    var size = width
    for length in shape {
      let (product, isOver) = size.multipliedReportingOverflow(by: length)
      guard length >= 0, !isOver else { throw ImageProblem(text: "an array of absurd size") }
      size = product
    }
    guard body.count == size else {
      throw ImageProblem(
        text:
          "an array of \(shape.map(String.init).joined(separator: " x ")) needs \(size) bytes, and "
          + "\(body.count) are there")
    }
    self.shape = shape
    self.type = type
    self.width = width
    self.isSigned = isSigned
    bytes = Array(body)
  }

  /// Whether bytes begin as IDX of bytes does.
  static func isIDX(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 4 && bytes[0] == 0 && bytes[1] == 0 && bytes[2] == 8 && (1...4) ~= bytes[3]
  }

  /// Reads IDX with values of one byte.
  init(idx bytes: [UInt8]) throws(ImageProblem) {
    guard Self.isIDX(bytes) else {
      let isOther = bytes.count >= 4 && bytes[0] == 0 && bytes[1] == 0 && (8...14) ~= bytes[2]
      throw ImageProblem(
        text: isOther
          ? "an IDX file of other values than bytes: only those are read"
          : "no IDX file of bytes: it begins with something else")
    }
    let start = 4 + 4 * Int(bytes[3])
    guard bytes.count >= start else { throw ImageProblem(text: "an IDX file that is cut short") }
    let shape = (0..<Int(bytes[3])).map { axis in
      Int(bytes[4 + 4 * axis..<8 + 4 * axis].bigEndian)
    }
    try self.init(shape: shape, type: "u1", width: 1, isSigned: false, body: bytes[start...])
  }

  /// Reads `.npy` (NumPy's format 1.0 to 3.0) with whole numbers.
  init(npy bytes: [UInt8]) throws(ImageProblem) {
    let cut = ImageProblem(text: "an array of NumPy that is cut short")
    guard bytes.starts(with: [0x93] + Array("NUMPY".utf8)), bytes.count >= 12 else {
      throw ImageProblem(text: "no array of NumPy")
    }
    let isLong = bytes[6] > 1
    let start = isLong ? 12 : 10
    let length = Int(bytes[8..<start].littleEndian)
    guard length <= bytes.count - start else { throw cut }
    let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let type = Self.text(of: "descr", in: header),
      let order = Self.entry("fortran_order", in: header),
      let tuple = Self.entry("shape", in: header),
      let open = tuple.firstIndex(of: "("), let close = tuple.firstIndex(of: ")"), open < close
    else { throw ImageProblem(text: "an array of NumPy without type, order or shape") }
    guard !order.hasPrefix("True") else {
      throw ImageProblem(
        text: "an array in Fortran's order: save it again through numpy.ascontiguousarray")
    }
    var shape: [Int] = []
    for part in tuple[tuple.index(after: open)..<close].split(separator: ",") {
      guard let axis = Int(part.filter { $0 != " " }) else {
        throw ImageProblem(text: "an array of NumPy with a shape that is none")
      }
      shape.append(axis)
    }
    let kinds: [Substring: Bool] = ["u": false, "i": true, "b": false]
    let parts = type.drop { "|<=".contains($0) }
    guard let isSigned = kinds[parts.prefix(1)], let width = Int(parts.dropFirst()),
      [1, 2, 4, 8].contains(width)
    else {
      throw ImageProblem(
        text:
          "an array of type '\(excerpt(type))': whole numbers in little-endian order are read, bytes "
          + "(uint8) as pixels"
      )
    }
    try self.init(
      shape: shape, type: String(parts), width: width, isSigned: isSigned,
      body: bytes[(start + length)...])
  }

  // What stands behind a key of the header, which is a dictionary as Python writes it.
  private static func entry(_ key: String, in header: String) -> Substring? {
    guard let found = header.range(of: "'\(key)':") else { return nil }
    return header[found.upperBound...].drop { $0 == " " }
  }

  private static func text(of key: String, in header: String) -> String? {
    guard let entry = entry(key, in: header), entry.first == "'" else { return nil }
    let rest = entry.dropFirst()
    return rest.firstIndex(of: "'").map { String(rest[..<$0]) }
  }
}
