/// Floating-point operations of a pass, counted from the shapes of an encoder and what it trains: a multiplication and an
/// addition for each entry of a matrix and each row that passes it, attention's products among them.
///
/// Norms, those of DoRA's rows too, softmax, biases, look-ups and the optimiser are not counted. What makes prompts counts once a sample.
public struct PassFlops: Sendable, Equatable, Codable {
  private var layers: [Layer] = []
  /// Width d of the layers.
  private var width = 0.0
  /// Entries that each token passes below the layers.
  private var perToken = 0.0
  /// Entries that each sample passes once: the head, and what makes prompts.
  private var perSample = 0.0
  private var trainedPerSample = 0.0
  /// Entries that each token passes whose prediction is counted: the map to words.
  private var perTarget = 0.0
  /// The tokens that a language model counts; nil: one row a sample is read.
  private var counted: CountedTokens?
  /// Passes forward that come before each one, of the encoder alone.
  private var passesBefore = 0.0

  /// Of no encoder: nothing is counted.
  public init() {}

  /// Operations of a pass forward.
  public func forward(_ batch: PackedBatch) -> Double {
    let head =
      perToken * Double(batch.tokens.count) + perSample * Double(batch.count) + words(batch)
    return (1 + passesBefore)
      * layers.reduce(2 * head) { $0 + $1.forward(batch, width: width) }
  }

  /// Operations of the way back.
  public func backward(_ batch: PackedBatch) -> Double {
    let head = (perSample + trainedPerSample) * Double(batch.count) + words(batch)
    return layers.reduce(2 * head) { $0 + $1.backward(batch, width: width) }
  }

  private func words(_ batch: PackedBatch) -> Double {
    guard let counted else { return 0 }
    return perTarget
      * (0..<batch.count).reduce(0) { $0 + Double(batch.rowsRead(of: $1, counted)) }
  }

  /// Entries of matrices, by the rows that pass them.
  private struct Entries: Sendable, Equatable, Codable {
    /// Passed by rows that are read later: queries, and what lies behind attention.
    var reading = 0.0
    /// Passed by every row: keys and values.
    var read = 0.0

    /// Products with all rows, an operation for each entry.
    func times(_ rows: (reading: Double, read: Double)) -> Double {
      reading * rows.reading + read * rows.read
    }
  }

  private struct Layer: Sendable, Equatable, Codable {
    var all = Entries()
    var trained = Entries()
    /// Entries whose way back nobody needs, since nothing below them is trained.
    var idle = Entries()
    /// Whether the layer is run backwards.
    var isLive = false
    /// Whether it is the lowest that is, so that the gradient of keys that are not trained is not needed.
    var sparesKeys = false
    /// Whether some of its rows alone are read.
    var isCut = false
    /// Which of a language model.
    var counted: CountedTokens?
    /// Rows in front of each sample.
    var lead = 0
    /// Keys and values in front of each sample.
    var prefix = 0

    func forward(_ batch: PackedBatch, width: Double) -> Double {
      2 * all.times(rows(batch)) + 4 * width * pairs(batch)
    }

    func backward(_ batch: PackedBatch, width: Double) -> Double {
      guard isLive else { return 0 }
      let rows = rows(batch)
      let maps = all.times(rows) + trained.times(rows) - idle.times(rows)
      return 2 * maps + (sparesKeys ? 6 : 8) * width * pairs(batch)
    }

    private func rows(_ batch: PackedBatch) -> (reading: Double, read: Double) {
      let rows = Double(batch.tokens.count + lead * batch.count)
      guard isCut else { return (rows, rows) }
      let read = (0..<batch.count).reduce(0) { $0 + batch.rowsRead(of: $1, counted) }
      return (Double(read), rows)
    }

    /// Queries times keys, summed over the samples.
    private func pairs(_ batch: PackedBatch) -> Double {
      (0..<batch.count).reduce(0) { sum, sample in
        let rows = batch.range(of: sample).count + lead
        let reading = isCut ? batch.rowsRead(of: sample, counted) : rows
        return sum + Double(reading) * Double(rows + prefix)
      }
    }
  }
}

