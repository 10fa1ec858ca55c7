import Foundation

extension EncoderWeights {
  /// Writes a Hugging Face directory: `config.json` and `model.safetensors`.
  ///
  /// - Parameters:
  ///   - directory: Made if needed; files in it are replaced one by one.
  ///   - overriding: Values to write instead of, or in addition to, the checkpoint's. A head may
  ///     have another number of labels than the checkpoint.
  ///   - labelNames: Names of the labels in `config.json`; by default the configuration's.
  ///   - pooling: What the head reads, where `config.json` says so; by default as here.
  ///   - precision: How values are stored.
  /// - Throws: `malformed` for values that do not fit a tensor, `inputOutput`.
  public func write(
    directory: String, overriding: [BaseTensor: [Float]], labelNames: [String]? = nil,
    pooling: Pooling? = nil, precision: SafetensorsWriter.Precision = .float32
  ) throws(ModelError) {
    var written = try configuration(of: overriding, labelNames: labelNames)
    var tensors: [(name: String, shape: [Int], values: [Float])] = []
    for tensor in written.tensors {
      guard let values = overriding[tensor.role] ?? values(of: tensor.role) else { continue }
      if tensor.role == .wordOutWeight { written.tiesWords = false }
      let name = tensor.names[0]
      guard values.count == tensor.count else {
        throw .wrongShape(
          file: directory, name: name, expected: tensor.shape, found: [values.count])
      }
      tensors.append((name: name, shape: tensor.storedShape, values: values))
    }
    let architecture = architecture(of: Set(tensors.map(\.name)))
    try FileOutput.makeDirectory(directory)
    try SafetensorsWriter.write(
      tensors: tensors, metadata: ["format": "pt"], precision: precision,
      to: directory + "/model.safetensors")
    try FileOutput.replace(
      directory + "/config.json",
      with: Data(
        written.json(architecture: architecture, pooling: pooling ?? self.pooling).utf8))
  }

  /// The values of a tensor, row-major, expanded where they are packed; nil if the checkpoint lacks it.
  func values(of tensor: BaseTensor) -> [Float]? {
    let count = shape(tensor).reduce(1, *)
    if let packed = packed(tensor) {
      return [Float](unsafeUninitializedCapacity: count) { buffer, filled in
        if let target = buffer.baseAddress { packed.expand(0..<packed.rows, to: target) }
        filled = count
      }
    }
    return pointer(tensor).map { Array(UnsafeBufferPointer(start: $0, count: count)) }
  }

  private func configuration(
    of overriding: [BaseTensor: [Float]], labelNames: [String]?
  ) throws(ModelError) -> EncoderConfiguration {
    var written = configuration
    let labels =
      overriding[.headOutBias]?.count
      ?? overriding[.headOutWeight].map { $0.count / configuration.hiddenSize }
    if let labels, labels != written.labels {
      written.labels = labels
      written.labelNames = (0..<labels).map(EncoderConfiguration.genericLabel)
    }
    guard let labelNames else { return written }
    guard labelNames.count == written.labels else {
      throw .malformed(
        file: name, problem: "\(labelNames.count) label names for \(written.labels) labels",
        remedy: "give every label a name")
    }
    written.labelNames = labelNames
    return written
  }

  private func architecture(of names: Set<String>) -> String {
    let family = configuration.family
    func has(_ tensor: BaseTensor) -> Bool {
      family.storedNames(of: tensor).first.map(names.contains) ?? false
    }
    if has(.headOutWeight) { return family.className + "For" + family.task }
    if family.path(of: .wordOut) != nil { return family.className + "ForCausalLM" }
    return family.className + (has(.maskDenseWeight) ? "ForMaskedLM" : "Model")
  }
}
