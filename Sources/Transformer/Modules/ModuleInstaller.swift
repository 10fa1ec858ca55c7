/// Takes what modules declare for one layer while an encoder is built.
public struct ModuleInstaller {
  /// The encoder's shape.
  public let configuration: EncoderConfiguration
  /// The layer that is being built.
  public internal(set) var layer = 0

  var layout = ParameterLayout()
  var hooks = LayerHooks()
  private(set) var memos = 0

  init(configuration: EncoderConfiguration) {
    self.configuration = configuration
  }

  /// Checkpoint key of a tensor of this layer, such as `bert.encoder.layer.0.intermediate.dense.weight`.
  public func key(_ tensor: LayerTensor) -> String {
    BaseTensor.layer(layer, tensor).key(in: configuration.family)
  }

  /// Checkpoint key of a linear map of this layer without `.weight`.
  public func key(_ site: LinearSite) -> String {
    String(key(site.weight).dropLast(".weight".count))
  }

  /// Input and output width of a linear map.
  public func widths(of site: LinearSite) -> (input: Int, output: Int) {
    switch site {
    case .up: (configuration.hiddenSize, configuration.block.inner)
    case .down: (configuration.block.inner, configuration.hiddenSize)
    default: (configuration.hiddenSize, configuration.hiddenSize)
    }
  }

  /// Declares trained parameters; they follow those declared before.
  public mutating func add(_ segment: ParameterSegment) -> ParameterSlot {
    layout.append(segment)
    return ParameterSlot(layout.segments[layout.segments.count - 1])
  }

  /// Attaches a hook to a linear map of this layer.
  public mutating func attach(_ hook: any LinearHook, to site: LinearSite) {
    hooks.linear[site.index].append(placed(hook))
  }

  /// Attaches a hook to the output of a sublayer of this layer.
  public mutating func attach(_ hook: any SublayerHook, after sublayer: Sublayer) {
    switch sublayer {
    case .attention: hooks.attention.append(placed(hook))
    case .feedForward: hooks.feedForward.append(placed(hook))
    }
  }

  /// Attaches rows in front of the keys and values of this layer.
  public mutating func attach(_ hook: any PrefixHook) {
    hooks.prefixes.append(hook)
  }

  /// Attaches rows in front of the sequences before this layer.
  public mutating func attach(_ hook: any PromptHook) {
    hooks.prompts.append(placed(hook))
  }

  private mutating func placed<Hook>(_ hook: Hook) -> Placed<Hook> {
    memos += 1
    return Placed(hook: hook, memo: memos - 1)
  }
}

/// A hook, and where a session keeps its memo.
struct Placed<Hook: Sendable>: Sendable {
  let hook: Hook
  let memo: Int
}

/// All hooks of one layer, in the order they were attached.
struct LayerHooks: Sendable {
  var linear: [[Placed<any LinearHook>]] = Array(repeating: [], count: LinearSite.allCases.count)
  var attention: [Placed<any SublayerHook>] = []
  var feedForward: [Placed<any SublayerHook>] = []
  var prefixes: [any PrefixHook] = []
  var prompts: [Placed<any PromptHook>] = []

  func at(_ site: LinearSite) -> [Placed<any LinearHook>] { linear[site.index] }

  /// Rows in front of the layer's keys and values.
  var prefixLength: Int { prefixes.reduce(0) { $0 + $1.length } }
  /// Rows put in front of each sequence before the layer.
  var promptLength: Int { prompts.reduce(0) { $0 + $1.hook.length } }
}

extension LinearSite {
  /// Its place among all sites.
  var index: Int {
    switch self {
    case .query: 0
    case .key: 1
    case .value: 2
    case .attentionOut: 3
    case .up: 4
    case .down: 5
    }
  }

  /// The weight of the map.
  var weight: LayerTensor {
    switch self {
    case .query: .queryWeight
    case .key: .keyWeight
    case .value: .valueWeight
    case .attentionOut: .attentionOutWeight
    case .up: .upWeight
    case .down: .downWeight
    }
  }
}
