import Foundation

extension EncoderWeights {
  /// Loads a Hugging Face directory: `config.json` and `model.safetensors`.
  ///
  /// - Throws: `notFound`, or what is wrong with one of the two files.
  public static func load(directory: String) throws(ModelError) -> EncoderWeights {
    if GGUFFile.isNamed(by: directory) { return try load(gguf: try GGUFFile(path: directory)) }
    let configuration = try EncoderConfiguration.load(directory: directory)
    let name = URL(fileURLWithPath: directory).standardizedFileURL.lastPathComponent
    return try EncoderWeights(
      file: open(directory: directory), configuration: configuration,
      declared: try HeadDeclaration.load(directory: directory), name: name)
  }

  /// The weights of a directory, in one file or in several.
  private static func open(directory: String) throws(ModelError) -> any TensorFile {
    let path = directory + "/" + wholeName
    if FileManager.default.fileExists(atPath: path) { return try SafetensorsFile(path: path) }
    let index = directory + "/" + ShardedSafetensors.indexName
    if FileManager.default.fileExists(atPath: index) { return try ShardedSafetensors(index: index) }
    let remedy =
      switch strays(directory: directory).first {
      case nil: "fetch the weights into this directory"
      case let shard? where shard.hasSuffix(".safetensors") && shard.contains("-of-"):
        "\(ModelError.excerpt(shard)) is there without \(ShardedSafetensors.indexName): fetch that too"
      case let other? where other.hasSuffix(".safetensors"):
        "\(ModelError.excerpt(other)) is there: if those are the model's weights, give it this name"
      case let other?:
        "only \(ModelError.excerpt(other)) is there; convert it to safetensors with transformers"
      }
    throw .notFound(path: path, remedy: remedy)
  }

  private static let wholeName = "model.safetensors"

  /// Names of the files in a model directory that its weights are read from; none where it has no weights that can be read.
  ///
  /// - Throws: what is wrong with an index of several files.
  public static func files(directory: String) throws(ModelError) -> [String] {
    if FileManager.default.fileExists(atPath: directory + "/" + wholeName) { return [wholeName] }
    let index = directory + "/" + ShardedSafetensors.indexName
    guard FileManager.default.fileExists(atPath: index) else { return [] }
    return [ShardedSafetensors.indexName] + (try ShardedSafetensors.files(index: index))
  }

  /// Whether a model directory has weights, be it of a kind that is not read.
  public static func areThere(directory: String) -> Bool {
    FileManager.default.fileExists(atPath: directory + "/" + ShardedSafetensors.indexName)
      || !strays(directory: directory).isEmpty
  }

  /// Files in a directory that look like weights, those of safetensors first.
  private static func strays(directory: String) -> [String] {
    let endings = ["safetensors", "bin", "pt", "pth", "h5", "msgpack", "onnx", "ckpt"]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return endings.flatMap { ending in names.filter { $0.hasSuffix("." + ending) }.sorted() }
      .filter { $0 != "training_args.bin" }
  }

  /// The encoder's tensors in `file`, which may be a bare encoder or have a head.
  ///
  /// A classification head with another number of labels than the configuration changes the
  /// configuration's labels; a head of another task, or a part of one, is left out.
  ///
  /// - Throws: `missingTensor`, `wrongShape`, `notFinite`, or `unsupported` for a type that is no float.
  public convenience init(
    file: any TensorFile, configuration: EncoderConfiguration,
    declared: HeadDeclaration = HeadDeclaration(), name: String
  ) throws(ModelError) {
    let head = CheckpointHead(in: file, configuration, declared)
    let (configuration, renamed) = Self.withLabels(of: file, head, configuration)
    var views: [BaseTensor: UnsafePointer<Float>] = [:]
    var buffers: [UnsafeMutablePointer<Float>] = []
    var unread = configuration.family.layerTensors(among: file.names)
    do {
      for tensor in configuration.tensors
      where head.keeps(tensor.role, of: configuration.family) {
        guard let key = try Self.find(tensor, in: file) else { continue }
        unread.remove(key)
        let view: UnsafePointer<Float>
        if let mapped = file.float32Pointer(key) {
          view = mapped
        } else {
          let buffer = UnsafeMutablePointer<Float>.allocate(capacity: tensor.count)
          buffers.append(buffer)
          try file.read(key, into: buffer)
          view = UnsafePointer(buffer)
        }
        try ModelError.check(
          UnsafeBufferPointer(start: view, count: tensor.count), file: file.name, name: key)
        views[tensor.role] = view
      }
    } catch {
      for buffer in buffers { buffer.deallocate() }
      throw error
    }
    self.init(
      configuration: configuration, name: name, head: head, pooling: declared.pooling,
      notes: [head.note, renamed, declared.labelNote, declared.codeNote, Self.unreadNote(unread)]
        .compactMap { note in
          note.map { "\(ModelError.excerpt(name)): \($0)" }
        },
      views: views, buffers: buffers, file: file)
  }

