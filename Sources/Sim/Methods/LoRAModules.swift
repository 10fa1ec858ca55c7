import Transformer

/// LoRA on chosen linear maps of every layer (arXiv 2106.09685), perhaps rank-stabilised (arXiv 2312.03732) or with lengths
/// of rows (DoRA, arXiv 2402.09353).
public struct LoRAModules: ModuleChoice {
  /// Rank and factor of pairs for which no pattern says anything else.
  public var scale: LoRAScale
  /// Linear maps.
  public var sites: [LinearSite]
  /// Whether the length of every row is trained beside a pair.
  public var hasMagnitudes: Bool
  private let ranks: LoRAPatterns
  private let alphas: LoRAPatterns
  private let method: String
  private let targets: String

  /// Rank of pairs for which no pattern says anything else.
  public var rank: Int { scale.rank }

  /// The modules that `settings` ask for.
  /// - Throws: `SettingsError` for a target that is no linear map, or a pattern that is none.
  public init(_ settings: Settings) throws(SettingsError) {
    scale = LoRAScale(
      rank: settings.rank, alpha: Float(settings.loraAlpha), scaling: settings.loraScaling)
    sites = try Self.sites(settings.targets)
    targets = settings.targets
    hasMagnitudes = settings.dora
    ranks = try LoRAPatterns(SettingKeys().rankPattern, like: SettingKeys().rank.setting, settings)
    alphas = try LoRAPatterns(
      SettingKeys().alphaPattern, like: SettingKeys().loraAlpha.setting, settings)
    method = settings.method
  }

  /// The plan for an encoder of this shape.
  /// - Throws: `SettingsError` for a pattern that means no map with LoRA, and when the network has none of the maps.
  public func plan(
    for configuration: EncoderConfiguration, head: HeadPolicy
  ) throws(SettingsError) -> TrainingPlan {
    let maps = (0..<configuration.layers).flatMap { layer in
      configuration.sites(sites).map { LinearPlace(layer: layer, site: $0) }
    }
    let (ranks, alphas) = (
      try ranks.values(for: maps, of: configuration),
      try alphas.values(for: maps, of: configuration)
    )
    var exceptions: [LinearPlace: LoRAScale] = [:]
    for place in maps where ranks[place] != nil || alphas[place] != nil {
      exceptions[place] = LoRAScale(
        rank: ranks[place].map { Int($0) } ?? scale.rank,
        alpha: alphas[place].map { Float($0) } ?? scale.alpha, scaling: scale.scaling)
    }
    return try plan(
      LoRA(scale, exceptions: exceptions, sites: sites, hasMagnitudes: hasMagnitudes),
      for: configuration, head: head)
  }

  /// The plan of a module on the same linear maps; its notes say which of them the network lacks, or has besides.
  /// - Throws: `SettingsError` when it has none of them.
  fileprivate func plan(
    _ module: any EncoderModule, for configuration: EncoderConfiguration, head: HeadPolicy
  ) throws(SettingsError) -> TrainingPlan {
    guard !configuration.sites(sites).isEmpty else {
      let own = configuration.sites(LinearSite.allCases)
      throw .invalid(
        key: "lora.targets", value: targets,
        expected: "all, or some of " + own.map(\.rawValue).joined(separator: ",")
          + ", the linear maps of this model's layers")
    }
    var notes: [String] = []
    let missing = Self.isAll(targets) ? [] : sites.filter { configuration.sites([$0]).isEmpty }
    if !missing.isEmpty {
      notes.append(
        "lora.targets = \(targets): this model's layers have no "
          + missing.map(\.rawValue).joined(separator: " and no ") + ", the others are taken")
    }
    let beside = configuration.linearMapsBesideLayers
    if targets == Self.allLinear, !beside.isEmpty {
      notes.append(
        "lora.targets = \(targets) takes the maps of the layers; peft's takes "
          + "\(beside.joined(separator: " and ")) too")
    }
    return TrainingPlan(modules: [module], head: head, notes: notes)
  }

  private static let allLinear = "all-linear"

  private static func isAll(_ text: String) -> Bool { text == "all" || text == allLinear }

