import Plain

/// The header of a safetensors file: a JSON object of names, types, shapes and byte ranges.
///
/// Format: 8 bytes little-endian header length, the header, then the tensors' bytes without gaps
/// (https://github.com/huggingface/safetensors). Every number in it is checked against the file.
struct SafetensorsHeader {
  /// Where one tensor lies and how it is stored.
  struct Entry: Sendable, Equatable {
    var type: String
    var shape: [Int]
    /// Bytes counted from the start of the file.
    var bytes: Range<Int>
  }

  /// Tensors by name.
  private(set) var entries: [String: Entry] = [:]
  /// The free-form `__metadata__`.
  private(set) var metadata: [String: String] = [:]

  private static let maximumLength = 100 << 20
  private static let remedy = "fetch it again"

  private let file: String

  /// Reads and checks the header at the start of `bytes`; `file` names it in errors.
  init(_ bytes: UnsafeRawBufferPointer, file: String) throws(ModelError) {
    self.file = file
    let dataStart = try Self.dataStart(bytes, file: file)
    let json: JSONValue
    do {
      json = try JSONValue.parse(
        UnsafeRawBufferPointer(rebasing: bytes[8..<dataStart]), valueLimit: 1_000_000)
    } catch {
      throw .malformed(
        file: file, problem: "header is not valid JSON (\(error.problem), byte \(error.offset))",
        remedy: Self.remedy)
    }
    guard let members = json.members else { throw broken("header is \(json.kind), not an object") }
    for (key, value) in members {
      let name = key.text
      if name == "__metadata__" {
        metadata = try readMetadata(value)
      } else {
        let entry = try entry(name, value, dataStart: dataStart, fileSize: bytes.count)
        guard entries.updateValue(entry, forKey: name) == nil else {
          throw broken("tensor \(ModelError.excerpt(name)) is there twice")
        }
      }
    }
    try checkCover(dataStart..<bytes.count)
  }

  private func broken(_ problem: String) -> ModelError {
    .malformed(file: file, problem: problem, remedy: Self.remedy)
  }

  private static func dataStart(
    _ bytes: UnsafeRawBufferPointer, file: String
  ) throws(ModelError) -> Int {
    if bytes.starts(with: "version https://git-lfs".utf8) {
      throw .malformed(
        file: file, problem: "is a Git LFS pointer, not the weights", remedy: "run git lfs pull")
    }
    guard bytes.count >= 8 else {
      throw .malformed(
        file: file, problem: "holds \(bytes.count) bytes, too few for a header", remedy: remedy)
    }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(maximumLength) else {
      throw .malformed(
        file: file, problem: "header claims \(size(length)), more than the allowed 100 MB",
        remedy: remedy)
    }
    guard Int(length) <= bytes.count - 8 else {
      throw .malformed(
        file: file,
        problem: "header claims \(size(length)) but the file holds \(size(UInt64(bytes.count)))",
        remedy: remedy)
    }
    return 8 + Int(length)
  }

  private static func size(_ bytes: UInt64) -> String {
    switch bytes {
    case ..<1024: "\(bytes) bytes"
    case ..<(1 << 20): "\(bytes >> 10) KB"
    default: "\(bytes >> 20) MB"
    }
  }

  private func readMetadata(_ value: JSONValue) throws(ModelError) -> [String: String] {
    guard let members = value.members else { throw broken("__metadata__ is \(value.kind)") }
    return Dictionary(
      members.compactMap { key, value in value.text.map { (key.text, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  private func entry(
    _ name: String, _ value: JSONValue, dataStart: Int, fileSize: Int
  ) throws(ModelError) -> Entry {
    let label = "tensor \(ModelError.excerpt(name))"
    guard let type = value["dtype"]?.text else { throw broken("\(label) has no dtype") }
    guard let extents = value["shape"]?.elements else { throw broken("\(label) has no shape") }
    guard let offsets = value["data_offsets"]?.elements, offsets.count == 2,
      let begin = offsets[0].int, let end = offsets[1].int
    else { throw broken("\(label) has no data_offsets") }
    guard begin >= 0, begin <= end, end <= fileSize - dataStart else {
      throw broken(
        "\(label) lies at bytes \(begin)..<\(end) of \(fileSize - dataStart)")
    }
    var shape: [Int] = []
    var count = 1
    for extent in extents {
      guard let extent = extent.int, extent >= 0 else { throw broken("\(label) has a bad shape") }
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw broken("\(label) has an absurd shape") }
      count = product
      shape.append(extent)
    }
    if let width = SafetensorsElement.width(of: type) {
      let (size, overflow) = count.multipliedReportingOverflow(by: width)
      guard !overflow, size == end - begin else {
        throw broken("\(label) of shape \(shape) and type \(type) has \(end - begin) bytes")
      }
    }
    return Entry(type: type, shape: shape, bytes: dataStart + begin..<dataStart + end)
  }

  /// The tensors must fill the data without holes or overlaps, as the format demands.
  private func checkCover(_ data: Range<Int>) throws(ModelError) {
    var reached = data.lowerBound
    let sorted = entries.sorted {
      ($0.value.bytes.lowerBound, $0.value.bytes.upperBound)
        < ($1.value.bytes.lowerBound, $1.value.bytes.upperBound)
    }
    for (name, entry) in sorted {
      guard entry.bytes.lowerBound == reached else {
        let problem = entry.bytes.lowerBound < reached ? "overlaps another" : "follows a hole"
        throw broken("tensor \(ModelError.excerpt(name)) \(problem)")
      }
      reached = entry.bytes.upperBound
    }
    guard reached == data.upperBound else {
      throw broken("\(data.upperBound - reached) bytes after the last tensor")
    }
  }
}
