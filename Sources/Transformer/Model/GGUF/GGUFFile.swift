import Plain

/// A GGUF file, memory-mapped: values of tensors stay as they are stored until they are asked for.
public struct GGUFFile: Sendable {
  /// What is called in errors.
  public let name: String
  /// Values by key, the tokenizer among them.
  public let metadata: [String: GGUFValue]
  /// Tensor names in alphabetical order.
  public let names: [String]

  /// The bytes, which must live as long as `packed` tensors are read.
  let file: MappedFile
  private let tensors: [String: GGUFHeader.Tensor]

  /// Maps the file at `path`.
  ///
  /// - Throws: `notFound`, `inputOutput`, or `malformed` when the header contradicts the file.
  public init(path: String) throws(ModelError) {
    file = try MappedFile(path: path)
    name = path
    do {
      let header = try GGUFHeader(file.bytes)
      metadata = header.metadata
      tensors = header.tensors
    } catch {
      throw .malformed(file: path, problem: error.text, remedy: error.remedy)
    }
    names = tensors.keys.sorted()
  }

  /// Whether a path looks like one of a GGUF file.
  public static func isNamed(by path: String) -> Bool { path.hasSuffix(".gguf") }

  /// The shape of a tensor, rows first; nil if there is none of that name.
  public func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  /// What the format calls the type of a tensor's values, such as `Q4_1`.
  public func type(of name: String) -> String? {
    tensors[name].map { GGUFElement.name(of: $0.type) }
  }

  /// All values of a tensor, row by row.
  ///
  /// - Throws: `missingTensor`, `unsupported` for a type that is not known, `malformed` when the file is too short.
  public func floats(_ name: String) throws(ModelError) -> [Float] {
    let tensor = try packed(name)
    return [Float](unsafeUninitializedCapacity: tensor.count) { buffer, filled in
      if let target = buffer.baseAddress { tensor.expand(to: target) }
      filled = tensor.count
    }
  }

  /// A tensor as it is stored, which is valid as long as `file` lives.
  func packed(_ name: String) throws(ModelError) -> PackedTensor {
    guard let tensor = tensors[name] else {
      throw .missingTensor(file: self.name, name: ModelError.excerpt(name))
    }
    let label = "tensor \(ModelError.excerpt(name))"
    guard let element = GGUFElement(rawValue: tensor.type) else {
      throw .unsupported(
        file: self.name, feature: "type \(GGUFElement.name(of: tensor.type)) of \(label)",
        remedy: "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K and Q6_K are: quantise the model anew")
    }
    let count = tensor.shape.reduce(1, *)
    let columns = tensor.shape.last ?? 1
    guard columns % element.blockLength == 0 else {
      throw .malformed(
        file: self.name, problem: "\(label) has rows of \(columns), which are no whole blocks",
        remedy: "fetch it again")
    }
    guard element.bytes(of: count) <= file.bytes.count - tensor.start,
      let start = file.bytes.baseAddress
    else {
      throw .malformed(
        file: self.name, problem: "is cut short: \(label) lies behind its end",
        remedy: "fetch it again")
    }
    return PackedTensor(
      element: element, rows: columns == 0 ? 0 : count / columns, columns: columns,
      start: start + tensor.start)
  }
}

/// The values of a matrix or a vector, packed in blocks of a GGUF file.
struct PackedTensor: @unchecked Sendable {
  // Sendable: the bytes are read-only.
  /// How values are packed.
  let element: GGUFElement
  /// Rows; 1 of a vector.
  let rows: Int
  /// Columns.
  let columns: Int
  /// The first byte.
  let start: UnsafeRawPointer

  /// Number of values.
  var count: Int { rows * columns }

  /// Writes rows from `first` on, `count` of them, close to one another.
  func expand(
    from first: Int = 0, rows count: Int? = nil, to target: UnsafeMutablePointer<Float>
  ) {
    element.expand(
      start + first * element.bytes(of: columns), count: (count ?? rows) * columns, to: target)
  }
}
