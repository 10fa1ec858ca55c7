/// Takes what modules declare for one layer while an encoder is built.
public struct ModuleInstaller {
  /// The encoder's shape.
  public let configuration: EncoderConfiguration
  /// The layer that is being built.
  public internal(set) var layer = 0

  var layout = ParameterLayout()
  var hooks = LayerHooks()
  private(set) var memos = 0
  /// The lowest place that each segment acts at; nil: not known.
  private(set) var stages: [BackwardStage?] = []
  // First segment of the module that is being installed.
  private var first = 0
  private(set) var shared: [Placed<any SharedHook>] = []
  private(set) var needsSentences = false
  private var sharedNames: [String: SharedPlace] = [:]

  init(configuration: EncoderConfiguration) {
    self.configuration = configuration
  }

  /// Checkpoint key of a tensor of this layer, such as `bert.encoder.layer.0.intermediate.dense.weight`.
  public func key(_ tensor: LayerTensor) -> String {
    BaseTensor.layer(layer, tensor).key(in: configuration.family)
  }

  /// Checkpoint key of a linear map of this layer without `.weight`; of one that is part of another map, a name behind
  /// that one's.
  public func key(_ site: LinearSite) -> String {
    let family = configuration.family
    return family.path(of: site.part, layer: layer)
      ?? (family.path(of: .projections, layer: layer) ?? family.prefix) + "." + site.rawValue
  }

  /// Input and output width of a linear map.
  public func widths(of site: LinearSite) -> (input: Int, output: Int) {
    switch site {
    case .up where configuration.hasGateInUp:
      (configuration.hiddenSize, 2 * configuration.block.inner)
    case .up, .gate: (configuration.hiddenSize, configuration.block.inner)
    case .projections: (configuration.hiddenSize, configuration.block.projectedWidth)
    case .query: (configuration.hiddenSize, configuration.block.queryWidth)
    case .key, .value: (configuration.hiddenSize, configuration.block.keyWidth)
    case .attentionOut: (configuration.block.queryWidth, configuration.hiddenSize)
    case .down: (configuration.block.inner, configuration.hiddenSize)
    }
  }

  /// Declares parameters; they follow those declared before.
  public mutating func add(_ segment: ParameterSegment) -> ParameterSlot {
    layout.append(segment)
    stages.append(nil)
    let index = layout.segments.count - 1
    return ParameterSlot(layout.segments[index], index: index)
  }

  /// Declares a part of what a module puts on a linear map of this layer, named behind the map's own key.
  public mutating func add(
    _ part: String, to site: LinearSite, _ role: ParameterSegment.Role, rows: Int, columns: Int,
    start: ParameterSegment.Start, isHeld: Bool = false
  ) -> ParameterSlot {
    add(
      ParameterSegment(
        name: "\(key(site)).\(part)", layer: layer, module: site.rawValue, role: role, rows: rows,
        columns: columns, start: start, isHeld: isHeld))
  }

  /// Declares a tensor that acts at `stage`.
  mutating func add(_ segment: ParameterSegment, at stage: BackwardStage?) -> ParameterSlot {
    let slot = add(segment)
    stages[slot.index] = stage
    return slot
  }

  /// Lets a module declare what it has in this layer.
  mutating func install(_ module: any EncoderModule) {
    first = layout.segments.count
    module.install(in: &self)
  }

  // A hook may use every segment that its module has declared in the layer so far.
  private mutating func note(_ part: BackwardStage.Part) {
    let stage = BackwardStage(layer, part)
    for index in first..<stages.count {
      stages[index] = stages[index].map { min($0, stage) } ?? stage
    }
  }

  /// Attaches a hook to a linear map of this layer.
  public mutating func attach(_ hook: any LinearHook, to site: LinearSite) {
    hooks.linear[site.index].append(placed(hook))
    note(site.stage)
  }

  /// Attaches a hook to the output of a sublayer of this layer.
  public mutating func attach(_ hook: any SublayerHook, after sublayer: Sublayer) {
    switch sublayer {
    case .attention:
      hooks.attention.append(placed(hook))
      note(.attentionHooks)
    case .feedForward:
      hooks.feedForward.append(placed(hook))
      note(.feedForwardHooks)
    }
  }

  /// Attaches rows in front of the keys and values of this layer.
  public mutating func attach(_ hook: any PrefixHook) {
    hooks.prefixes.append(hook)
    note(.projections)
  }

  /// Attaches rows in front of the sequences before this layer.
  public mutating func attach(_ hook: any PromptHook) {
    hooks.prompts.append(placed(hook))
    note(.prompt)
  }

  /// The place of what several layers share under this name; `make` is called by the first that asks.
  public mutating func share(
    _ name: String, _ make: (inout ModuleInstaller) -> any SharedHook
  ) -> SharedPlace {
    if let known = sharedNames[name] { return known }
    let hook = placed(make(&self))
    shared.append(hook)
    let place = SharedPlace(memo: hook.memo)
    sharedNames[name] = place
    return place
  }

  /// Has every pass begin with one of the encoder without modules, for `ModulePass.sentences`.
  public mutating func askForSentences() { needsSentences = true }

  private mutating func placed<Hook>(_ hook: Hook) -> Placed<Hook> {
    memos += 1
    return Placed(hook: hook, memo: memos - 1)
  }
}

/// Where hooks of several layers find what a shared one made.
public struct SharedPlace: Sendable {
  let memo: Int
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
    case .projections: 6
    case .gate: 7
    }
  }

  /// Whether one of these names means it: one map that is query, key and value goes by each of them.
  func isMeant(by names: [LinearSite]) -> Bool {
    names.contains(self)
      || self == .projections && names.contains { [.query, .key, .value].contains($0) }
  }

  /// Where a hook on it acts.
  var stage: BackwardStage.Part {
    switch self {
    case .query, .key, .value, .projections: .projections
    case .attentionOut: .attentionOut
    case .up, .gate: .up
    case .down: .down
    }
  }

  /// The weight of the map.
  public var weight: LayerTensor {
    switch self {
    case .query: .queryWeight
    case .key: .keyWeight
    case .value: .valueWeight
    case .attentionOut: .attentionOutWeight
    case .up: .upWeight
    case .down: .downWeight
    case .projections: .projectionsWeight
    case .gate: .gateWeight
    }
  }
}