  private static func sites(_ text: String) throws(SettingsError) -> [LinearSite] {
    if isAll(text) { return LinearSite.allCases }
    var chosen: Set<LinearSite> = []
    for word in text.split(separator: ",") {
      let name = word.filter { $0 != " " }
      guard let site = LinearSite(rawValue: name) else {
        throw .invalid(
          key: "lora.targets", value: text,
          expected: "all, or some of " + LinearSite.allCases.map(\.rawValue).joined(separator: ","))
      }
      chosen.insert(site)
    }
    guard !chosen.isEmpty else {
      throw .invalid(key: "lora.targets", value: text, expected: "at least one linear map")
    }
    return LinearSite.allCases.filter(chosen.contains)
  }
}

extension LoRAModules {
  /// A form of LoRA that not every method has a place for.
  enum Form: CaseIterable {
    /// Lengths of rows.
    case magnitudes
    /// Ranks or factors by map.
    case patterns
    /// A factor α/√r.
    case root
  }

  /// Itself, where it is of none of some forms; `reason` says of the method why it has no place for them.
  /// - Throws: `SettingsError` otherwise.
  func refusing(_ forms: [Form], _ reason: String) throws(SettingsError) -> LoRAModules {
    func refuse(_ setting: String) -> SettingsError {
      .conflict("\(setting): not with \(method), for \(reason); fedavg-lora and fibecfed take it")
    }
    for form in forms {
      switch form {
      case .magnitudes where hasMagnitudes: throw refuse("lora.dora = true")
      case .patterns where !ranks.isEmpty: throw refuse("lora.rank_pattern")
      case .patterns where !alphas.isEmpty: throw refuse("lora.alpha_pattern")
      case .root where scale.scaling == .root: throw refuse("lora.scaling = root")
      default: continue
      }
    }
    return self
  }

  /// What it reads.
  static let settings = Setting.of(\.rank) + besideRank

  /// The same without the rank, for methods that have ranks of their own.
  static let besideRank = Setting.of(
    \.loraAlpha, \.targets, \.loraScaling, \.dora, \.rankPattern, \.alphaPattern)
}

extension SettingKeys {
  /// Rank of LoRA.
  public var rank: SettingKey<Int> { .integer("lora.rank", 8, in: 1...1024, "Rank of LoRA.") }
  /// α of LoRA.
  public var loraAlpha: SettingKey<Double> {
    .number("lora.alpha", 16, in: 1e-6...1e6, "α of LoRA: its product counts α / rank.")
  }
  /// What α is divided by.
  public var loraScaling: SettingKey<LoRAScaling> {
    .choice(
      "lora.scaling", .rank,
      "What α is divided by: the rank, or its root, with which greater ranks learn as fast (rsLoRA)."
    )
  }
  /// Linear maps with LoRA: query, key, value, projections, attentionOut, up, gate, down, or all.
  public var targets: SettingKey<String> {
    .text(
      "lora.targets", "query,value",
      "Linear maps with LoRA: query, key, value, projections, attentionOut, up, gate, down, or all."
    )
  }
  /// Whether the length of every row is trained beside a pair (DoRA).
  public var dora: SettingKey<Bool> {
    .flag("lora.dora", false, "Whether the length of each row of W + s·B·A is trained too (DoRA).")
  }
  /// Ranks of single maps.
  public var rankPattern: SettingKey<String> {
    .text(
      "lora.rank_pattern", "",
      "Ranks of single maps or layers, such as layer.0:4, value:16; the first that fits counts.")
  }
  /// α of single maps.
  public var alphaPattern: SettingKey<String> {
    .text("lora.alpha_pattern", "", "The same for α.")
  }
}

/// A module of its own in place of LoRA's, on the linear maps that `lora.targets` names.
protocol ModuleInPlaceOfLoRA: ModuleChoice {
  /// The maps, and rank and factor of what is on them.
  var lora: LoRAModules { get }
  /// What is put on them.
  var module: any EncoderModule { get }
}

extension ModuleInPlaceOfLoRA {
  /// The plan for an encoder of this shape.
  /// - Throws: `SettingsError` when the network has none of the maps.
  func plan(
    for configuration: EncoderConfiguration, head: HeadPolicy
  ) throws(SettingsError) -> TrainingPlan {
    try lora.plan(module, for: configuration, head: head)
  }
}
