/// All weights of one encoder, shared read-only by every client.
///
/// F32 tensors of a mapped file are used in place; other types are converted once.
public final class EncoderWeights: @unchecked Sendable {
  // Sendable: nothing changes after init, and the pointers live as long as `file` and `buffers`.
  /// The shape of the encoder; its labels are those of the checkpoint's head, if it has one.
  public let configuration: EncoderConfiguration
  /// What the model is called, such as its directory's name.
  public let name: String
  /// What the checkpoint brings as a classification head.
  public let head: CheckpointHead
  /// What of the checkpoint is not used, or not as it says; a sentence each.
  public let notes: [String]
  /// What the head reads, as the checkpoint or its class says; without a usable head the mean, for a bare encoder's
  /// pooler says little.
  public let pooling: Pooling

  private let views: [BaseTensor: UnsafePointer<Float>]
  private let packed: [BaseTensor: PackedMatrix]
  private let buffers: [UnsafeMutablePointer<Float>]
  private let file: (any AnyObject & Sendable)?
  /// Whose values are used beside its own.
  private let base: EncoderWeights?

  init(
    configuration: EncoderConfiguration, name: String, head: CheckpointHead,
    pooling: Pooling?, notes: [String], views: [BaseTensor: UnsafePointer<Float>],
    packed: [BaseTensor: PackedMatrix] = [:], buffers: [UnsafeMutablePointer<Float>],
    file: (any AnyObject & Sendable)?, base: EncoderWeights? = nil
  ) {
    self.configuration = configuration
    self.name = name
    self.head = head
    self.notes = notes
    let isFirst =
      head.isUsable || configuration.family.saysPooling || configuration.readout.readsLast
    self.pooling = pooling ?? (isFirst ? .first : .mean)
    self.views = views
    self.packed = packed
    self.buffers = buffers
    self.file = file
    self.base = base
  }

  /// The same weights with other values, of the same shapes, for some tensors.
  func replacing(_ values: [BaseTensor: [Float]]) -> EncoderWeights {
    var views = views
    var buffers: [UnsafeMutablePointer<Float>] = []
    for (tensor, values) in values {
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: values.count)
      buffer.initialize(from: values, count: values.count)
      buffers.append(buffer)
      views[tensor] = UnsafePointer(buffer)
    }
    return EncoderWeights(
      configuration: configuration, name: name, head: head, pooling: pooling, notes: notes,
      views: views, packed: packed.filter { values[$0.key] == nil }, buffers: buffers, file: file,
      base: self)
  }

  /// Weights in memory: `values` gets each tensor and its number of values, and returns nil for
  /// tensors that the model lacks.
  public convenience init(
    configuration: EncoderConfiguration, name: String, values: (BaseTensor, Int) -> [Float]?
  ) {
    var views: [BaseTensor: UnsafePointer<Float>] = [:]
    var buffers: [UnsafeMutablePointer<Float>] = []
    for tensor in configuration.tensors {
      let (role, count) = (tensor.role, tensor.count)
      guard let given = values(role, count) else {
        precondition(tensor.isOptional, "an encoder needs \(role)")
        continue
      }
      precondition(given.count == count, "\(role) has \(count) values, not \(given.count)")
      let buffer = UnsafeMutablePointer<Float>.allocate(capacity: count)
      buffer.initialize(from: given, count: count)
      buffers.append(buffer)
      views[role] = UnsafePointer(buffer)
    }
    let isWhole = configuration.classifier.allSatisfy { views[$0] != nil }
    self.init(
      configuration: configuration, name: name, head: isWhole ? .classes : .none, pooling: nil,
      notes: [], views: views, buffers: buffers, file: nil)
  }

  deinit {
    for buffer in buffers { buffer.deallocate() }
  }

  /// The values of a tensor, row-major; nil if the checkpoint lacks it.
  ///
  /// The pointer is valid as long as this object; who keeps one keeps the other.
  public func pointer(_ tensor: BaseTensor) -> UnsafePointer<Float>? { views[tensor] }

  /// Whether some tensors stay packed in memory.
  var hasPacked: Bool { !packed.isEmpty }

  /// A tensor that stays packed in memory; nil for one whose values are floats.
  func packed(_ tensor: BaseTensor) -> PackedMatrix? { packed[tensor] }

  /// The shape that the configuration gives a tensor, whether or not the checkpoint has it.
  public func shape(_ tensor: BaseTensor) -> [Int] { tensor.shape(in: configuration) }

  /// The Hugging Face key of a tensor, always with the family's prefix.
  public func key(_ tensor: BaseTensor) -> String { tensor.key(in: configuration.family) }

  /// The tensors that the checkpoint has, embeddings first, heads last.
  public var tensors: [BaseTensor] {
    configuration.tensors.map(\.role).filter { views[$0] != nil || packed[$0] != nil }
  }

  /// Number of values of all tensors.
  public var parameterCount: Int {
    tensors.reduce(0) { $0 + shape($1).reduce(1, *) }
  }

  /// Whether there is a map to words: one of its own, or the word embedding where the two are tied.
  public var hasWordMap: Bool {
    configuration.tiesWords || views[.wordOutWeight] != nil || packed[.wordOutWeight] != nil
  }

  /// Whether the checkpoint has a classification head.
  public var hasHead: Bool { head.isUsable }
}
