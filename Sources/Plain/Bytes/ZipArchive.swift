/// Why an archive cannot be read.
public enum ZipProblem: Error, Equatable, CustomStringConvertible {
  /// It has no table of its members, or one that points outside.
  case damaged
  /// A member is packed with something else than DEFLATE, or encrypted.
  case unsupported(member: String)
  /// A member does not unpack to what its table says.
  case badMember(String)
  /// A member is longer than the limit.
  case tooLong(member: String, limit: Int)

  /// What is wrong, in words.
  public var description: String {
    switch self {
    case .damaged: "a damaged zip archive, or one that is cut short"
    case .unsupported(let name): "\(excerpt(name)) in it is packed in a way that is not read here"
    case .badMember(let name): "\(excerpt(name)) in it is damaged"
    case .tooLong(let name, let limit): "\(excerpt(name)) in it is longer than \(limit) bytes"
    }
  }
}

/// Zip archives with stored and deflated members (APPNOTE 6.3.3), with 64-bit sizes as numpy writes them.
public struct ZipArchive: Sendable {
  private struct Member {
    var name: String
    var method: Int
    var checksum: UInt32
    var packed: Int
    var size: Int
    var header: Int
  }

  private let bytes: [UInt8]
  private let members: [Member]

  /// Reads the table of an archive.
  public init(_ bytes: [UInt8]) throws(ZipProblem) {
    self.bytes = bytes
    var found: [Member] = []
    // The table's end stands last, behind it only a remark of at most 65,535 bytes.
    let lowest = max(0, bytes.count - 65_557)
    guard bytes.count >= 22,
      let end = (lowest...bytes.count - 22).last(where: {
        Self.number(bytes, $0, 4) == 0x0605_4B50
      }),
      let count = Self.number(bytes, end + 10, 2), var place = Self.number(bytes, end + 16, 4)
    else { throw .damaged }
    for _ in 0..<count {
      guard Self.number(bytes, place, 4) == 0x0201_4B50,
        let flags = Self.number(bytes, place + 8, 2),
        let method = Self.number(bytes, place + 10, 2),
        let checksum = Self.number(bytes, place + 16, 4),
        let packed = Self.number(bytes, place + 20, 4),
        let size = Self.number(bytes, place + 24, 4),
        let nameLength = Self.number(bytes, place + 28, 2),
        let extraLength = Self.number(bytes, place + 30, 2),
        let remarkLength = Self.number(bytes, place + 32, 2),
        let header = Self.number(bytes, place + 42, 4)
      else { throw .damaged }
      let end = place + 46 + nameLength + extraLength
      guard end <= bytes.count else { throw .damaged }
      let name = String(decoding: bytes[place + 46..<place + 46 + nameLength], as: UTF8.self)
      var member = Member(
        name: name, method: flags & 1 == 0 ? method : -1, checksum: UInt32(checksum),
        packed: packed, size: size, header: header)
      try Self.widen(&member, bytes[(end - extraLength)..<end])
      found.append(member)
      place = end + remarkLength
    }
    members = found
  }

  /// Names of the members, in the order of the table.
  public var names: [String] { members.map(\.name) }

  /// The bytes of a member, checksum compared; nil when there is none of this name.
  public func member(_ name: String, limit: Int = 1 << 31) throws(ZipProblem) -> [UInt8]? {
    guard let member = members.first(where: { $0.name == name }) else { return nil }
    guard member.size <= limit else { throw .tooLong(member: name, limit: limit) }
    // The header in front of the data has lengths of its own.
    guard Self.number(bytes, member.header, 4) == 0x0403_4B50,
      let nameLength = Self.number(bytes, member.header + 26, 2),
      let extraLength = Self.number(bytes, member.header + 28, 2)
    else { throw .damaged }
    let start = member.header + 30 + nameLength + extraLength
    guard start <= bytes.count, member.packed <= bytes.count - start else { throw .damaged }
    let packed = bytes[start..<start + member.packed]
    let result: [UInt8]
    switch member.method {
    case 0: result = Array(packed)
    case 8:
      var inflate = Inflate(packed, limit: member.size)
      do {
        result = try inflate.run().output
      } catch {
        throw .badMember(name)
      }
    default: throw .unsupported(member: name)
    }
    guard result.count == member.size, CRC32.of(result) == member.checksum else {
      throw .badMember(name)
    }
    return result
  }

  // Sizes that do not fit into 32 bits stand in an extra field.
  private static func widen(_ member: inout Member, _ extra: ArraySlice<UInt8>) throws(ZipProblem) {
    var place = extra.startIndex
    let fields = Array(extra)
    func number(_ place: Int, _ count: Int) throws(ZipProblem) -> Int {
      guard let value = Self.number(fields, place - extra.startIndex, count) else { throw .damaged }
      return value
    }
    while place + 4 <= extra.endIndex {
      let (kind, length) = (try number(place, 2), try number(place + 2, 2))
      if kind == 1 {
        var next = place + 4
        for field in [\Member.size, \.packed, \.header] where member[keyPath: field] == 0xFFFF_FFFF
        {
          member[keyPath: field] = try number(next, 8)
          next += 8
        }
      }
      place += 4 + length
    }
  }

  /// A number of so many bytes, lowest first; nil where there are not as many, or it is absurd.
  private static func number(_ bytes: [UInt8], _ place: Int, _ count: Int) -> Int? {
    guard place >= 0, place <= bytes.count - count else { return nil }
    let value = bytes[place..<place + count].littleEndian
    return value < 1 << 48 ? Int(value) : nil
  }
}