  /// The name under which `file` has the tensor; nil if it lacks an optional one.
  private static func find(
    _ tensor: NetworkTensor, in file: any TensorFile
  ) throws(ModelError) -> String? {
    for name in tensor.names {
      guard let found = file.shape(of: name) else { continue }
      guard found == tensor.storedShape else {
        throw .wrongShape(file: file.name, name: name, expected: tensor.storedShape, found: found)
      }
      return name
    }
    guard tensor.isOptional else { throw missing(tensor, in: file) }
    return nil
  }

  /// The error for a tensor that is not there; often all names have something in front of them.
  private static func missing(_ tensor: NetworkTensor, in file: any TensorFile) -> ModelError {
    for (mark, feature, remedy) in otherForms
    where file.names.contains(where: { $0.contains(mark) }) {
      return .unsupported(file: file.name, feature: feature, remedy: remedy)
    }
    let ends = tensor.names.sorted { $0.count > $1.count }
    for end in ends {
      guard let name = file.names.first(where: { $0.hasSuffix("." + end) }) else { continue }
      return .unsupported(
        file: file.name,
        feature: "the prefix \(ModelError.excerpt(String(name.dropLast(end.count)))) of tensor "
          + ModelError.excerpt(name),
        remedy: "save the weights without it")
    }
    return .missingTensor(file: file.name, name: tensor.names[0])
  }

  /// What names of tensors say of weights that are there in another form than that of the model alone.
  private static let otherForms: [(mark: String, feature: String, remedy: String)] = [
    (".base_layer.", "a model saved with an adapter in it", "save it after merge_and_unload()"),
    (
      ".qweight", "the form that GPTQ and AWQ give weights",
      "use the weights that were quantised, or a GGUF file"
    ),
    (
      "_orig_mod.", "names with _orig_mod, which torch.compile adds",
      "save the model that was compiled"
    ),
  ]

  /// What to tell of tensors of layers that no part of the network reads; nil when there are none.
  static func unreadNote(_ names: Set<String>) -> String? {
    guard let first = names.min() else { return nil }
    return "\(names.count) \(names.count == 1 ? "tensor is" : "tensors are") not read, such as "
      + "\(ModelError.excerpt(first)): the network may be another than its configuration says"
  }

  /// The configuration with as many labels as the head has, and what to tell of it.
  private static func withLabels(
    of file: any TensorFile, _ head: CheckpointHead, _ configuration: EncoderConfiguration
  ) -> (EncoderConfiguration, note: String?) {
    var result = configuration
    if case .foreign = head {
      // Names of something else than of texts.
      result.labels = 2
      result.labelNames = (0..<2).map(EncoderConfiguration.genericLabel)
      return (result, nil)
    }
    let key = BaseTensor.headOutWeight.key(in: configuration.family)
    guard head.isUsable, let labels = file.shape(of: key)?.first, labels != configuration.labels,
      labels > 0
    else { return (configuration, nil) }
    result.labels = labels
    result.labelNames = (0..<labels).map(EncoderConfiguration.genericLabel)
    return (
      result,
      "config.json names \(configuration.labels) labels, its head has \(labels): they are called "
        + "LABEL_0 to LABEL_\(labels - 1)"
    )
  }
}