extension PassFlops {
  init(_ encoder: Encoder) {
    let configuration = encoder.configuration
    let (block, count) = (configuration.block, configuration.layers)
    let square = Double(block.width * block.width)
    counted = encoder.countedTokens
    let isCut = encoder.plan.pooling == .first || counted != nil
    width = Double(block.width)
    passesBefore = encoder.needsSentences ? 1 : 0
    perToken =
      width
      * Double(
        configuration.image?.values
          ?? (configuration.projectsEmbeddings ? configuration.tokens.width : 0))
    let hasDense =
      encoder.plan.verbaliser == nil
      ? configuration.passesDense(encoder.plan.pooling)
      : encoder.hasWordTransform
    if counted == nil {
      perSample = Double(encoder.labels) * width + (hasDense ? square : 0)
    } else {
      perTarget = Double(configuration.vocabularySize) * width
    }
    var lead = 0
    let inner = Double((block.form.isGated ? 3 : 2) * block.width * block.inner)
    let maps = (
      query: Double(block.width * block.queryWidth), pair: Double(2 * block.width * block.keyWidth)
    )
    let queries = configuration.hasJoinedProjections ? 0 : maps.query
    for layer in 0..<count {
      lead += encoder.hooks[layer].promptLength
      layers.append(
        Layer(
          all: Entries(
            reading: maps.query + queries + inner, read: maps.pair + maps.query - queries),
          isLive: layer >= encoder.lowest.layer, isCut: isCut && layer == count - 1,
          counted: counted, lead: lead, prefix: encoder.hooks[layer].prefixLength))
    }
    for (tensor, slot) in encoder.trained
    where slot.rows > 1 && slot.columns > 1 && !encoder.layout.segments[slot.index].isHeld {
      trains(tensor, slot.count)
    }
    for segment in encoder.layout.segments where segment.role != .base { add(segment) }
    spareLowest(encoder, maps)
  }

  /// A matrix of the checkpoint whose gradient is wanted.
  private mutating func trains(_ tensor: BaseTensor, _ count: Int) {
    switch tensor {
    case .layer(let layer, .keyWeight), .layer(let layer, .valueWeight),
      .layer(let layer, .projectionsWeight):
      layers[layer].trained.read += Double(count)
    case .layer(let layer, _): layers[layer].trained.reading += Double(count)
    default: break
    }
  }

  /// A matrix that a module adds, or one of the head.
  private mutating func add(_ segment: ParameterSegment) {
    let count = Double(segment.count)
    let isFactor = segment.role.isFactor
    guard isFactor || segment.rows > 1 && segment.columns > 1 else { return }
    let isOnRows = isFactor || segment.isOnMap || segment.module.hasSuffix("Adapter")
    if let layer = segment.layer, isOnRows {
      let site = LinearSite(rawValue: segment.module)
      let path: WritableKeyPath<Entries, Double> =
        [.key, .value, .projections].contains(site) ? \.read : \.reading
      layers[layer].all[keyPath: path] += count
      if !segment.isHeld { layers[layer].trained[keyPath: path] += count }
    } else {
      if segment.role == .added { perSample += count }
      if !segment.isHeld { trainedPerSample += count }
    }
  }

  /// Leaves out what lies below the lowest inputs that matter: three maps, and what modules read their input with.
  private mutating func spareLowest(_ encoder: Encoder, _ maps: (query: Double, pair: Double)) {
    let lowest = encoder.lowest
    guard lowest > .embeddings, layers.indices.contains(lowest.layer),
      lowest >= BackwardStage(lowest.layer, .projections)
    else { return }
    let queries = encoder.configuration.hasJoinedProjections ? 0 : maps.query
    layers[lowest.layer].idle = Entries(
      reading: queries, read: maps.pair + maps.query - queries)
    var trainsKeys = false
    for segment in encoder.layout.segments where segment.layer == lowest.layer {
      guard let site = LinearSite(rawValue: segment.module) else { continue }
      if site == .key || site == .projections, !segment.isHeld { trainsKeys = true }
      guard segment.role == .loraA else { continue }
      switch site {
      case .query: layers[lowest.layer].idle.reading += Double(segment.count)
      case .key, .value, .projections: layers[lowest.layer].idle.read += Double(segment.count)
      default: break
      }
    }
    layers[lowest.layer].sparesKeys = !trainsKeys
  }
}

extension PackedBatch {
  /// Rows of a sample that are read behind the last layer: the head's one, or those in front of counted tokens.
  fileprivate func rowsRead(of sample: Int, _ counted: CountedTokens?) -> Int {
    counted?.places(length: range(of: sample).count, prompt: Int(labels[sample])).count ?? 1
  }
}

extension ParameterSegment {
  /// Whether it belongs to a linear map of a layer.
  fileprivate var isOnMap: Bool { LinearSite(rawValue: module) != nil }
}

extension Encoder {
  /// The arithmetic of its passes.
  public var passFlops: PassFlops { PassFlops(self) }
}
