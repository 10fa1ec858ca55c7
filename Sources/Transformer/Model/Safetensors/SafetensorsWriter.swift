import Foundation
import Plain

/// Writes safetensors files.
public enum SafetensorsWriter {
  /// How values are stored.
  public enum Precision: Sendable {
    /// 32 bits, exactly.
    case float32
    /// 16 bits, rounded to nearest even.
    case float16

    fileprivate var element: SafetensorsElement { self == .float32 ? .float32 : .float16 }
    fileprivate var width: Int { self == .float32 ? 4 : 2 }
  }

  /// The bytes of a file with these tensors, in this order; shapes must match the value counts.
  ///
  /// - Throws: `malformed` for a duplicate name or a wrong count, `unsupported` for values that
  ///   do not fit into half precision.
  public static func data(
    tensors: [(name: String, shape: [Int], values: [Float])], metadata: [String: String],
    precision: Precision
  ) throws(ModelError) -> Data {
    var data = try header(tensors, metadata: metadata, precision: precision)
    let start = data.count
    let count = tensors.reduce(0) { $0 + $1.values.count }
    data.count = start + count * precision.width
    let unfit = data.withUnsafeMutableBytes { bytes -> String? in
      var offset = start
      for tensor in tensors {
        guard store(tensor.values, precision, to: bytes, at: &offset) else { return tensor.name }
      }
      return nil
    }
    if let unfit {
      throw .unsupported(
        file: unfit, feature: "a value above 65504 in half precision", remedy: "write float32")
    }
    return data
  }

  /// Writes the file to `path`, which either holds all of it afterwards or is as it was before.
  ///
  /// - Throws: `notFinite` for a value that no reader could use, `inputOutput`, and what `data` throws.
  public static func write(
    tensors: [(name: String, shape: [Int], values: [Float])], metadata: [String: String],
    precision: Precision, to path: String
  ) throws(ModelError) {
    for tensor in tensors {
      try ModelError.check(tensor.values, file: path, name: tensor.name)
    }
    let data = try data(tensors: tensors, metadata: metadata, precision: precision)
    try FileOutput.replace(path, with: data)
  }

  private static func header(
    _ tensors: [(name: String, shape: [Int], values: [Float])], metadata: [String: String],
    precision: Precision
  ) throws(ModelError) -> Data {
    var members: [ExactString: JSONValue] = [:]
    if !metadata.isEmpty {
      let texts = metadata.map { (ExactString($0), JSONValue.string($1)) }
      members["__metadata__"] = .object(Dictionary(texts, uniquingKeysWith: { first, _ in first }))
    }
    var offset = 0
    for tensor in tensors {
      guard tensor.shape.reduce(1, *) == tensor.values.count else {
        throw .malformed(
          file: tensor.name, problem: "shape \(tensor.shape) has not \(tensor.values.count) values",
          remedy: "report this as a bug")
      }
      guard members[ExactString(tensor.name)] == nil else {
        throw .malformed(
          file: tensor.name, problem: "written twice", remedy: "report this as a bug")
      }
      let end = offset + tensor.values.count * precision.width
      members[ExactString(tensor.name)] = .object([
        "dtype": .string(precision.element.rawValue),
        "shape": .array(tensor.shape.map { .integer($0) }),
        "data_offsets": .array([.integer(offset), .integer(end)]),
      ])
      offset = end
    }
    var json = Data(JSONValue.object(members).serialized(indented: false).utf8)
    // Padding keeps the tensors aligned, so that they can be used in place when mapped.
    json.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - json.count % 8) % 8))
    var data = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
    data.append(json)
    return data
  }

  /// Stores values at `offset` and advances it; false if a value does not fit.
  private static func store(
    _ values: [Float], _ precision: Precision, to bytes: UnsafeMutableRawBufferPointer,
    at offset: inout Int
  ) -> Bool {
    switch precision {
    case .float32:
      values.withUnsafeBytes { source in
        UnsafeMutableRawBufferPointer(rebasing: bytes[offset..<offset + source.count])
          .copyMemory(from: source)
      }
      offset += 4 * values.count
    case .float16:
      for value in values {
        guard let half = SafetensorsElement.encodeHalf(value) else { return false }
        bytes.storeBytes(of: half.littleEndian, toByteOffset: offset, as: UInt16.self)
        offset += 2
      }
    }
    return true
  }
}
