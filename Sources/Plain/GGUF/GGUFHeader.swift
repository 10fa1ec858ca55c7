/// The header of a GGUF file: metadata, and where each tensor lies.
///
/// Format: `GGUF`, version, the two counts, pairs of key and value, tensors, and from a multiple of the alignment on
/// their bytes; the repository ggml-org/ggml has its description. Every count is checked against the file.
public struct GGUFHeader: Sendable {
  /// Where one tensor lies and how it is stored.
  public struct Tensor: Sendable, Equatable {
    /// Number of the type of its values.
    public let type: UInt32
    /// Extents, the slowest first: [rows, columns] of a matrix.
    public let shape: [Int]
    /// Where its first byte lies in the file.
    public let start: Int
  }

  /// Values by key.
  public private(set) var metadata: [String: GGUFValue] = [:]
  /// Tensors by name.
  public private(set) var tensors: [String: Tensor] = [:]

  /// Whether a file begins like one of this format.
  public static func isAtStart(of bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: "GGUF".utf8)
  }

  /// Reads the header at the start of a file's bytes.
  public init(_ bytes: UnsafeRawBufferPointer) throws(GGUFProblem) {
    guard Self.isAtStart(of: bytes) else {
      throw bytes.starts(with: "version https://git-lfs".utf8)
        ? GGUFProblem("is a Git LFS pointer, not the weights", remedy: "run git lfs pull")
        : GGUFProblem("does not begin with GGUF", remedy: "name a GGUF file")
    }
    var cursor = GGUFCursor(bytes)
    _ = try cursor.next(UInt32.self)
    let version = try cursor.next(UInt32.self)
    guard version.byteSwapped > 3 || version.byteSwapped == 0 else {
      throw GGUFProblem(
        "is in big-endian order", remedy: "only little-endian files are read: convert it")
    }
    guard version == 2 || version == 3 else {
      throw GGUFProblem(
        "is of GGUF version \(version)", remedy: "2 and 3 are known: convert the model anew")
    }
    let tensorCount = try cursor.count(of: "tensors", width: 24)
    let pairCount = try cursor.count(of: "pairs of metadata", width: 13)
    for _ in 0..<pairCount {
      let key = try cursor.text()
      guard metadata.updateValue(try cursor.value(), forKey: key) == nil else {
        throw GGUFProblem("has the key \(excerpt(key)) twice")
      }
    }
    try readTensors(tensorCount, &cursor, fileSize: bytes.count)
  }

  private mutating func readTensors(
    _ count: Int, _ cursor: inout GGUFCursor, fileSize: Int
  ) throws(GGUFProblem) {
    let alignment = metadata["general.alignment"]?.integer ?? 32
    guard alignment > 0, alignment % 8 == 0, alignment <= 1 << 20 else {
      throw GGUFProblem("has the alignment \(alignment)")
    }
    var found: [(name: String, type: UInt32, shape: [Int], offset: UInt64)] = []
    for _ in 0..<count {
      let name = try cursor.text()
      let shape = try Self.shape(&cursor, of: name)
      found.append((name, try cursor.next(UInt32.self), shape, try cursor.next(UInt64.self)))
    }
    let dataStart = (cursor.place + alignment - 1) / alignment * alignment
    for entry in found {
      guard entry.offset <= UInt64(max(0, fileSize - dataStart)) else {
        throw GGUFProblem("is cut short: tensor \(excerpt(entry.name)) lies behind its end")
      }
      guard entry.offset % UInt64(alignment) == 0 else {
        throw GGUFProblem(
          "tensor \(excerpt(entry.name)) starts at byte \(entry.offset), no multiple of the alignment "
            + "\(alignment)")
      }
      let tensor = Tensor(
        type: entry.type, shape: entry.shape, start: dataStart + Int(entry.offset))
      guard tensors.updateValue(tensor, forKey: entry.name) == nil else {
        throw GGUFProblem("has the tensor \(excerpt(entry.name)) twice")
      }
    }
  }

  private static func shape(
    _ cursor: inout GGUFCursor, of name: String
  ) throws(GGUFProblem) -> [Int] {
    let rank = try cursor.next(UInt32.self)
    guard rank <= 4 else { throw GGUFProblem("tensor \(excerpt(name)) has \(rank) dimensions") }
    var shape: [Int] = []
    var count = 1
    for _ in 0..<rank {
      let (product, overflow) = count.multipliedReportingOverflow(
        by: Int(clamping: try cursor.next(UInt64.self)))
      guard !overflow, product <= 1 << 48 else {
        throw GGUFProblem("tensor \(excerpt(name)) has an absurd shape")
      }
      shape.insert(count == 0 ? 0 : product / count, at: 0)
      count = product
    }
    return shape
  }
}
